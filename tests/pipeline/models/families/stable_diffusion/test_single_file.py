"""Single .safetensors files in the original layout load with no network, with every weight in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ModelUnavailable
from pipeline.events import Finished
from pipeline.models.catalog import Catalog
from pipeline.models.families.stable_diffusion.clip_vocabulary import clip_vocabulary
from pipeline.models.families.stable_diffusion.single_file import predicts_v
from pipeline.models.loading import load_pipeline
from pipeline.models.read_spec import read_spec
from pipeline.models.tokens import read_tokens
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import open_painter
from tests import tiny
from tests.original_layout import small_parts


@pytest.fixture(scope="module", params=[1, 2], ids=["v1", "v2"])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def file(version: int, tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """model_folder only sets the number of threads."""
    return tiny.save_single_file(tmp_path_factory.mktemp("files") / f"cats v{version}.safetensors", version=version)


def test_it_paints(file: Path) -> None:
    with open_painter(file, device="cpu") as painter:
        request = GenerationRequest(prompt="a cat", num_steps=2, width_px=64, height_px=64, precision="exact")
        *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    assert last.images[0].size == (64, 64)


def test_every_weight_is_where_it_was(file: Path, version: int) -> None:
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        wanted = small_parts(version)
    pipe = load_pipeline(read_spec(file, "cats"), torch.device("cpu"))
    for name, part in wanted.items():
        theirs = {key: value for key, value in part.state_dict().items() if not key.endswith("position_ids")}
        ours = getattr(pipe, name).state_dict()
        assert {key for key in theirs if not torch.equal(theirs[key], ours[key])} == set(), name


def test_its_shape_is_known_before_it_loads(file: Path, version: int) -> None:
    spec = read_spec(file, "cats")
    assert (spec.native_size_px, spec.px_per_latent, spec.max_tokens) == (512 if version == 1 else 768, 8, 75)
    assert read_tokens(spec, "a photo of a cat").count == 5


def test_it_is_offered_from_the_models_folder(file: Path, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / file.name).symlink_to(file)
    assert file.stem in Catalog.build(data_dir=tmp_path)


def test_a_file_cut_short_or_of_something_else_is_told(file: Path, tmp_path: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    (tmp_path / "cut.safetensors").write_bytes(file.read_bytes()[:-1000])
    (tmp_path / "head.safetensors").write_bytes(file.read_bytes()[:100])
    (tmp_path / "text.safetensors").write_text("no tensors")
    save_file({"lora.up": np.zeros(3)}, tmp_path / "lora.safetensors")
    for name in ("cut", "head", "text", "lora"):
        with pytest.raises(ModelUnavailable, match=name):
            open_painter(tmp_path / f"{name}.safetensors", device="cpu")


def test_the_vocabulary_is_clips_own() -> None:
    """Ids as published with openai/clip-vit-large-patch14."""
    vocabulary, merges = clip_vocabulary()
    assert (len(vocabulary), len(merges)) == (49_408, 48_894)
    ids = {"!": 0, "a</w>": 320, "photo</w>": 1125, "of</w>": 539, "cat</w>": 2368, "<|endoftext|>": 49_407}
    assert {token: vocabulary[token] for token in ids} == ids


def test_v_prediction_is_told_from_noise_prediction_by_the_answer_to_noise() -> None:
    from types import SimpleNamespace

    def pipe(answer: float) -> Any:
        import torch

        def unet(sample: Any, timestep: int, **kwargs: Any) -> Any:
            return (torch.full_like(sample, answer),)

        unet.config = SimpleNamespace(in_channels=4, cross_attention_dim=8)  # type: ignore[attr-defined]
        unet.dtype = torch.float32  # type: ignore[attr-defined]
        return SimpleNamespace(unet=unet)

    assert not predicts_v(pipe(0.5))
    assert predicts_v(pipe(-1.5))
