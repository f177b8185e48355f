"""Whether the model can paint yet."""

from __future__ import annotations

from pipeline.engine.studio import Studio


def model_line(studio: Studio) -> str:
    """Whether the model can paint yet, in a few words."""
    readiness = studio.readiness
    if readiness.state == "loading":
        return f"Loading the model {readiness.model}"
    if readiness.state == "ready":
        return f"{readiness.model} is ready"
    return readiness.message or f"{readiness.model} cannot be used"
