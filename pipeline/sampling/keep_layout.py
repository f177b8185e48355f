"""A restyle that keeps where the photo is light and dark, and of which colour.

After every step but the last, the low frequencies of the guess at the picture are moved towards the photo's. ILVR does
that (Choi et al. 2021, "Conditioning method for denoising diffusion probabilistic models"), but all the way, and so the
photo's exposure and contrast come along, and a pencil sketch of a dark photo is no sketch. Here the style keeps its
contrast and half of its own brightness, and the less alike the two layouts are, the more is moved. Low is what is left
of the means of 4x4 latents. Stock pipelines are told through their own step callback; the photo's latents are looked
at where the pipeline hands them to its scheduler to be noised. docs/decisions.md, 37, has the figures.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional

from pipeline.request import GenerationRequest
from pipeline.sampling.tap import at_first_noise
from pipeline.schedule.schedule import Schedule

BLOCK = 4  # latents, each way; with 8 less of the layout was kept, and as much of the style lost
MEAN_SHARE = 0.5  # of the difference in mean, which is what photo and style each are as a whole


class LayoutKeeper:
    """Pulls the steps of one run towards its photo; does nothing where the request does not ask for it.

    With a mask it does nothing either: what is repainted there shall become something else, and the rest stays anyway.
    """

    def __init__(self, request: GenerationRequest, scheduler: Any, schedule: Schedule) -> None:
        self._schedule = schedule
        self._num_steps = request.plan.num_steps
        self._share = pull_a_step(request.kept_layout, self._num_steps)
        self._wanted: torch.Tensor | None = None  # the photo's low frequencies, once they were seen
        if self._share:
            at_first_noise(scheduler, self._look)

    def pulled(self, index: int, latents: torch.Tensor, denoised: torch.Tensor) -> torch.Tensor:
        """`[B, C, H, W]` latents after step `index`, in whose `denoised` the photo's low frequencies count."""
        if self._wanted is None or index + 1 == self._num_steps:
            return latents
        move = layout_move(self._wanted.to(denoised.dtype), low_frequencies(denoised))
        return latents + (self._share * self._schedule.signal(index + 1)) * move.to(latents.dtype)

    def _look(self, clean: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        self._wanted = low_frequencies(clean)
        return noise


def pull_a_step(keep_layout: float, num_steps: int) -> float:
    """What share of the difference each of `num_steps` takes away, so that all together take `keep_layout` (0..1)."""
    return float(1.0 - (1.0 - keep_layout) ** (1.0 / max(1, num_steps - 1)))


def layout_move(wanted: torch.Tensor, found: torch.Tensor) -> torch.Tensor:
    """What takes `found` `[B, C, H, W]` to `wanted`'s layout in its own contrast, times how unlike they are (0..1).

    Contrast is the root of the sum of squares about the channels' means, likeness Pearson's correlation.
    """
    middle_wanted, middle_found = (each.mean((2, 3), keepdim=True) for each in (wanted, found))
    wanted, found = wanted - middle_wanted, found - middle_found
    contrast_wanted, contrast_found = (_norm(each).clamp(min=1e-6) for each in (wanted, found))
    likeness = (wanted * found).sum((1, 2, 3), keepdim=True) / (contrast_wanted * contrast_found)
    move = wanted * (contrast_found / contrast_wanted) - found + MEAN_SHARE * (middle_wanted - middle_found)
    return move * (1.0 - likeness.clamp(min=0.0))


def _norm(each: torch.Tensor) -> torch.Tensor:
    return each.square().sum((1, 2, 3), keepdim=True).sqrt()


def low_frequencies(latents: torch.Tensor) -> torch.Tensor:
    """Means of blocks of `[B, C, H, W]`, drawn out smoothly to its size again."""
    small = functional.avg_pool2d(latents, BLOCK, ceil_mode=True, count_include_pad=False)
    return functional.interpolate(small, size=latents.shape[-2:], mode="bilinear", align_corners=False)
