"""The samplers that a request may name, built fresh for every run from the model's own noise schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from diffusers import SchedulerMixin

# name -> diffusers class, what is set beside the model's configuration
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "DDIM": ("DDIMScheduler", {}),
    "DDPM": ("DDPMScheduler", {}),
    "Euler": ("EulerDiscreteScheduler", {"use_karras_sigmas": False}),
    "Euler a": ("EulerAncestralDiscreteScheduler", {}),
    "DPM++ 2M": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++", "use_karras_sigmas": False}),
    "DPM++ 2M Karras": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++", "use_karras_sigmas": True}),
    "UniPC": ("UniPCMultistepScheduler", {"use_karras_sigmas": False}),
}
CLIPS = ("DDIM", "DDPM")  # by default these clamp x0 to -1..1, which is meant for pixels, not for latents
EXPLODING = ("Euler", "Euler a")  # keep x_t = x0 + sigma * noise; the others keep unit variance


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The steps that run. `timesteps[i]` (0..999) and `sigmas[i]` belong to step i, `sigmas[-1]` to the end."""

    timesteps: tuple[float, ...]
    sigmas: tuple[float, ...]
    exploding: bool

    def unit_variance(self, latents: torch.Tensor, index: int) -> torch.Tensor:
        """`[B, C, H, W]` x_t before step `index` (num_steps = after the last), scaled to about unit variance."""
        return latents / (1 + self.sigmas[index] ** 2) ** 0.5 if self.exploding else latents

    def noise(self, latents: torch.Tensor, denoised: torch.Tensor, index: int) -> torch.Tensor:
        """`[B, C, H, W]` the noise that the model saw at step `index`: (x_t - x0) / sigma, where
        x_t = x0 + sigma * noise.

        The other form, x_t = sqrt(alpha_bar) * x0 + sqrt(1 - alpha_bar) * noise (Ho et al. 2020), is that one divided
        by sqrt(1 + sigma^2).
        """
        sigma = self.sigmas[index]
        signal = latents if self.exploding else latents * (1 + sigma**2) ** 0.5
        return (signal - denoised) / max(sigma, 1e-6)


def build_scheduler(name: str, config: Any) -> SchedulerMixin:
    """A fresh scheduler `name` on the noise schedule of `config` (a diffusers scheduler configuration)."""
    import diffusers

    class_name, changes = KINDS[name]
    if name in CLIPS and "clip_sample" not in config:
        changes = {**changes, "clip_sample": False}
    scheduler: SchedulerMixin = getattr(diffusers, class_name).from_config(config, **changes)
    return scheduler


def schedule_of(name: str, scheduler: Any, num_steps: int, first_step: int) -> Schedule:
    """The last `num_steps - first_step` steps of the schedule with `num_steps` steps, to which `scheduler` is set.

    Building one takes as long as a tenth of a step of the built-in model, so the one that paints is asked.
    """
    scheduler.set_timesteps(num_steps)
    timesteps = [float(t) for t in scheduler.timesteps[first_step:]]
    if hasattr(scheduler, "sigmas"):
        sigmas = [float(sigma) for sigma in scheduler.sigmas[first_step : num_steps + 1]]
    else:
        alpha_bars = [float(scheduler.alphas_cumprod[int(t)]) for t in timesteps]
        sigmas = [((1 - a) / a) ** 0.5 if a > 0 else float("inf") for a in alpha_bars] + [0.0]
    return Schedule(timesteps=tuple(timesteps), sigmas=tuple(sigmas), exploding=name in EXPLODING)
