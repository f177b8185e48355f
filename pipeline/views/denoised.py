"""x0: the finished picture as the model imagines it at a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.views.view import Trajectory, View, picture_of

if TYPE_CHECKING:
    from PIL import Image


def _render(run: Trajectory, index: int, image: int) -> Image.Image:
    return picture_of(run, run.records[index].denoised[image : image + 1])


DENOISED = View(
    key="x0",
    label="Model's guess",
    help="x0: what the model believes the finished picture is, at this step",
    needs=("records", "fast_preview"),
    render=_render,
    saved=True,
)
