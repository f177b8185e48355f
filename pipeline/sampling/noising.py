"""How much of a photo survives the noise at a strength."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from diffusers.utils.torch_utils import randn_tensor

from pipeline.models.families.family import Family
from pipeline.request import GenerationRequest
from pipeline.schedule.schedule import schedule_of
from pipeline.schedule.schedulers import build_scheduler

if TYPE_CHECKING:
    from PIL import Image


def photo_latents(family: Family, pipe: Any, photo: Image.Image | None, generator: torch.Generator) -> torch.Tensor:
    """`[1, C, H, W]` scaled latents of an RGB photo, drawn as the stock img2img pipeline draws them."""
    pixels = pipe.image_processor.preprocess(photo).to(device=pipe.vae.device, dtype=pipe.vae.dtype)
    return family.codec.scaled(pipe.vae, family.codec.encode(pipe.vae, pixels, generator))


def noised_latents(
    family: Family, pipe: Any, config: Any, request: GenerationRequest, generator: torch.Generator
) -> torch.Tensor:
    """`[1, C, H, W]` latents of the request's photo at the noise level where its painting starts, at unit variance.

    The noise is drawn from `generator` as the stock img2img pipeline draws it, so it is the very start of that run.
    """
    assert request.scheduler is not None
    plan = request.plan
    latents = photo_latents(family, pipe, request.photo, generator)
    scheduler: Any = build_scheduler(request.scheduler, config)
    schedule = schedule_of(request.scheduler, scheduler, request.num_steps, plan.first_step)
    timestep = scheduler.timesteps[plan.first_step : plan.first_step + 1]
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(plan.first_step)
    noise = randn_tensor(latents.shape, generator=generator, device=latents.device, dtype=latents.dtype)
    noised: torch.Tensor = scheduler.add_noise(latents, noise, timestep.to(latents.device))
    return schedule.unit_variance(noised, 0)
