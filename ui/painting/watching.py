"""A painting in the queue, and what the page shows while it is watched."""

from __future__ import annotations

import asyncio
from typing import Any, TypeAlias

import gradio as gr

from pipeline.engine.job import Job
from pipeline.engine.protocol import Engine
from ui.form.form import Form, Order, OrderDesk

Update: TypeAlias = Any
Stage: TypeAlias = tuple[Update, Update, Update]  # the stage's value, the Generate button, the Stop button
BETWEEN_S = 0.05  # the stage paces itself; more messages than this only cost the painting its time
TICK_S = 1.0  # how often a watcher that has nothing to tell says so: that is how gradio notices that somebody left


async def submit_order(
    desk: OrderDesk, engine: Engine, form: Form, owner: str, *, series: str = "", sketch: bool = False
) -> tuple[Order, Job]:
    """A painting in the line. Raises what `OrderDesk.order` and `Studio.submit` raise."""
    order = await asyncio.to_thread(desk.order, form)  # a photo may have to be decoded
    job = engine.submit(
        order.request, owner, preview=order.preview, label=order.style, original=order.original, series=series,
        sketch=sketch,
    )  # fmt: skip
    return order, job


def buttons(*, busy: bool) -> tuple[Update, Update]:
    """Generate and Stop: one of them can be pressed."""
    return gr.update(interactive=not busy), gr.update(interactive=busy)
