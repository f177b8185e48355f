"""“Try all styles”: one quick painting in every style, of the person's own words or photo, onto the style cards."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import gradio as gr

from pipeline.job import Job
from pipeline.request import parse_seed
from pipeline.run import small_jpeg
from ui import render
from ui.actions import Actions, Stage, buttons, submit_order
from ui.form import Form
from ui.messages import sentence
from ui.mixing import joined_negative
from ui.shelf import Shelf

FEW_STEPS = 8
MOST_STYLES = 24
THUMBNAIL_SIDE_PX = 192
ALONE_S = 30.0  # how long a trial outlives its last onlooker, as a single painting does
Sheet: TypeAlias = tuple[Any, ...]  # the stage's three values, the cards, the seed
SILENT: Sheet = (gr.skip(),) * 5


async def try_styles(
    actions: Actions, shelf: Shelf, form: Form, owner: str, keys: Collection[Any] = ()
) -> AsyncGenerator[Sheet, None]:
    """Paints one style after the other with one seed; every picture goes onto its card, and stays there.

    `keys`: which ones; by default the first two dozen cards. Stop ends it all; a page that leaves or reloads does not.
    """
    try:
        trial = Trial(actions, shelf, form, owner, keys)
    except Exception as error:
        yield render.render_failure(sentence(error)), *SILENT[1:]
        return
    trial.begin()
    async with aclosing(trial.look()) as sheets:
        async for sheet in sheets:
            yield sheet


async def attach(actions: Actions, job_id: Any, owner: str) -> AsyncGenerator[Sheet, None]:
    """A page has been opened: goes on with the styles that this visitor is trying, else as `Actions.attach` does."""
    trial = actions.trials.get(owner)
    if trial is not None:
        async with aclosing(trial.look()) as sheets:
            async for sheet in sheets:
                yield sheet
        return
    async with aclosing(actions.attach(job_id, owner)) as stages:
        async for stage in stages:
            yield *stage, gr.skip(), gr.skip()


@dataclass(frozen=True, kw_only=True)
class _Painting:
    job: Job
    style: str
    notes: tuple[str, ...]


class Trial:
    """The styles one after the other, in a task of its own: it once lived in what a page listened to, and when the
    connection broke or the page was reloaded the styles that were left were never painted.

    Making one raises `InvalidRequest` where the seed is none.
    """

    def __init__(self, actions: Actions, shelf: Shelf, form: Form, owner: str, keys: Collection[Any]) -> None:
        self._actions = actions
        self._shelf = shelf
        self._owner = owner
        self._form = replace(form, seed=parse_seed(form.seed), num_images=1, num_steps=FEW_STEPS, scheduler=None)
        self._cards = shelf.cards()
        self._wanted = [at for at, card in enumerate(self._cards) if not keys or card["key"] in keys][:MOST_STYLES]
        self._series = secrets.token_hex(8) if len(self._wanted) > 1 else ""
        self._now: _Painting | None = None
        self._failure: render.Json | None = None
        self._stopped = self._over = False
        self._news = asyncio.Event()
        self._onlookers, self._alone_since_s = 0, time.monotonic()

    def begin(self) -> None:
        """Starts painting; needs a running event loop."""
        self._actions.trials[self._owner] = self
        self._task = asyncio.create_task(self._work())

    def stop(self) -> None:
        """No further style is begun."""
        self._stopped = True

    async def look(self) -> AsyncGenerator[Sheet, None]:
        """The stage and the cards for as long as it runs; any number of pages may look, and go."""
        seen: _Painting | None = None
        cards = self._cards if self._now is None else None  # who comes later has not seen what is painted already
        self._onlookers += 1
        try:
            while True:
                news, now = self._news, self._now
                if self._cards is not cards:
                    cards = self._cards
                    yield *SILENT[:3], gr.HTML(cards=cards), gr.skip()
                elif now is not None and now is not seen:
                    seen = now
                    async with aclosing(self._actions.watch(now.job, now.style, now.notes)) as stages:
                        async for stage in stages:
                            yield *_busy(stage), gr.skip(), self._form.seed
                elif self._over:
                    break
                else:
                    await news.wait()
            if self._failure is not None:
                yield self._failure, *SILENT[1:]
            yield gr.skip(), *buttons(busy=False), gr.skip(), gr.skip()
        finally:
            self._onlookers -= 1
            self._alone_since_s = time.monotonic()

    # ---- the task

    async def _work(self) -> None:
        try:
            presets = {preset.key: preset for preset in self._shelf.all()}
            for count, place in enumerate(self._wanted, 1):
                if self._stopped or self._deserted or not await self._paint(count, place, presets):
                    break
        except Exception as error:
            self._failure = render.render_failure(sentence(error))
        finally:
            self._over = True
            if self._actions.trials.get(self._owner) is self:
                del self._actions.trials[self._owner]
            self._tell()

    @property
    def _deserted(self) -> bool:
        return not self._onlookers and time.monotonic() - self._alone_since_s > ALONE_S

    @property
    def _own_negative(self) -> Any:
        """What the person wrote; None where the style that is chosen has put it there, and so each brings its own."""
        written = self._form.negative_prompt
        by_style = joined_negative(self._shelf.chosen(self._form.style))
        return written if self._shelf.is_written(written, by_style) else None

    async def _paint(self, count: int, place: int, presets: dict[str, Any]) -> bool:
        """One style; whether its picture is on its card."""
        card = self._cards[place]
        # The style brings its own guidance and negative prompt; strength and size stay the person's.
        styled = replace(
            self._form,
            style=card["key"],
            guidance_scale=presets[card["key"]].guidance_scale,
            negative_prompt=self._own_negative,
        )
        studio = self._actions.studio
        order, job = await submit_order(self._actions.desk, studio, styled, self._owner, series=self._series)
        notes = (_progress(count, len(self._wanted), len(self._cards), order.style), *order.notes)
        self._now = _Painting(job=job, style=order.style, notes=notes)
        self._tell()
        status = job.status()
        while not status.over:
            status = await job.changed(status.sequence, ALONE_S)
        if status.state != "done":
            return False
        jpeg = await asyncio.to_thread(_keep, self._shelf, card["key"], job)
        painted = {**card, "thumbnail": render.data_url(jpeg), "painted": True}
        self._cards = [*self._cards[:place], painted, *self._cards[place + 1 :]]
        self._tell()
        return True

    def _tell(self) -> None:
        """Wakes everybody who looks."""
        told, self._news = self._news, asyncio.Event()
        told.set()


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
