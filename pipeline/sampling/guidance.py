"""Guidance for the first part of a run only (Kynkaanniemi et al. 2024, "Applying guidance in a limited interval").

What guidance decides, it decides early; the last steps draw what is decided already and can do without, each in about
half the time. The stock pipelines are told through their own step callback, as diffusers' `SDCFGCutoffCallback` does
it, which serves one picture at a time and no mask.
"""

from __future__ import annotations

from typing import Any

from pipeline.models.families.family import Family
from pipeline.request import GenerationRequest


def guided_steps(request: GenerationRequest) -> int:
    """How many of the steps that run are guided: at least one, unless guidance is off."""
    if request.guidance_scale <= 1:
        return 0
    num_steps = request.plan.num_steps
    return max(1, round(num_steps * request.guidance_end))


def watched_tensors(family: Family, pipe: Any) -> list[str]:
    """The names that the callback of `pipe` has to be given for `end_guidance`: those of them that it has."""
    return [name for name in ("latents", *family.doubled) if name in pipe._callback_tensor_inputs]


def end_guidance(family: Family, pipe: Any, tensors: dict[str, Any]) -> dict[str, Any]:
    """Lets the steps that follow run without guidance; what the callback has to give back."""
    pipe._guidance_scale = 0.0  # diffusers' own way, see above
    return {name: tensors[name].chunk(2)[1] for name in family.doubled if tensors.get(name) is not None}
