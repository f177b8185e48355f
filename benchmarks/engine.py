"""The engine beside stock diffusers: the same weights, seed, steps and threads, in one process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.rounds import estimate_median, measure, ratio
from benchmarks.table import Figure, Table
from pipeline import GenerationRequest
from pipeline.sampling.painter import Painter, open_painter

PROMPT = "manga-style illustration of a white cat with large expressive eyes and a pink scarf"
STEPS = 20
GUIDANCE = 7.5
FINE = 4  # times as many rounds, of the two alone, for a difference of a hundredth


def bench_engine(table: Table, model: str, folder: Path, rounds: int) -> None:
    """Previews, keeping the run, and `fast`, each against what it is compared with."""
    stock = _stock_pipeline(folder)
    with open_painter(model, device="cpu") as painter:
        arms = _arms(painter, stock)
        timings = measure(arms, rounds)
        fine_timings = measure({name: arms[name] for name in ("previews", "recorded")}, FINE * rounds)
    _add_ratio(table, fine_timings, "previews on / off", "a frame at every step", "previews", "recorded", 1.01)
    rows = (
        ("keeping the run / stock diffusers", "no previews, float32", "recorded", "stock", 1.01),
        ("fast / stock diffusers in float32", "previews on, run kept", "fast", "stock", 0.6),
        ("the same, guided for the first 60%", "another picture: an option", "partly", "stock", 0.6),
    )
    for row in rows:
        _add_ratio(table, timings, *row)
    for name, precision in (("previews", "exact"), ("fast", "fast")):
        median = estimate_median(timings[name])
        table.add(
            Figure(what=f"a {STEPS}-step picture, {precision}", how="engine alone", unit=" s", goal=1.0, **vars(median))
        )


def bench_few_steps(table: Table, rounds: int) -> None:
    """*mau-flow* in the few steps that it is made for, as the page repaints while somebody types."""
    with open_painter("mau-flow", device="cpu") as painter:
        num_steps = painter.spec.defaults.num_steps
        request = GenerationRequest(
            prompt=PROMPT, num_steps=num_steps, guidance_scale=1.0, seed=7, model="mau-flow", precision="exact"
        )
        timings = measure({"flow": lambda: painter.run(request, lambda event: None, preview="Auto")}, rounds)
    what = f"mau-flow, a {num_steps}-step picture, exact"
    table.add(Figure(what=what, how="engine alone", unit=" s", goal=0.3, **vars(estimate_median(timings["flow"]))))


def _add_ratio(
    table: Table, timings: dict[str, list[float]], what: str, how: str, above: str, below: str, goal: float
) -> None:
    ends = f"{estimate_median(timings[above]).median:.2f} s / {estimate_median(timings[below]).median:.2f} s"
    table.add(Figure(what=what, how=f"{how}; {ends}", unit="", goal=goal, **vars(ratio(timings, above, below))))


def _stock_pipeline(folder: Path) -> Any:
    import torch
    from diffusers import StableDiffusionPipeline

    pipe = StableDiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32, safety_checker=None)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _arms(painter: Painter, stock: Any) -> dict[str, Callable[[], object]]:
    import torch

    def engine(precision: Any, preview: Any, guidance_end: float = 1.0) -> Callable[[], object]:
        request = GenerationRequest(
            prompt=PROMPT,
            num_steps=STEPS,
            guidance_scale=GUIDANCE,
            guidance_end=guidance_end,
            seed=7,
            model=painter.spec.key,
            precision=precision,
        )
        return lambda: painter.run(request, lambda event: None, preview=preview)

    def plain() -> object:
        with torch.inference_mode():
            return stock(
                PROMPT,
                num_inference_steps=STEPS,
                guidance_scale=GUIDANCE,
                generator=torch.Generator("cpu").manual_seed(7),
                width=painter.spec.native_size_px,
                height=painter.spec.native_size_px,
            )

    return {
        "stock": plain,
        "recorded": engine("exact", "Off"),
        "previews": engine("exact", "Auto"),
        "fast": engine("fast", "Auto"),
        "partly": engine("fast", "Auto", 0.6),
    }
