"""Variations: the same picture from slightly other noise.

The start of a run is turned towards the noise of another seed along the great circle between the two (slerp, Shoemake
1985, "Animating rotation with quaternion curves"), so that it stays noise of unit variance. Strength 0 is the picture
itself, 1 that of the other seed; both noises are drawn as the stock pipelines draw them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.request import Size, Variation, seed_of_image
from pipeline.sampling.tap import at_first_noise

if TYPE_CHECKING:
    import torch

PARALLEL = 1e-4  # radians: below this the formula divides by almost nothing, and both ends are the same noise


def varied_noise(noise: torch.Tensor, variation: Variation) -> torch.Tensor:
    """`[B, C, H, W]` unit-variance noise, each picture's turned towards that of its own variation seed."""
    import torch
    from diffusers.utils.torch_utils import randn_tensor

    seeds = [seed_of_image(variation.seed, image) for image in range(len(noise))]
    generators = [torch.Generator("cpu").manual_seed(seed) for seed in seeds]
    other = randn_tensor(noise.shape, generator=generators, device=noise.device, dtype=noise.dtype)
    return torch.stack([slerp(one, another, variation.strength) for one, another in zip(noise, other, strict=True)])


def slerp(start: torch.Tensor, end: torch.Tensor, share: float) -> torch.Tensor:
    """The point `share` (0..1) of the way from `start` to `end` along the great circle; any shape, as one vector."""
    import torch

    first, second = start.double(), end.double()
    cosine = (first * second).sum() / (first.norm() * second.norm())
    angle = torch.acos(cosine.clamp(-1, 1))
    if angle < PARALLEL:
        return torch.lerp(start, end, share)
    mixed = (torch.sin((1 - share) * angle) * first + torch.sin(share * angle) * second) / torch.sin(angle)
    return mixed.to(start.dtype)


def first_noise(pipe: Any, size: Size, variation: Variation, generators: Sequence[torch.Generator]) -> torch.Tensor:
    """`[B, C, H, W]` varied noise for the start of a painting from text; takes from `generators`, one for each of
    several pictures, what stock takes."""
    from diffusers.utils.torch_utils import randn_tensor

    assert size.width_px is not None and size.height_px is not None
    scale = pipe.vae_scale_factor
    shape = (len(generators), pipe.vae.config.latent_channels, size.height_px // scale, size.width_px // scale)
    # Stock draws with the one generator or a list of them: the numbers are the same for one picture each.
    noise = randn_tensor(shape, generator=list(generators), device=pipe.unet.device, dtype=pipe.text_encoder.dtype)
    return varied_noise(noise, variation)


def vary_added_noise(scheduler: Any, variation: Variation) -> None:
    """Lets `scheduler` add varied noise to a photo, the first time that it adds any: that is the start of the run."""
    at_first_noise(scheduler, lambda clean, noise: varied_noise(noise, variation))
