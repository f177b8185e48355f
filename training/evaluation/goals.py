"""What the models were meant to reach, beside what they do: the last table of `make evaluate`.

A goal that is missed stays in the table and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Report: TypeAlias = dict[str, Any]
PHOTOS = ("chelsea", "coffee", "astronaut")
RESTYLED = {"chelsea": "chelsea, a real cat", "no cats": "coffee and astronaut", "drawn": "five drawn cats"}


@dataclass(frozen=True, kw_only=True)
class Goal:
    """`measured` shall be at least `bound`, or at most where `at_most`; `form` is how both are written."""

    part: str
    what: str
    measured: float
    bound: float
    at_most: bool = False
    form: str = ".2f"
    unit: str = ""

    @property
    def is_met(self) -> bool:
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound

    def row(self) -> str:
        bound, measured = (f"{value:{self.form}}{self.unit}" for value in (self.bound, self.measured))
        side = "at most" if self.at_most else "at least"
        return f"| {self.part} | {self.what} | {side} {bound} | {measured} | {'yes' if self.is_met else '**no**'} |"


def format_goals(report: Report, few_steps: dict[str, dict[str, float]], footprint: dict[str, float]) -> str:
    """The goals as a Markdown table, and how many are met."""
    goals = [*_picture_goals(report), *_few_step_goals(few_steps), *_size_and_speed_goals(footprint)]
    lines = ["| part | what | goal | measured | met |", "|---|---|---|---|---|", *(goal.row() for goal in goals)]
    return "\n".join([*lines, "", f"{sum(goal.is_met for goal in goals)} of {len(goals)} goals are met."])


def _picture_goals(report: Report) -> Iterator[Goal]:
    psnrs, accuracy = report["autoencoder_db"], {name: each["model"] for name, each in report["attributes"].items()}
    yield Goal(part="autoencoder", what="held-out drawings", measured=psnrs["drawings"], bound=30, unit=" dB")
    for name in PHOTOS:
        yield Goal(part="autoencoder", what=f"{name}, never seen", measured=psnrs[name], bound=23, unit=" dB")
    yield Goal(part="denoiser", what="attributes overall", measured=accuracy["overall"], bound=0.95, form=".1%")
    worst = min((name for name in accuracy if name != "overall"), key=accuracy.__getitem__)
    what = f"the least of them, {worst.replace('_', ' ')}"
    yield Goal(part="denoiser", what=what, measured=accuracy[worst], bound=0.85, form=".1%")
    diversity = report["variety"]
    yield Goal(
        part="denoiser", what="diversity over seeds, 1 is the drawings'", measured=diversity["diversity"], bound=0.8
    )
    what = "distance to the nearest training drawing, 1 is two drawings of one scene"
    yield Goal(part="denoiser", what=what, measured=diversity["nearest"], bound=1.0)
    yield Goal(
        part="text",
        what="points lost in other words",
        measured=count_lost_points(report),
        bound=5,
        at_most=True,
        form=".1f",
    )
    if "score" in report:
        yield Goal(part="CLIP", what="the right caption among 64", measured=report["score"], bound=0.9, form=".1%")
    for name, what in RESTYLED.items():
        figures = report["restyle"]["kept"][name]
        yield Goal(part="restyle", what=f"{what}: layout kept", measured=figures["layout"], bound=0.6)
        yield Goal(
            part="restyle", what=f"{what}: hue of the coat kept", measured=figures["coat"], bound=0.8, form=".0%"
        )
        yield Goal(part="restyle", what=f"{what}: style recognised", measured=figures["style"], bound=0.8, form=".0%")


def count_lost_points(report: Report) -> float:
    """Percentage points between held-out prompts and paraphrases, by the attributes that the paraphrases ask for."""
    return 100 * float(report["paraphrases_expected"] - report["paraphrases"]["overall"])


def _few_step_goals(figures: dict[str, dict[str, float]]) -> Iterator[Goal]:
    for steps, bound in ((4, 3.0), (8, 1.0)):
        points = 100 * (figures["mau in 20"]["overall"] - figures[f"mau-flow in {steps}"]["overall"])
        what = f"points lost to mau in 20 steps, in {steps} steps"
        yield Goal(part="mau-flow", what=what, measured=points, bound=bound, at_most=True, form=".1f")


def _size_and_speed_goals(figures: dict[str, float]) -> Iterator[Goal]:
    sizes = (("mau", "mau_mb", 40), ("mau and mau-flow", "both_mb", 65), ("score", "score_mb", 5))
    for what, name, bound in (*sizes, ("upscaler", "upscaler_mb", 4)):
        yield Goal(part="size", what=what, measured=figures[name], bound=bound, at_most=True, form=".3g", unit=" MB")
    for what, name, bound in (("mau, 20 steps", "mau_20_steps_s", 1.0), ("mau-flow, 4 steps", "flow_4_steps_s", 0.3)):
        yield Goal(part="speed here", what=what, measured=figures[name], bound=bound, at_most=True, unit=" s")
