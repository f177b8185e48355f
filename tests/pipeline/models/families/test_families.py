"""A family is one row: a second one paints without anything else knowing it, and nothing but itself knows the first."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops

from pipeline.errors import InvalidRequest, ModelUnavailable
from pipeline.events import Finished, GenerationEvent, StepEvent
from pipeline.models.catalog import Catalog
from pipeline.models.families import FAMILIES, family_of
from pipeline.models.read_spec import read_spec
from pipeline.models.spec import ModelSpec, Source
from pipeline.models.tokens import read_tokens
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter, open_painter
from tests.pipeline.models.families.garden import GARDEN, GardenPipeline, save_garden

PIPELINE = Path(__file__).resolve().parents[4] / "pipeline"
REQUEST = GenerationRequest(prompt="a rose", seed=3, num_steps=4, scheduler="DDIM", precision="exact")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """model_folder sets the number of threads."""
    return save_garden(tmp_path_factory.mktemp("data") / "models" / "roses")


@pytest.fixture
def garden(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row."""
    monkeypatch.setitem(FAMILIES, GARDEN.key, GARDEN)


def painted(painter: Painter, request: GenerationRequest = REQUEST) -> list[GenerationEvent]:
    return list(painter.paint(request))


def picture(painter: Painter, request: GenerationRequest = REQUEST) -> Image.Image:
    last = painted(painter, request)[-1]
    assert isinstance(last, Finished)
    return last.images[0]


def test_a_family_without_a_row_is_refused_by_name(folder: Path) -> None:
    with pytest.raises(ModelUnavailable) as refused:
        open_painter(folder, device="cpu")
    assert refused.value.hint == "it is a GardenPipeline, and only Stable Diffusion 1.x and 2.x are supported so far."


@pytest.mark.usefixtures("garden")
def test_a_model_of_a_new_row_is_offered_and_its_words_are_read(folder: Path) -> None:
    catalog = Catalog.build(data_dir=folder.parents[1])
    assert family_of(catalog.spec("roses")) is GARDEN
    assert "".join(token.text for token in read_tokens(catalog.spec("roses"), "a rose").tokens) == "arose"
    with pytest.raises(InvalidRequest, match="from text only"):
        catalog.spec("roses").complete(GenerationRequest(photo=Image.new("RGB", (64, 64))))


@pytest.mark.usefixtures("garden")
def test_it_paints_its_stock_picture_bit_for_bit(folder: Path) -> None:
    import torch

    stock = GardenPipeline.from_pretrained(folder)
    stock.set_progress_bar_config(disable=True)
    wanted = stock("a rose", num_inference_steps=4, width=64, height=64, generator=torch.Generator().manual_seed(3))
    with open_painter(folder, device="cpu") as painter:
        ours, fast = (picture(painter, REQUEST.with_(precision=precision)) for precision in ("exact", "fast"))
    assert ours.tobytes() == wanted.images[0].tobytes()
    assert np.asarray(ImageChops.difference(ours, fast)).max() <= 8


@pytest.mark.usefixtures("garden")
def test_its_packed_latents_are_grids_to_those_who_look(folder: Path) -> None:
    with open_painter(folder, device="cpu") as painter:
        painter.warm_up()
        events = painted(painter, REQUEST.with_(width_px=64, height_px=128))
        last = events[-1]
        assert isinstance(last, Finished)
        assert {step.previews[0].size for step in events if isinstance(step, StepEvent)} <= {(16, 32), (64, 128)}
        assert {tuple(record.denoised.shape) for record in last.run.records} == {(1, 4, 16, 8)}
        assert painter.decode(last.run.records[-1].after)[0].tobytes() == last.images[0].tobytes()
        assert painter.exact_denoiser is painter.exact_pipe.gardener


@pytest.mark.usefixtures("garden")
def test_its_variations_go_from_one_seed_to_the_other(folder: Path) -> None:
    with open_painter(folder, device="cpu") as painter:
        whole = picture(painter, REQUEST.with_(variation_seed=8, variation_strength=1.0))
        other = picture(painter, REQUEST.with_(seed=8))
        between = picture(painter, REQUEST.with_(variation_seed=8, variation_strength=0.3))
        assert whole.tobytes() == other.tobytes()
        assert between.tobytes() not in (other.tobytes(), picture(painter).tobytes())


def test_every_family_is_the_one_that_its_specs_name(model_folder: Path) -> None:
    assert [key for key, family in FAMILIES.items() if key != family.key] == []
    assert family_of(read_spec(model_folder, "m")) is family_of(ModelSpec(key="m", source=Source()))


def test_only_the_family_itself_names_its_denoiser_and_its_text_encoder() -> None:
    """Names of nodes in graphs that pictures of ComfyUI carry apart."""
    own = (PIPELINE / "models" / "families" / "stable_diffusion", PIPELINE / "metadata")
    named = re.compile(r"(?i:\bu-?net)|\bCLIP|\bclip_(?!sample)|StableDiffusion")
    wrong = {
        f"{file.relative_to(PIPELINE)}:{number}: {line.strip()}"
        for file in PIPELINE.rglob("*.py")
        if not any(file.is_relative_to(each) for each in own)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if named.search(line)
    }
    assert not wrong
