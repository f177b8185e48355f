"""The samplers that a request may name, built fresh for every run from the model's own noise schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
# The same for a flow, whose path is straight: of first order, DPM-Solver++ takes Euler's step there.
FLOW_KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "Euler": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++", "solver_order": 1}),
    "DPM++ 2M": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++", "solver_order": 2}),
    "UniPC": ("UniPCMultistepScheduler", {"solver_order": 2}),
}
CLIPS = ("DDIM", "DDPM")  # by default these clamp x0 to -1..1, which is meant for pixels, not for latents
EXPLODING = ("Euler", "Euler a")  # of diffusion


def is_flow(config: Any) -> bool:
    """Whether a scheduler configuration is that of a flow, whose U-Net predicts a velocity along a straight path."""
    return bool(config.get("prediction_type") == "flow_prediction")


def build_scheduler(name: str, config: Any) -> SchedulerMixin:
    """A fresh scheduler `name` on the noise schedule of `config` (a diffusers scheduler configuration)."""
    import diffusers

    class_name, changes = (FLOW_KINDS if is_flow(config) else KINDS)[name]
    if is_flow(config):
        changes = {**changes, "use_flow_sigmas": True}
    elif name in CLIPS and "clip_sample" not in config:
        changes = {**changes, "clip_sample": False}
    scheduler: SchedulerMixin = getattr(diffusers, class_name).from_config(config, **changes)
    return scheduler
