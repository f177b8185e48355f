"""A frame on its way to the browser: our small JPEG beside what gr.Image does with the same picture."""

from __future__ import annotations

from typing import Any

from PIL import Image

from benchmarks.rounds import estimate_median, measure, ratio
from benchmarks.table import Figure, Table
from pipeline.run.run import encode_jpeg

FRAMES = 20


def bench_packaging(table: Table, rounds: int) -> None:
    """The same 20 noisy frames both ways, at a preview's size and at full size."""
    import gradio as gr

    component: Any = gr.Image()
    for side_px in (64, 256):
        frames = [Image.effect_noise((side_px, side_px), 20 + index).convert("RGB") for index in range(FRAMES)]
        timings = measure(
            {
                "ours": lambda frames=frames: [encode_jpeg(frame) for frame in frames],
                "gr.Image": lambda frames=frames: [component.postprocess(frame) for frame in frames],
            },
            rounds,
        )
        ours, theirs = (estimate_median(timings[name]).median / FRAMES * 1000 for name in ("ours", "gr.Image"))
        median = ratio(timings, "ours", "gr.Image")
        what, how = f"packing a {side_px} px frame / gr.Image", f"{ours:.2f} ms / {theirs:.2f} ms a frame"
        table.add(Figure(what=what, how=how, unit="", goal=None, **vars(median)))
