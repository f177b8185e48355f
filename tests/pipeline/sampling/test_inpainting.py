"""Checkpoints made for inpainting (9 channels): the stock pipeline's pictures, and what they cannot do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline import open_painter
from pipeline.errors import InvalidRequest, ModelUnavailable
from pipeline.events import Finished
from pipeline.models.read_spec import read_spec
from pipeline.photo.mask import latent_mask
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from pipeline.sampling.painting import generators_for
from pipeline.schedule.schedulers import SCHEDULERS, build_scheduler
from tests import tiny


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """As the published ones are: the index names the inpainting pipeline. model_folder sets the number of threads."""
    folder = tiny.save_model(tmp_path_factory.mktemp("models") / "inpaint", in_channels=9, tiny_vae=False)
    index = folder / "model_index.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "_class_name": "StableDiffusionInpaintPipeline"}))
    return folder


@pytest.fixture(scope="module")
def inpainter(folder: Path) -> Iterator[Painter]:
    with Painter(read_spec(folder, "inpaint"), device="cpu") as painter:
        yield painter


@pytest.fixture(scope="module")
def stock(folder: Path) -> Any:
    from diffusers import StableDiffusionInpaintPipeline

    pipe = StableDiffusionInpaintPipeline.from_pretrained(folder)
    pipe.set_progress_bar_config(disable=True)
    return pipe


@pytest.fixture(scope="module")
def mask() -> Image.Image:
    """The right half of 64 x 64."""
    mask = Image.new("L", (64, 64), 0)
    mask.paste(255, (32, 0, 64, 64))
    return mask


def painted(painter: Painter, request: GenerationRequest) -> list[Image.Image]:
    *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    return list(last.images)


def stock_pictures(pipe: Any, request: GenerationRequest, mask: Image.Image) -> list[Image.Image]:
    own = pipe.scheduler
    pipe.scheduler = build_scheduler(str(request.scheduler), own.config)
    generators = generators_for(request)
    pictures: list[Image.Image] = pipe(
        request.prompt, image=request.photo, mask_image=latent_mask(mask, 8), width=64, height=64,
        strength=request.strength, num_inference_steps=request.num_steps, guidance_scale=request.guidance_scale,
        num_images_per_prompt=request.num_images, generator=generators if len(generators) > 1 else generators[0],
    ).images  # fmt: skip
    pipe.scheduler = own
    return pictures


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_with_a_mask_the_picture_is_stocks_bit_for_bit_and_the_rest_stays_the_photos(
    scheduler: str, strength: float, inpainter: Painter, stock: Any, photo: Image.Image, mask: Image.Image
) -> None:
    request = GenerationRequest(
        prompt="a cat", seed=3, num_steps=4, scheduler=scheduler, strength=strength, photo=photo, mask=mask,
        precision="exact", num_images=2,
    )  # fmt: skip
    theirs = stock_pictures(stock, request, mask)
    for picture, other in zip(painted(inpainter, request), theirs, strict=True):
        assert picture.crop((32, 0, 64, 64)).tobytes() == other.crop((32, 0, 64, 64)).tobytes()
        assert picture.crop((0, 0, 32, 64)).tobytes() == photo.crop((0, 0, 32, 64)).tobytes()


def test_without_a_mask_all_of_the_photo_is_repainted_as_stock_does_with_a_white_one(
    inpainter: Painter, stock: Any, photo: Image.Image
) -> None:
    request = GenerationRequest(
        prompt="a fox", seed=8, num_steps=4, scheduler="DDIM", strength=0.8, photo=photo, precision="exact"
    )
    theirs = stock_pictures(stock, request, Image.new("L", (64, 64), 255))
    assert [picture.tobytes() for picture in painted(inpainter, request)] == [other.tobytes() for other in theirs]


def test_fast_precision_and_a_variation_paint_too(inpainter: Painter, photo: Image.Image, mask: Image.Image) -> None:
    request = GenerationRequest(
        prompt="a cat", num_steps=3, photo=photo, mask=mask, precision="fast", variation_strength=0.3, strength=1.0
    )
    (picture,) = painted(inpainter, request)
    assert picture.size == (64, 64)


def test_words_alone_are_refused_by_name(inpainter: Painter) -> None:
    assert not inpainter.spec.capabilities.text and inpainter.spec.capabilities.mask
    with pytest.raises(InvalidRequest, match="^Photo: inpaint repaints photos and cannot paint from words alone"):
        painted(inpainter, GenerationRequest(prompt="a cat", num_steps=1))


@pytest.mark.parametrize("version", [1, 2])
def test_a_single_file_of_nine_channels_is_read_and_paints(
    version: int, tmp_path: Path, photo: Image.Image, mask: Image.Image
) -> None:
    file = tiny.save_single_file(tmp_path / "inpaint.safetensors", version=version, in_channels=9)
    spec = read_spec(file, "inpaint")
    assert (spec.capabilities.text, spec.native_size_px) == (False, 512)
    with open_painter(file, device="cpu") as painter:
        request = GenerationRequest(prompt="a cat", num_steps=2, photo=photo, mask=mask, precision="exact")
        assert painted(painter, request)[0].size == (64, 64)


def test_what_edits_by_instructions_is_still_refused(folder: Path, tmp_path: Path) -> None:
    """8 channels: InstructPix2Pix."""
    import shutil

    copy = shutil.copytree(folder, tmp_path / "pix2pix")
    config = copy / "unet" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "in_channels": 8}))
    with pytest.raises(ModelUnavailable, match="editing checkpoint"):
        read_spec(copy, "pix2pix")


def test_guidance_may_end_early_with_a_mask_in_the_input(
    inpainter: Painter, photo: Image.Image, mask: Image.Image
) -> None:
    request = GenerationRequest(prompt="cat", photo=photo, mask=mask, num_steps=4, strength=1.0, precision="exact")
    whole = painted(inpainter, request)[0]
    assert painted(inpainter, request.with_(guidance_end=0.5))[0].tobytes() != whole.tobytes()


def test_it_gets_ready_while_it_loads(inpainter: Painter) -> None:
    inpainter.warm_up()
