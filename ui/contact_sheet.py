"""“Try all styles”: one quick painting in every style, of the person's own words or photo, onto the style cards."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any, TypeAlias

import gradio as gr

from pipeline.job import Job
from pipeline.request import parse_seed
from presets import Preset
from ui import render
from ui.actions import Actions, Stage
from ui.form import Form, Order
from ui.messages import sentence
from ui.shelf import Shelf

FEW_STEPS = 8
THUMBNAIL_SIDE_PX = 192
Sheet: TypeAlias = tuple[Any, ...]  # the stage's three values, the cards, the seed


async def try_styles(actions: Actions, shelf: Shelf, form: Form, owner: str) -> AsyncGenerator[Sheet, None]:
    """Paints one style after the other with one seed; every picture goes onto its card. Stop ends it all."""
    cards = shelf.cards()
    presets = {preset.key: preset for preset in shelf.all()}
    try:
        form = replace(form, seed=parse_seed(form.seed), num_images=1, num_steps=FEW_STEPS, scheduler=None)
        for place, card in enumerate(cards):
            order, job = await _submit(actions, form, presets[card["key"]], owner)
            notes = (f"Style {place + 1} of {len(cards)}: {order.style}.", *order.notes)
            async with aclosing(actions.watch(job, order.style, notes)) as stages:
                async for stage in stages:
                    yield *_busy(stage), gr.skip(), form.seed
            if job.status().state != "done":
                break
            cards = [
                *cards[:place],
                {**card, "thumbnail": await asyncio.to_thread(_thumbnail, job)},
                *cards[place + 1 :],
            ]
            yield gr.skip(), gr.skip(), gr.skip(), gr.HTML(cards=cards), gr.skip()
    except Exception as error:
        yield render.render_failure(sentence(error)), gr.skip(), gr.skip(), gr.skip(), gr.skip()
    yield gr.skip(), gr.update(interactive=True), gr.update(interactive=False), gr.skip(), gr.skip()


async def _submit(actions: Actions, form: Form, preset: Preset, owner: str) -> tuple[Order, Job]:
    """The style brings its own guidance; strength and size stay the person's."""
    styled = replace(form, style=preset.key, guidance_scale=preset.guidance_scale)
    order = await asyncio.to_thread(actions.desk.order, styled)
    return order, actions.studio.submit(order.request, owner, preview=order.preview, label=order.style)


def _busy(stage: Stage) -> Stage:
    """Between two styles Generate stays off and Stop on."""
    return stage[0], gr.update(interactive=False), gr.update(interactive=True)


def _thumbnail(job: Job) -> str:
    """The finished picture as a small JPEG in a data URL: it outlives the job."""
    assert job.finished is not None
    picture = job.finished.images[0].copy()
    picture.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")
