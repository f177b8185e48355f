"""How many steps of a schedule really run. Needs no torch, so that a page can say it before anything is loaded."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class StepPlan:
    """`num_steps` steps run, from `first_step` of the full schedule on; `strength` is the one really used.

    `note` is a sentence for people where the strength had to be raised, else empty.
    """

    num_steps: int
    first_step: int
    strength: float
    note: str = ""


def plan_steps(num_steps: int, strength: float | None) -> StepPlan:
    """The plan for `num_steps` (1..100) at `strength` (0..1; None = from text, every step runs).

    As `get_timesteps` of stock pipelines over photos counts: the last int(num_steps * strength) steps. Where that is
    none, the smallest strength that runs one step is used instead (the stock pipeline fails there).
    """
    if strength is None:
        return StepPlan(num_steps=num_steps, first_step=0, strength=1.0)
    running = min(int(num_steps * strength), num_steps)
    if running:
        return StepPlan(num_steps=running, first_step=num_steps - running, strength=strength)
    raised = smallest_strength(num_steps)
    note = f"Strength {strength:g} of {num_steps} steps is less than one step: {raised:.3g} is used, which runs one."
    return StepPlan(num_steps=1, first_step=num_steps - 1, strength=raised, note=note)


def stretch_steps(num_steps: int, strength: float, limit: int) -> int:
    """The steps to ask for so that `num_steps` run at `strength`, or as many as can when `limit` is asked for."""
    enough = (count for count in range(num_steps, limit) if int(count * strength) >= num_steps)
    return next(enough, limit)


def smallest_strength(num_steps: int) -> float:
    """The smallest float whose product with `num_steps` reaches 1 (1 / 49 * 49 does not, in floats)."""
    strength = 1 / num_steps
    while int(num_steps * strength) < 1:
        strength = math.nextafter(strength, 2.0)
    return strength
