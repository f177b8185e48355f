"""Whether the model can paint yet."""

from __future__ import annotations

from pipeline.engine.protocol import Engine


def model_line(engine: Engine) -> str:
    """Whether the model can paint yet, in a few words."""
    readiness = engine.readiness
    if readiness.state == "loading":
        return f"Loading the model {readiness.model}"
    if readiness.state == "ready":
        return f"{readiness.model} is ready"
    return readiness.message or f"{readiness.model} cannot be used"
