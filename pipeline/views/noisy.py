"""x_t: the picture as it is after a step, with the noise that is still in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.views.view import Trajectory, View, picture_of

if TYPE_CHECKING:
    from PIL import Image


def _render(run: Trajectory, index: int, image: int) -> Image.Image:
    assert run.schedule is not None
    latents = run.records[index].after[image : image + 1].float()
    return picture_of(run, run.schedule.unit_variance(latents, index + 1))


NOISY = View(
    key="xt",
    label="With noise",
    help="x_t: the picture as it is at this step, with the noise that is still in it",
    needs=("records", "schedule", "fast_preview"),
    render=_render,
    saved=True,
)
