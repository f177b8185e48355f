"""The steps that a run takes, and how noisy the latents are at each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.schedule.schedulers import SCHEDULERS, Scale, is_flow

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The steps that run. `timesteps[i]` (0..999) and `sigmas[i]`, the noise over the signal, belong to step i,
    `sigmas[-1]` to the end.

    `scale` says how x_t is held, x0 + sigma * noise being "exploding": "unit variance" divides that by
    sqrt(1 + sigma^2) (diffusion: sqrt(alpha_bar) * x0 + sqrt(1 - alpha_bar) * noise, Ho et al. 2020), "straight" by
    1 + sigma (flows: (1 - s) * x0 + s * noise, Liu et al. 2022).
    """

    timesteps: tuple[float, ...]
    sigmas: tuple[float, ...]
    scale: Scale

    def unit_variance(self, latents: torch.Tensor, index: int) -> torch.Tensor:
        """`[B, C, H, W]` x_t before step `index` (num_steps = after the last), scaled to about unit variance."""
        if self.scale == "unit variance":
            return latents
        deviation: float = (1 + self.sigmas[index] ** 2) ** 0.5
        return self._exploded(latents, index) / deviation

    def noise(self, latents: torch.Tensor, denoised: torch.Tensor, index: int) -> torch.Tensor:
        """`[B, C, H, W]` the noise that the model saw at step `index`: (x_t - x0) / sigma of "exploding" x_t."""
        return (self._exploded(latents, index) - denoised) / max(self.sigmas[index], 1e-6)

    def signal(self, index: int) -> float:
        """The factor of the picture in x_t before step `index` (num_steps = after the last)."""
        return 1.0 / self._explosion(index)

    def _exploded(self, latents: torch.Tensor, index: int) -> torch.Tensor:
        return latents * self._explosion(index)

    def _explosion(self, index: int) -> float:
        """What x_t is multiplied by to be "exploding"."""
        sigma = self.sigmas[index]
        factors: dict[Scale, float] = {
            "exploding": 1.0,
            "unit variance": (1 + sigma**2) ** 0.5,
            "straight": 1 + sigma,
        }
        return factors[self.scale]


def schedule_of(name: str, scheduler: Any, num_steps: int, first_step: int) -> Schedule:
    """The last `num_steps - first_step` steps of the schedule with `num_steps` steps, to which `scheduler` is set.

    Building one takes as long as a tenth of a step of the built-in model, so the one that paints is asked.
    """
    scheduler.set_timesteps(num_steps)
    timesteps = tuple(float(t) for t in scheduler.timesteps[first_step:])
    if is_flow(scheduler.config):
        shares = [float(share) for share in scheduler.sigmas[first_step : num_steps + 1]]
        return Schedule(timesteps=timesteps, sigmas=tuple(s / (1 - s) for s in shares), scale="straight")
    if hasattr(scheduler, "sigmas"):
        sigmas = [float(sigma) for sigma in scheduler.sigmas[first_step : num_steps + 1]]
    else:
        alpha_bars = [float(scheduler.alphas_cumprod[int(t)]) for t in timesteps]
        sigmas = [((1 - a) / a) ** 0.5 if a > 0 else float("inf") for a in alpha_bars] + [0.0]
    return Schedule(timesteps=timesteps, sigmas=tuple(sigmas), scale=SCHEDULERS[name].scale)
