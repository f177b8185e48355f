"""The settings of a painting as plain JSON, for capsules and image files, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.photo.mask import share_repainted
from pipeline.request import SETTINGS, Blended, GenerationRequest

FIELDS = (
    "prompt", "negative_prompt", "model", "scheduler", "num_steps", "guidance_scale", "seed", "width_px", "height_px",
    "precision", "num_images",
)  # fmt: skip
VARIATION = ("variation_seed", "variation_strength")
# Only where they say something.
OPTIONAL = (*VARIATION, "strength", "keep_layout", "emphasis", "long_prompt", *SETTINGS)


def settings_of(request: GenerationRequest) -> dict[str, Any]:
    """Every field that a JSON file can hold; of a photo only its strength and how much was repainted."""
    settings: dict[str, Any] = {name: getattr(request, name) for name in FIELDS}
    settings["photo"] = request.photo is not None
    if request.photo is not None:
        settings["strength"] = request.strength
    if request.kept_layout:
        settings["keep_layout"] = request.kept_layout
    if request.mask is not None:
        settings["share_repainted"] = round(share_repainted(request.mask), 4)
    settings |= changed_settings({name: getattr(request, name) for name in SETTINGS})
    if request.emphasis:
        settings["emphasis"] = True
    if request.long_prompt != "cut":
        settings["long_prompt"] = request.long_prompt
    if request.variation_strength:
        settings |= {name: getattr(request, name) for name in VARIATION}
    if request.blend:
        settings["blend"] = [{"prompt": each.prompt, "weight": each.weight} for each in request.blend]
    return settings


def changed_settings(values: Mapping[str, object]) -> dict[str, Any]:
    """Those of `values` that are one line of a request's part (`pipeline.request.SETTINGS`) and not at its default."""
    return {name: values[name] for name, each in SETTINGS.items() if values.get(name, each.default) != each.default}


def request_from(settings: dict[str, Any]) -> GenerationRequest:
    """The request that `settings` describe, without the photo. Raises `InvalidRequest`."""
    fields = {name: settings[name] for name in (*FIELDS, *OPTIONAL) if name in settings}
    blend = tuple(Blended(**each) for each in settings.get("blend", ()))
    return GenerationRequest(**fields, blend=blend)
