"""What a strength does to a photo, as the page shows it. Pure."""

from __future__ import annotations

from pipeline.schedule.steps import plan_steps
from ui.web.responses import Json


def strength_line(num_steps: int, strength: float) -> str:
    """How many steps really run, in words."""
    plan = plan_steps(num_steps, strength)
    many = f"{plan.num_steps} will run" if not plan.note else "one will run, the least there is"
    return f"{num_steps} {'step' if num_steps == 1 else 'steps'} × {strength:g}: {many}"


def render_survives(num_steps: int, strength: float, curve: tuple[float, ...], picture: str) -> Json:
    """What a strength does: the line, where on the noise curve painting enters, the photo under that noise."""
    plan = plan_steps(num_steps, strength)
    return {
        "line": strength_line(num_steps, strength),
        "picture": picture,
        "curve": list(curve),
        "strength": strength,
        "entry": plan.num_steps / num_steps,
    }
