"""Which models are offered, what is known about them before they load, and what happens with damaged ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.errors import GenerationError, InvalidRequest, ModelUnavailable
from pipeline.models.catalog import Catalog
from pipeline.models.read_spec import read_spec
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter, open_painter


def test_a_folder_is_described_from_its_own_files(kl_model_folder: Path) -> None:
    spec = read_spec(kl_model_folder, "kl")
    assert (spec.px_per_latent, spec.native_size_px, spec.max_tokens) == (8, 64, 14)
    assert spec.prediction == "v_prediction"
    assert spec.defaults.scheduler == "DDIM"
    assert spec.world is None


def test_words_and_licence_beside_a_model_are_read(model_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "m")
    (folder / "words.json").write_text(json.dumps({"words": ["Cat"], "level": 2, "styles": ["manga"]}))
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    spec = read_spec(folder, "m")
    assert spec.world is not None
    assert (set(spec.world.words), spec.world.level, spec.licence) == ({"cat"}, 2, "apache-2.0")


def test_the_menu_is_the_built_in_model_then_the_hosts_then_the_models_folder(
    model_folder: Path, tmp_path: Path
) -> None:
    builtin, data = tmp_path / "builtin", tmp_path / "data"
    shutil.copytree(model_folder, builtin / "mau")
    for name in ("zebra", "apple", "damaged"):
        shutil.copytree(model_folder, data / "models" / name)
    (data / "models" / "damaged" / "unet" / "config.json").write_text("{")
    (data / "models" / "notes").mkdir()
    catalog = Catalog.build(model=str(model_folder), data_dir=data, builtin_folder=builtin)
    assert catalog.keys == ("mau", "tiny", "apple", "zebra")
    assert list(catalog.problems) == ["damaged"]
    with pytest.raises(ModelUnavailable, match="again"):
        catalog.spec("damaged")
    with pytest.raises(InvalidRequest, match="allowed are mau, tiny, apple, zebra"):
        catalog.spec("lion")


def test_two_models_of_one_name_are_both_offered(model_folder: Path, tmp_path: Path) -> None:
    catalog = Catalog()
    catalog.add(model_folder)
    catalog.add(shutil.copytree(model_folder, tmp_path / "tiny"))
    assert catalog.keys == ("tiny", "tiny-2")


def test_a_visitor_cannot_name_a_path(model_folder: Path) -> None:
    catalog = Catalog.build()
    for name in (str(model_folder), "../assets", "owner/name", "https://example.org/x.safetensors"):
        with pytest.raises(InvalidRequest):
            catalog.spec(name)


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_weights_cut_short_are_told_as_damaged(part: str, model_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "m")
    (weights,) = (folder / part).glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelUnavailable, match="again"):
        open_painter(folder, device="cpu")


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder", "tokenizer"])
def test_a_missing_part_is_told(part: str, model_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "m")
    shutil.rmtree(folder / part)
    with pytest.raises(ModelUnavailable):
        open_painter(folder, device="cpu")


def test_missing_weights_in_a_file_are_not_replaced_by_random_ones(model_folder: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = shutil.copytree(model_folder, tmp_path / "m")
    for part in ("unet", "vae", "text_encoder"):
        (file,) = (folder / part).glob("*.safetensors")
        weights = load_file(file)
        kept = dict(list(weights.items())[1:])
        save_file(kept, file, metadata={"format": "pt"})
        with pytest.raises(ModelUnavailable):
            open_painter(folder, device="cpu")
        save_file(weights, file, metadata={"format": "pt"})
    open_painter(folder, device="cpu").close()


def test_a_half_precision_folder_paints_in_float32(model_folder: Path, tmp_path: Path) -> None:
    import torch
    from diffusers import StableDiffusionPipeline

    pipe = StableDiffusionPipeline.from_pretrained(model_folder, dtype=torch.float16)
    pipe.save_pretrained(tmp_path / "half")
    with open_painter(tmp_path / "half", device="cpu") as painter:
        assert {str(weight.dtype) for weight in painter.exact_denoiser.parameters()} == {"torch.float32"}
        *_, last = painter.paint(GenerationRequest(prompt="cat", num_steps=1, precision="exact"))
        assert last.images  # type: ignore[union-attr]


@pytest.mark.parametrize("source", ["/no/such/folder", "file.ckpt", "", "a b c"])
def test_a_source_that_is_nothing_is_told(source: str) -> None:
    with pytest.raises(ModelUnavailable):
        open_painter(source)


def test_a_pickled_checkpoint_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "model.ckpt").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelUnavailable, match="pickled"):
        open_painter(tmp_path / "model.ckpt")


def test_a_device_that_is_not_there_is_told(model_folder: Path) -> None:
    import torch

    if torch.backends.mps.is_available():
        pytest.fail("choose another device for this test on a Mac")
    with pytest.raises(GenerationError, match="mps"):
        Painter(read_spec(model_folder, "tiny"), device="mps")
