"""“Try all styles”: one quick painting in every style, of the person's own words or photo, onto the style cards."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from dataclasses import replace

import gradio as gr

from pipeline.engine.job import Job
from pipeline.errors import GenerationError
from pipeline.request import parse_seed
from pipeline.run.run import small_jpeg
from ui.form.form import Form
from ui.form.style_mix import joined_negative
from ui.gradio_kit.updates import Updates, Values
from ui.messages import sentence
from ui.painting.actions import Actions
from ui.painting.series import Series, time_left
from ui.painting.watching import submit_order
from ui.stage.render import render_failure
from ui.styles.choice import fill_in
from ui.styles.render import render_painted
from ui.styles.styles import Styles
from ui.web.responses import Json

FEW_STEPS = 8
THUMBNAIL_SIDE_PX = 192


async def try_styles(
    actions: Actions, styles: Styles, form: Form, owner: str, keys: Collection[object] = ()
) -> AsyncGenerator[Updates, None]:
    """Paints one style after the other with one seed; every picture goes onto its card, and stays there.

    `keys`: which ones; by default all, in the order of the cards. Stop ends it; a page that leaves or reloads does not.
    """
    try:
        trial = Trial(actions, styles, form, owner, keys)
    except Exception as error:
        yield {"stage": render_failure(sentence(error))}
        return
    trial.begin()
    async with aclosing(trial.look()) as views:
        async for updates in views:
            yield updates


def open_card(styles: Styles, values: Values, event: Json) -> Updates:
    """“Paint in full” on a card: the style, the seed that the card was tried with, and what choosing it fills in.

    event: {"key", "seed"}, no seed where nobody knows it: then the page's own stays. Raises `gr.Error`.
    """
    try:
        preset = styles.find(event.get("key") or "?")
        seed: Updates = {} if event.get("seed") is None else {"seed": parse_seed(event["seed"])}
    except GenerationError as error:
        raise gr.Error(sentence(error), print_exception=False) from None
    assert preset is not None
    return {"style": gr.HTML(value=preset.key), **seed, **fill_in(styles, preset.key, values)}


class Trial(Series):
    """The styles one after the other. Making one raises `InvalidRequest` where the seed is none."""

    noun = "Style"

    def __init__(self, actions: Actions, styles: Styles, form: Form, owner: str, keys: Collection[object]) -> None:
        seed = parse_seed(form.seed)
        self._styles = styles
        self._form = replace(form, seed=seed, num_images=1, num_steps=FEW_STEPS, scheduler=None)
        self._keys = [card["key"] for card in styles.cards() if not keys or card["key"] in keys]
        self._presets = {preset.key: preset for preset in styles.all()}
        self._series = secrets.token_hex(8) if len(self._keys) > 1 else ""
        self._tried: dict[str, Json] = {}  # what changed on which card
        super().__init__(actions, owner, seed=seed, total=len(self._keys))

    def _headline(self, name: str, left_s: float | None) -> str:
        return f"A quick painting for the card of {name}." if self._total == 1 else super()._headline(name, left_s)

    async def _one(self, place: int) -> bool:
        """One style; whether its picture is on its card, or it was skipped."""
        key = self._keys[place]
        # The style brings its own guidance and negative prompt; strength and size stay the person's.
        styled = replace(
            self._form,
            style=key,
            guidance_scale=self._presets[key].guidance_scale,
            negative_prompt=self._own_negative,
        )
        order, job = await submit_order(
            self._actions.forms, self._actions.engine, styled, self._owner, series=self._series
        )
        status = await self._painted(order, job, order.style)
        if status.state != "done":
            return job is self._skipped
        card = await asyncio.to_thread(_keep_thumbnail, self._styles, key, job)
        self._tried = {**self._tried, key: card}
        self._show_cards(running=True)
        return True

    @property
    def _own_negative(self) -> object:
        """What the person wrote; None where the style that is chosen has put it there, and so each brings its own."""
        written = self._form.negative_prompt
        by_style = joined_negative(self._styles.chosen(self._form.style))
        return written if self._styles.is_written(written, by_style) else None

    def _ended(self) -> None:
        if self._total > 1:
            self._show_cards(running=False)

    def _show_cards(self, *, running: bool) -> None:
        done, left_s = len(self._tried), self._left_s(0.0)
        outlook = f", {time_left(left_s)}" if running and left_s is not None else ""
        text = f"{done:,} of {self._total:,} styles are tried{outlook}." if self._total > 1 else ""
        tried = {"cards": self._tried, "done": done, "total": self._total if running else 0, "text": text}
        self._show({"style": gr.HTML(tried=tried)})


def _keep_thumbnail(styles: Styles, key: str, job: Job) -> Json:
    """Keeps the finished picture as a small JPEG with the card; gives back what the card shows now."""
    assert job.finished is not None
    jpeg = small_jpeg(job.finished.images[0], THUMBNAIL_SIDE_PX)
    styles.store.cards.keep_thumbnails({key: jpeg}, seed=job.request.seed)
    return render_painted(key, styles.store.cards.all()[key])
