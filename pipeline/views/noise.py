"""eps: what the model takes for noise at a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.views.view import Trajectory, View, picture_of

if TYPE_CHECKING:
    from PIL import Image


def _render(run: Trajectory, index: int, image: int) -> Image.Image:
    assert run.schedule is not None
    record, one = run.records[index], slice(image, image + 1)
    return picture_of(run, run.schedule.noise(record.latents[one].float(), record.denoised[one].float(), index))


NOISE = View(
    key="noise",
    label="Noise",
    help="eps: what the model takes for noise in the picture, at this step",
    needs=("records", "schedule", "fast_preview"),
    render=_render,
    saved=False,
)
