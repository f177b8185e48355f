"""“Try all styles”: one quick painting in every style, of the person's own words or photo, onto the style cards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from dataclasses import replace
from typing import Any, TypeAlias

import gradio as gr

from pipeline.job import Job
from pipeline.request import parse_seed
from pipeline.run import small_jpeg
from ui import render
from ui.actions import Actions, Stage, buttons, submit_order
from ui.form import Form
from ui.messages import sentence
from ui.shelf import Shelf

FEW_STEPS = 8
MOST_STYLES = 24
THUMBNAIL_SIDE_PX = 192
Sheet: TypeAlias = tuple[Any, ...]  # the stage's three values, the cards, the seed


async def try_styles(
    actions: Actions, shelf: Shelf, form: Form, owner: str, keys: Collection[Any] = ()
) -> AsyncGenerator[Sheet, None]:
    """Paints one style after the other with one seed; every picture goes onto its card, and stays there.

    `keys`: which ones; by default the first two dozen cards. Stop ends it all.
    """
    cards = shelf.cards()
    presets = {preset.key: preset for preset in shelf.all()}
    wanted = [place for place, card in enumerate(cards) if not keys or card["key"] in keys][:MOST_STYLES]
    try:
        form = replace(form, seed=parse_seed(form.seed), num_images=1, num_steps=FEW_STEPS, scheduler=None)
        for count, place in enumerate(wanted, 1):
            card = cards[place]
            # The style brings its own guidance; strength and size stay the person's.
            styled = replace(form, style=card["key"], guidance_scale=presets[card["key"]].guidance_scale)
            order, job = await submit_order(actions.desk, actions.studio, styled, owner)
            notes = (_progress(count, len(wanted), len(cards), order.style), *order.notes)
            async with aclosing(actions.watch(job, order.style, notes)) as stages:
                async for stage in stages:
                    yield *_busy(stage), gr.skip(), form.seed
            if job.status().state != "done":
                break
            jpeg = await asyncio.to_thread(_keep, shelf, card["key"], job)
            cards = [*cards[:place], {**card, "thumbnail": render.data_url(jpeg), "painted": True}, *cards[place + 1 :]]
            yield gr.skip(), gr.skip(), gr.skip(), gr.HTML(cards=cards), gr.skip()
    except Exception as error:
        yield render.render_failure(sentence(error)), gr.skip(), gr.skip(), gr.skip(), gr.skip()
    yield gr.skip(), *buttons(busy=False), gr.skip(), gr.skip()


def _progress(count: int, wanted: int, there: int, style: str) -> str:
    if wanted == 1:
        return f"A quick painting for the card of {style}."
    rest = f" (the first of {there:,} cards; favourites come first)" if wanted == MOST_STYLES < there else ""
    return f"Style {count} of {wanted}{rest}: {style}."


def _busy(stage: Stage) -> Stage:
    """Between two styles Generate stays off and Stop on."""
    return stage[0], *buttons(busy=True)


def _keep(shelf: Shelf, key: str, job: Job) -> bytes:
    """The finished picture as a small JPEG, kept with the card."""
    assert job.finished is not None
    jpeg = small_jpeg(job.finished.images[0], THUMBNAIL_SIDE_PX)
    shelf.store.cards.keep_thumbnails({key: jpeg})
    return jpeg
