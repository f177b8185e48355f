"""A painting in the queue, and what the page shows while it is watched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import gradio as gr

from pipeline.engine.job import Job, JobStatus
from pipeline.engine.protocol import Engine
from ui.form.form import Form, FormParser, Order
from ui.gradio_kit.updates import Updates
from ui.stage.render import render_stage
from ui.web.responses import Json

STAGE = ("stage", "generate", "stop")  # what the watching of one painting updates
BETWEEN_S = 0.05  # the stage paces itself; more messages than this only cost the painting its time
TICK_S = 1.0  # how often a watcher that has nothing to tell says so: that is how gradio notices that somebody left


async def submit_order(
    forms: FormParser, engine: Engine, form: Form, owner: str, *, series: str = "", sketch: bool = False
) -> tuple[Order, Job]:
    """A painting in the queue. Raises what `FormParser.order` and `Engine.submit` raise."""
    order = await asyncio.to_thread(forms.order, form)  # a photo may have to be decoded
    job = engine.submit(
        order.request, owner, preview=order.preview, label=order.style, original=order.original, series=series,
        sketch=sketch,
    )  # fmt: skip
    return order, job


async def watch(
    engine: Engine, job: Job, style: str = "", notes: tuple[str, ...] = ()
) -> AsyncGenerator[Updates, None]:
    """`STAGE` for as long as the job runs. Every message says how far it is; the frames go their own way."""
    engine.viewer_joined(job.id)
    try:
        status = job.status()
        yield {"stage": _stage(job, status, style, notes), **buttons(busy=True)}
        while not status.over:
            status = await job.changed(status.sequence, TICK_S)
            if status.over:
                break
            yield {"stage": _stage(job, status, style, notes)}
            await asyncio.sleep(BETWEEN_S)
        yield {"stage": _stage(job, status, style, notes), **buttons(busy=False)}
    finally:
        engine.viewer_left(job.id)


def buttons(*, busy: bool) -> Updates:
    """Generate and Stop: one of them can be pressed."""
    return {"generate": gr.update(interactive=not busy), "stop": gr.update(interactive=busy)}


def _stage(job: Job, status: JobStatus, style: str, notes: tuple[str, ...]) -> Json:
    value = render_stage(job, status, style)
    return {**value, "notes": [*notes, *value["notes"]]}
