"""The final picture is the stock class's, bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.events import Finished
from pipeline.models.read_spec import read_spec
from pipeline.preview.tiers import PreviewChoice
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from pipeline.sampling.painting import generators_for
from pipeline.schedule.schedulers import SCHEDULERS

STOCK = {
    "DDIM": ("DDIMScheduler", {}),
    "DDPM": ("DDPMScheduler", {}),
    "Euler": ("EulerDiscreteScheduler", {}),
    "Euler a": ("EulerAncestralDiscreteScheduler", {}),
    "DPM++ 2M": ("DPMSolverMultistepScheduler", {}),
    "DPM++ 2M Karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "UniPC": ("UniPCMultistepScheduler", {}),
}


@pytest.fixture(scope="module")
def bfloat16_painter(model_folder: Path) -> Painter:
    import torch

    return Painter(read_spec(model_folder, "tiny"), device="cpu", dtype=torch.bfloat16)


@pytest.fixture(scope="module")
def kl_painter(kl_model_folder: Path) -> Painter:
    return Painter(read_spec(kl_model_folder, "tiny-kl"), device="cpu")


@pytest.fixture(scope="module")
def stock(model_folder: Path, kl_model_folder: Path) -> Any:
    """The stock pipelines by (model, dtype, from a photo), loaded as diffusers' documentation loads them."""
    import torch
    from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionPipeline

    folders = {
        ("tiny", "float32"): model_folder,
        ("tiny", "bfloat16"): model_folder,
        ("kl", "float32"): kl_model_folder,
    }
    pipes = {}
    for (model, dtype), folder in folders.items():
        for kind in (StableDiffusionPipeline, StableDiffusionImg2ImgPipeline):
            pipe = kind.from_pretrained(folder, dtype=getattr(torch, dtype))
            pipe.set_progress_bar_config(disable=True)
            pipes[model, dtype, kind is StableDiffusionImg2ImgPipeline] = pipe
    return pipes


def stock_pictures(pipe: Any, request: GenerationRequest) -> list[Image.Image]:
    import diffusers

    name, changes = STOCK[str(request.scheduler)]
    configured = dict(pipe.scheduler.config)
    pipe.scheduler = getattr(diffusers, name).from_config(configured, **changes)
    generators = generators_for(request)
    arguments: dict[str, Any] = {"image": request.photo, "strength": request.strength} if request.photo else {}
    pictures: list[Image.Image] = pipe(
        request.prompt,
        negative_prompt=request.negative_prompt,
        num_inference_steps=request.num_steps,
        guidance_scale=request.guidance_scale,
        num_images_per_prompt=request.num_images,
        generator=generators[0] if len(generators) == 1 else generators,
        **arguments,
    ).images
    pipe.scheduler = diffusers.DDIMScheduler.from_config({**configured, "use_karras_sigmas": False})
    return pictures


def painted(painter: Painter, request: GenerationRequest, preview: PreviewChoice = "Auto") -> list[Image.Image]:
    *_, last = painter.paint(request, preview=preview)
    assert isinstance(last, Finished)
    return list(last.images)


def same(ours: list[Image.Image], theirs: list[Image.Image]) -> bool:
    return [picture.tobytes() for picture in ours] == [picture.tobytes() for picture in theirs]


@pytest.mark.parametrize("from_photo", [False, True], ids=["text", "photo"])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_the_picture_is_the_stock_classs_bit_for_bit_with_previews_on_and_off(
    scheduler: str,
    dtype: str,
    from_photo: bool,
    painter: Painter,
    bfloat16_painter: Painter,
    stock: Any,
    photo: Image.Image,
) -> None:
    request = GenerationRequest(
        prompt="a manga cat",
        negative_prompt="dog",
        seed=5,
        num_steps=6,
        scheduler=scheduler,
        strength=0.7,
        photo=photo if from_photo else None,
        precision="exact",
    )
    ours = painter if dtype == "float32" else bfloat16_painter
    theirs = stock_pictures(stock["tiny", dtype, from_photo], request)
    assert same(painted(ours, request, "Auto"), theirs)
    assert same(painted(ours, request, "Off"), theirs)
    assert same(painted(ours, request, "Exact"), theirs)


@pytest.mark.parametrize("from_photo", [False, True], ids=["text", "photo"])
@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_v_prediction_and_a_sampling_autoencoder_give_the_stock_picture(
    scheduler: str, from_photo: bool, kl_painter: Painter, stock: Any, photo: Image.Image
) -> None:
    request = GenerationRequest(
        prompt="a fox",
        seed=2**32 - 1,
        num_steps=5,
        scheduler=scheduler,
        photo=photo if from_photo else None,
        precision="exact",
    )
    assert same(painted(kl_painter, request), stock_pictures(stock["kl", "float32", from_photo], request))


@pytest.mark.parametrize("from_photo", [False, True], ids=["text", "photo"])
def test_several_pictures_are_the_stock_batch_with_a_generator_each(
    from_photo: bool, kl_painter: Painter, stock: Any, photo: Image.Image
) -> None:
    request = GenerationRequest(
        prompt="a fox",
        seed=9,
        num_steps=4,
        scheduler="Euler a",
        num_images=3,
        photo=photo if from_photo else None,
        precision="exact",
    )
    assert same(painted(kl_painter, request), stock_pictures(stock["kl", "float32", from_photo], request))


def test_guidance_1_and_sizes_that_are_not_square_give_the_stock_picture(painter: Painter, stock: Any) -> None:
    request = GenerationRequest(prompt="", guidance_scale=1.0, num_steps=3, scheduler="DDIM", precision="exact")
    assert same(painted(painter, request), stock_pictures(stock["tiny", "float32", False], request))
    wide = painted(painter, request.with_(width_px=128, height_px=72))
    assert wide[0].size == (128, 72)
