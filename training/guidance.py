"""The guidance that the model paints best with, as arguments for a stock pipeline."""

from __future__ import annotations

from typing import Any

from pipeline.models.families.stable_diffusion.family import STABLE_DIFFUSION
from pipeline.sampling.guidance import end_guidance, watched_tensors

# They go into words.json, and the page starts there.
GUIDANCE_SCALE = 5.0
GUIDANCE_END = 0.6  # the share of a run's steps that is guided


def guidance_arguments(pipe: Any, num_steps: int, scale: float = GUIDANCE_SCALE) -> dict[str, Any]:
    """For a call of `pipe` in which `num_steps` run."""
    last = max(1, round(num_steps * GUIDANCE_END))

    def on_step_end(pipe: Any, index: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        return end_guidance(STABLE_DIFFUSION, pipe, tensors) if scale > 1 and index + 1 == last < num_steps else {}

    return {
        "guidance_scale": scale,
        "callback_on_step_end": on_step_end,
        "callback_on_step_end_tensor_inputs": watched_tensors(STABLE_DIFFUSION, pipe),
    }
