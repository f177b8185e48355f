"""Whether the model can paint yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from pipeline.engine.protocol import Engine
from ui.gradio_kit.updates import Updates, Values

LOADING_TICK_S = 0.3


async def watch_readiness(engine: Engine, values: Values) -> AsyncGenerator[Updates, None]:
    """The line about the model, until it can paint or cannot."""
    while engine.readiness.state == "loading":
        yield {"model_note": {"text": model_line(engine), "tone": "busy"}}
        await asyncio.sleep(LOADING_TICK_S)
    tone = "good" if engine.readiness.state == "ready" else "bad"
    yield {"model_note": {"text": model_line(engine), "tone": tone}}


def model_line(engine: Engine) -> str:
    """Whether the model can paint yet, in a few words."""
    readiness = engine.readiness
    if readiness.state == "loading":
        return f"Loading the model {readiness.model}"
    if readiness.state == "ready":
        return f"{readiness.model} is ready"
    return readiness.message or f"{readiness.model} cannot be used"
