"""Variations: the same picture from slightly other noise.

The start of a run is turned towards the noise of another seed along the great circle between the two (slerp, Shoemake
1985, "Animating rotation with quaternion curves"), so that it stays noise of unit variance. Strength 0 is the picture
itself, 1 that of the other seed; both noises are drawn as the stock pipelines draw them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from diffusers.utils.torch_utils import randn_tensor

from pipeline.models.families.family import Family
from pipeline.request import GenerationRequest, Variation, seed_of_image
from pipeline.sampling.tap import at_first_noise

PARALLEL = 1e-4  # radians: below this the formula divides by almost nothing, and both ends are the same noise


def variation_generators(variation: Variation, num_images: int) -> list[torch.Generator]:
    """The generators of the other noises: variation seed, variation seed + 1, ..."""
    seeds = [seed_of_image(variation.seed, image) for image in range(num_images)]
    return [torch.Generator("cpu").manual_seed(seed) for seed in seeds]


def turned(noise: torch.Tensor, other: torch.Tensor, strength: float) -> torch.Tensor:
    """`[B, ...]` unit-variance noise, each picture's turned by `strength` (0..1) towards that of `other`."""
    return torch.stack([slerp(one, another, strength) for one, another in zip(noise, other, strict=True)])


def slerp(start: torch.Tensor, end: torch.Tensor, share: float) -> torch.Tensor:
    """The point `share` (0..1) of the way from `start` to `end` along the great circle; any shape, as one vector."""
    first, second = start.double(), end.double()
    cosine = (first * second).sum() / (first.norm() * second.norm())
    angle = torch.acos(cosine.clamp(-1, 1))
    if angle < PARALLEL:
        return torch.lerp(start, end, share)
    mixed = (torch.sin((1 - share) * angle) * first + torch.sin(share * angle) * second) / torch.sin(angle)
    return mixed.to(start.dtype)


def varied_start(
    family: Family, pipe: Any, request: GenerationRequest, generators: Sequence[torch.Generator]
) -> torch.Tensor:
    """What a painting from text starts from, as its pipeline takes it; draws from `generators` what stock draws."""
    noise = family.first_noise(pipe, request.size, generators)
    other = family.first_noise(pipe, request.size, variation_generators(request.variation, request.num_images))
    return turned(noise, other, request.variation.strength)


def vary_added_noise(scheduler: Any, variation: Variation) -> None:
    """Lets `scheduler` add varied noise to a photo, the first time that it adds any: that is the start of the run."""

    def varied(clean: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        generators = variation_generators(variation, len(noise))
        other = randn_tensor(noise.shape, generator=generators, device=noise.device, dtype=noise.dtype)
        return turned(noise, other, variation.strength)

    at_first_noise(scheduler, varied)
