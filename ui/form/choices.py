"""What the page's menus and radios offer, and what each choice means."""

from __future__ import annotations

from pipeline.models.shapes import shapes_of
from pipeline.models.spec import ModelSpec
from pipeline.photo.original import FitMode
from pipeline.preview.tiers import PreviewChoice
from pipeline.request import LongPrompt

OWN_SCHEDULER = "Model's own"
BEST_PRECISION = "Best for this machine"
FITS: dict[str, FitMode] = {"Crop": "crop", "Pad": "pad", "Fit": "fit"}
CUT = "Stop where the model stops reading"
LONG_PROMPTS: dict[str, LongPrompt] = {CUT: "cut", "Read all of it, in several parts": "whole"}
PREVIEWS: tuple[PreviewChoice, ...] = ("Auto", "Fast", "Sharp", "Exact")
SOURCES = ("Words", "My picture")


def sources_of(spec: ModelSpec) -> list[str]:
    """What a model can start from, the usual one first."""
    can = spec.capabilities
    return [source for source, able in zip(SOURCES, (can.text, can.photo), strict=True) if able]


def fills_in(spec: ModelSpec) -> bool:
    """Whether a model says what may be filled in."""
    return spec.world is not None and bool(spec.world.open_details.details)


def shape_labels(spec: ModelSpec) -> list[str]:
    """What the Shape menu offers for a model."""
    return [shape.label for shape in shapes_of(spec)]


def side_limits(spec: ModelSpec) -> dict[str, int]:
    """What the Width and Height sliders may say for a model."""
    return {"minimum": 8 * spec.px_per_latent, "maximum": spec.max_side_px, "step": spec.size_multiple_px}
