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
    """`measured` shall be at least `bound`, or at most where `most`; `form` is how both are written."""

    part: str
    what: str
    measured: float
    bound: float
    most: bool = False
    form: str = ".2f"
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.measured <= self.bound if self.most else self.measured >= self.bound

    def row(self) -> str:
        least, measured = (f"{value:{self.form}}{self.unit}" for value in (self.bound, self.measured))
        side = "at most" if self.most else "at least"
        return f"| {self.part} | {self.what} | {side} {least} | {measured} | {'yes' if self.met else '**no**'} |"


def format_goals(report: Report, few_steps: dict[str, dict[str, float]], footprint: dict[str, float]) -> str:
    """The goals as a Markdown table, and how many are met."""
    goals = [*_of_pictures(report), *_of_few_steps(few_steps), *_of_size_and_speed(footprint)]
    lines = ["| part | what | goal | measured | met |", "|---|---|---|---|---|", *(goal.row() for goal in goals)]
    return "\n".join([*lines, "", f"{sum(goal.met for goal in goals)} of {len(goals)} goals are met."])


def _of_pictures(report: Report) -> Iterator[Goal]:
    kept, shares = report["autoencoder_db"], {name: each["model"] for name, each in report["attributes"].items()}
    yield Goal(part="autoencoder", what="held-out drawings", measured=kept["drawings"], bound=30, unit=" dB")
    for name in PHOTOS:
        yield Goal(part="autoencoder", what=f"{name}, never seen", measured=kept[name], bound=23, unit=" dB")
    yield Goal(part="denoiser", what="attributes overall", measured=shares["overall"], bound=0.95, form=".1%")
    worst = min((name for name in shares if name != "overall"), key=shares.__getitem__)
    said = f"the least of them, {worst.replace('_', ' ')}"
    yield Goal(part="denoiser", what=said, measured=shares[worst], bound=0.85, form=".1%")
    variety = report["variety"]
    yield Goal(
        part="denoiser", what="diversity over seeds, 1 is the drawings'", measured=variety["diversity"], bound=0.8
    )
    said = "distance to the nearest training drawing, 1 is two drawings of one scene"
    yield Goal(part="denoiser", what=said, measured=variety["nearest"], bound=1.0)
    yield Goal(
        part="text", what="points lost in other words", measured=points_lost(report), bound=5, most=True, form=".1f"
    )
    if "score" in report:
        yield Goal(part="CLIP", what="the right caption among 64", measured=report["score"], bound=0.9, form=".1%")
    for name, said in RESTYLED.items():
        found = report["restyle"]["kept"][name]
        yield Goal(part="restyle", what=f"{said}: layout kept", measured=found["layout"], bound=0.6)
        yield Goal(part="restyle", what=f"{said}: hue of the coat kept", measured=found["coat"], bound=0.8, form=".0%")
        yield Goal(part="restyle", what=f"{said}: style recognised", measured=found["style"], bound=0.8, form=".0%")


def points_lost(report: Report) -> float:
    """Percentage points between held-out prompts and paraphrases, by the attributes that the paraphrases ask for."""
    return 100 * float(report["paraphrases_expected"] - report["paraphrases"]["overall"])


def _of_few_steps(found: dict[str, dict[str, float]]) -> Iterator[Goal]:
    for steps, bound in ((4, 3.0), (8, 1.0)):
        lost = 100 * (found["mau in 20"]["overall"] - found[f"mau-flow in {steps}"]["overall"])
        said = f"points lost to mau in 20 steps, in {steps} steps"
        yield Goal(part="mau-flow", what=said, measured=lost, bound=bound, most=True, form=".1f")


def _of_size_and_speed(found: dict[str, float]) -> Iterator[Goal]:
    sizes = (("mau", "mau_mb", 40), ("mau and mau-flow", "both_mb", 65), ("score", "score_mb", 5))
    for what, name, bound in (*sizes, ("upscaler", "upscaler_mb", 4)):
        yield Goal(part="size", what=what, measured=found[name], bound=bound, most=True, form=".3g", unit=" MB")
    for what, name, bound in (("mau, 20 steps", "mau_20_steps_s", 1.0), ("mau-flow, 4 steps", "flow_4_steps_s", 0.3)):
        yield Goal(part="speed here", what=what, measured=found[name], bound=bound, most=True, unit=" s")
