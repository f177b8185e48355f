"""Guidance for the first part of a run only."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from diffusers.callbacks import SDCFGCutoffCallback
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.events import Finished
from pipeline.metadata.request_settings import request_from, settings_of
from pipeline.request import GenerationRequest
from pipeline.sampling.guidance import guided_steps
from pipeline.sampling.painter import Painter
from pipeline.schedule.schedulers import build_scheduler


def painted(painter: Painter, request: GenerationRequest) -> Finished:
    *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    return last


def batches(painter: Painter, request: GenerationRequest) -> list[int]:
    """How many latents the U-Net sees in each step."""
    seen: list[int] = []
    handle = painter.exact_denoiser.register_forward_pre_hook(lambda module, args: seen.append(len(args[0])))
    painted(painter, request)
    handle.remove()
    return seen


def test_the_picture_is_the_one_of_diffusers_own_cutoff(painter: Painter) -> None:
    request = GenerationRequest(
        prompt="cat", num_steps=5, guidance_end=0.6, precision="exact", scheduler="DDIM", seed=3
    )
    pipe = painter.exact_pipe
    pipe.scheduler = build_scheduler("DDIM", pipe.scheduler.config)
    with torch.inference_mode():
        stock = pipe(
            "cat",
            num_inference_steps=5,
            guidance_scale=7.5,
            height=painter.spec.native_size_px,
            width=painter.spec.native_size_px,
            generator=torch.Generator("cpu").manual_seed(3),
            callback_on_step_end=SDCFGCutoffCallback(cutoff_step_ratio=None, cutoff_step_index=2),
        ).images[0]
    assert painted(painter, request).images[0].tobytes() == stock.tobytes()


@pytest.mark.parametrize(("guidance_end", "expected"), [(1.0, [4, 4, 4, 4]), (0.5, [4, 4, 2, 2]), (0.05, [4, 2, 2, 2])])
def test_the_steps_after_it_take_half_the_work(painter: Painter, guidance_end: float, expected: list[int]) -> None:
    request = GenerationRequest(
        prompt="cat", num_steps=4, num_images=2, guidance_end=guidance_end, precision="exact", scheduler="DDIM"
    )
    assert batches(painter, request) == expected


def test_several_pictures_are_the_ones_painted_alone(painter: Painter) -> None:
    request = GenerationRequest(prompt="cat", num_steps=4, guidance_end=0.5, precision="exact", seed=8)
    both = painted(painter, request.with_(num_images=2)).images
    for number, together in enumerate(both):
        alone = painted(painter, request.with_(seed=8 + number)).images[0]
        assert np.abs(np.asarray(together, int) - np.asarray(alone, int)).max() <= 1


def test_it_holds_with_a_photo_and_with_a_mask(painter: Painter, photo: Image.Image) -> None:
    mask = Image.new("L", photo.size, 0)
    mask.paste(255, (0, 0, photo.width // 2, photo.height))
    request = GenerationRequest(prompt="cat", num_steps=6, photo=photo, strength=0.7, precision="exact")
    for start in (request, request.with_(mask=mask), request.with_(mask=mask, strength=1.0)):
        half = start.with_(guidance_end=0.5)
        num_steps = start.plan.num_steps
        assert batches(painter, half) == [2] * guided_steps(half) + [1] * (num_steps - guided_steps(half))
        assert painted(painter, half).images[0].tobytes() != painted(painter, start).images[0].tobytes()


def test_without_guidance_nothing_changes() -> None:
    assert guided_steps(GenerationRequest(guidance_scale=1.0, guidance_end=0.5)) == 0


def test_it_is_among_the_settings_only_where_it_says_something() -> None:
    assert "guidance_end" not in settings_of(GenerationRequest())
    half = GenerationRequest(guidance_end=0.5)
    assert request_from(settings_of(half)).guidance_end == 0.5


@pytest.mark.parametrize("value", [0, -1, 1.1, "half", float("nan"), True])
def test_other_values_are_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidRequest, match="Guidance until"):
        GenerationRequest(guidance_end=value)  # type: ignore[arg-type]
