"""What the models weigh and how long a picture takes on this machine, for the goals of `make evaluate`."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from pipeline.request import GenerationRequest
from pipeline.sampling.painter import open_painter
from pipeline.score.scorer import FOLDER

NUM_TIMED = 5
PROMPT = "manga-style illustration of a white cat, green eyes"


def measure_footprint(model: Path, flow: Path, upscaler: Path) -> dict[str, float]:
    """Megabytes (1e6 bytes) of each model's folder, and seconds of a picture, decoding included."""
    return {
        "mau_mb": megabytes(model),
        "both_mb": megabytes(model) + megabytes(flow),
        "score_mb": megabytes(model / FOLDER),
        "upscaler_mb": megabytes(upscaler),
        "mau_20_steps_s": _seconds(model, num_steps=20),
        "flow_4_steps_s": _seconds(flow, num_steps=4),
    }


def megabytes(folder: Path) -> float:
    """All files in `folder`, in units of 1e6 bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _seconds(model: Path, num_steps: int) -> float:
    """Median over a few pictures, exact, without previews, after one that is not counted."""
    with open_painter(model) as painter:
        defaults = painter.spec.defaults
        request = GenerationRequest(
            prompt=PROMPT,
            num_steps=num_steps,
            guidance_scale=defaults.guidance_scale,
            guidance_end=defaults.guidance_end,
            precision="exact",
            seed=1,
        )
        times_s = []
        for _ in range(1 + NUM_TIMED):
            start = time.perf_counter()
            painter.run(request, lambda event: None, preview="Off")
            times_s.append(time.perf_counter() - start)
    return statistics.median(times_s[1:])
