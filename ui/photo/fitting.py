"""“Fit”: the size of the picture follows the shape of the photo, on the page as it is chosen."""

from __future__ import annotations

from pipeline.checks import whole_number
from pipeline.errors import GenerationError
from pipeline.models.shapes import shape_like
from pipeline.models.spec import ModelSpec
from pipeline.photo.upload import Photo
from pipeline.request import MAX_SIDE_PX, MIN_SIDE_PX
from ui.form.form import FormParser
from ui.gradio_kit.updates import Updates, Values
from ui.numbers.model_choice import SIDES

Sides = tuple[int, int]
SEEN = ("photo", "fit", "model", *SIDES)  # what `fit_to_photo` reads


def fit_to_photo(moved: str, forms: FormParser, values: Values) -> Updates:
    """Width and Height as the photo's shape asks for; nothing where another choice than Fit holds.

    moved: the side that a person has just set, "width_px" or "height_px", which stays; "" for none.
    """
    if values["fit"] != "Fit":
        return {}
    try:
        photo, spec = forms.photo(values["photo"]), forms.spec(values["model"])
        if photo is None:
            return {}
        width_px, height_px = (_side(values, side) if moved in ("", side) else None for side in SIDES)
        fitted = shape_like(spec, photo.image.size, width_px, height_px)
    except GenerationError:  # the line on the strength says what is wrong
        return {}
    return {side: px for side, px in zip(SIDES, fitted, strict=True) if px != values[side]}


def _side(values: Values, name: str) -> int | None:
    """A side as the page says it, 0 and nothing being none. Raises `InvalidRequest`."""
    side = values[name]
    return whole_number(name.removesuffix("_px").capitalize(), side, MIN_SIDE_PX, MAX_SIDE_PX) if side else None


def framed_sides(spec: ModelSpec, photo: Photo | None, values: Values) -> tuple[Sides, str]:
    """The size that is painted, and what is to be said about it. Raises `InvalidRequest`."""
    sides = (_side(values, "width_px") or spec.native_size_px, _side(values, "height_px") or spec.native_size_px)
    if photo is None or values["fit"] != "Fit":
        return sides, ""
    fitted = shape_like(spec, photo.image.size, *sides)
    return fitted, f"All of your photo is used. The picture takes its shape: {fitted[0]} × {fitted[1]} pixels."
