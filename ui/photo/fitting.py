"""“Fit”: the size of the picture follows the shape of the photo, on the page as it is chosen."""

from __future__ import annotations

from typing import Any

import gradio as gr

from pipeline.errors import GenerationError
from pipeline.models.shapes import shape_like
from pipeline.models.spec import ModelSpec
from pipeline.photo.upload import Photo
from ui.form.form import OrderDesk

Sides = tuple[int, int]


def follow(moved: str, desk: OrderDesk, photo: Any, fit: Any, model: Any, width: Any, height: Any) -> tuple[Any, Any]:
    """Width and Height as the photo's shape asks for; nothing where another choice than Fit holds.

    moved: the side that a person has just set, "width" or "height", which stays; "" for none.
    """
    try:
        opened, spec = (desk.photo(photo), desk.spec(model)) if fit == "Fit" else (None, None)
        if opened is None or spec is None:
            return gr.skip(), gr.skip()
        asked = (width if moved != "height" else None, height if moved != "width" else None)
        across, down = shape_like(spec, opened.image.size, *asked)
    except GenerationError:  # the line on the strength says what is wrong
        return gr.skip(), gr.skip()
    return (gr.skip() if across == width else across), (gr.skip() if down == height else down)


def framed_sides(spec: ModelSpec, photo: Photo | None, fit: Any, width: Any, height: Any) -> tuple[Sides, str]:
    """The size that is painted, and what is to be said about it. Raises `InvalidRequest`."""
    sides = (width or spec.native_size_px, height or spec.native_size_px)
    if photo is None or fit != "Fit":
        return sides, ""
    fitted = shape_like(spec, photo.image.size, *sides)
    return fitted, f"All of your photo is used. The picture takes its shape: {fitted[0]} × {fitted[1]} pixels."
