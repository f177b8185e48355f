"""Paintings one after the other at one press: a task of its own, at which pages look, and which they may leave.

Such a loop once lived in what a page listened to: when the connection broke or the page was reloaded, what was left was
never painted.
"""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

from pipeline.engine.job import Job, JobStatus
from ui.form.form import Order
from ui.gradio_kit.updates import Updates
from ui.messages import sentence
from ui.painting.actions import Actions
from ui.painting.watching import buttons, watch
from ui.stage.render import render_failure
from ui.web.responses import Json

# Onto what many paintings at one press go.
SERIES = ("stage", "generate", "stop", "style", "seed", "batch_report")
ALONE_S = 30.0  # how long a series outlives its last onlooker, as a single painting does


@dataclass(frozen=True, kw_only=True)
class Current:
    """One of a series: `name` is what people call it, and `notes` are sentences on it."""

    job: Job
    style: str
    name: str
    notes: tuple[str, ...]


class Series(ABC):
    """So many paintings of one visitor. Subclasses say what is painted and what is shown beside the stage.

    noun: what is counted. seed: of all paintings.
    """

    noun = "Picture"

    def __init__(self, actions: Actions, owner: str, *, seed: int, total: int) -> None:
        self._actions = actions
        self._owner = owner
        self._seed = seed
        self._total = total
        self._place = 0
        self._began_s = time.monotonic()  # the one that is at work
        self._took_s: list[float] = []  # those that were really painted
        self._now: Current | None = None
        self._skipped: Job | None = None
        self._beside: Updates = {}  # cards and report, once there is something to be seen
        self._failure: Json | None = None
        self._stopped = self._over = False
        self._news = asyncio.Event()
        self._onlookers, self._alone_since_s = 0, time.monotonic()

    def begin(self) -> None:
        """Starts painting; needs a running event loop."""
        self._actions.series.setdefault(self._owner, []).append(self)
        self._task = asyncio.create_task(self._work())

    def stop(self) -> None:
        """No further painting is begun."""
        self._stopped = True

    def skip(self, job_id: object) -> None:
        """Gives up the painting that is at work, where it is this one; the others are still painted."""
        if self._now is not None and self._now.job.id == job_id:
            self._skipped = self._now.job
            self._actions.engine.cancel(self._now.job.id, self._owner)

    async def look(self) -> AsyncGenerator[Updates, None]:
        """Everything that is to be seen for as long as it runs; any number of pages may look, and go."""
        seen: Current | None = None
        shown: Updates = {}
        self._onlookers += 1
        try:
            while True:
                news, now, beside = self._news, self._now, self._beside
                if beside and beside is not shown:
                    shown = beside
                    yield beside
                elif now is not None and now is not seen:
                    seen = now
                    async with aclosing(watch(self._actions.engine, now.job, now.style, now.notes)) as stages:
                        async for stage in stages:
                            yield {**self._busy(stage, now), "seed": self._seed}
                elif self._over:
                    break
                else:
                    await news.wait()
            yield {**({"stage": self._failure} if self._failure else {}), **buttons(busy=False)}
        finally:
            self._onlookers -= 1
            self._alone_since_s = time.monotonic()

    # ---- for subclasses

    @abstractmethod
    async def _one(self, place: int) -> bool:
        """Paints number `place`, from 0; whether to go on. Anything that it raises ends the series and is told."""

    def _headline(self, name: str, left_s: float | None) -> str:
        """How far the whole of it is."""
        remaining = f", {time_left(left_s)}" if left_s else ""
        return f"{self.noun} {self._place + 1:,} of {self._total:,}{remaining}: {name}."

    async def _painted(self, order: Order, job: Job, name: str) -> JobStatus:
        """Shows a painting to everybody who looks, and gives back how it ended."""
        self._now = Current(job=job, style=order.style, name=name, notes=order.notes)
        self._tell()
        status = job.status()
        while not status.over:
            status = await job.changed(status.sequence, ALONE_S)
        if status.state == "done":
            self._took_s.append(time.monotonic() - self._began_s)
        return status

    def _show(self, beside: Updates) -> None:
        """Shows something beside the stage."""
        self._beside = beside
        self._tell()

    def _left_s(self, now_s: float | None = None, so_far_s: float = 0.0) -> float | None:
        """Seconds until all are painted; None as long as there is nothing to go by.

        now_s: what is left of the one that is at work, None where unknown; so_far_s: what it has taken.
        """
        known = self._took_s or ([so_far_s + now_s] if now_s else [])
        if not known:
            return None
        each = sum(known) / len(known)
        return (each if now_s is None else now_s) + each * (self._total - self._place - 1)

    # ---- the task

    async def _work(self) -> None:
        try:
            for place in range(self._total):
                self._place = place
                self._began_s = time.monotonic()
                if self._stopped or self._deserted or not await self._one(place):
                    break
        except Exception as error:
            self._failure = render_failure(sentence(error))
        finally:
            self._over = True
            self._ended()
            mine = self._actions.series.pop(self._owner, [])
            others = [series for series in mine if series is not self]
            if others:
                self._actions.series[self._owner] = others
            self._tell()

    @abstractmethod
    def _ended(self) -> None:
        """Nothing more will be painted: the last that is to be shown."""

    @property
    def _deserted(self) -> bool:
        return not self._onlookers and time.monotonic() - self._alone_since_s > ALONE_S

    def _busy(self, updates: Updates, now: Current) -> Updates:
        """The stage with the whole's progress; between two paintings Generate stays off and Stop on."""
        value = cast(Json, updates["stage"])
        over = value["state"] in ("done", "stopped", "failed")
        left_s = self._left_s(0.0 if over else value["eta_s"], value["elapsed_s"])
        notes = [self._headline(now.name, left_s), *value["notes"]]
        return {"stage": {**value, "notes": notes, "series": self._total > 1}, **buttons(busy=True)}

    def _tell(self) -> None:
        """Wakes everybody who looks."""
        news, self._news = self._news, asyncio.Event()
        news.set()


def time_left(left_s: float) -> str:
    """A time in words that do not promise more than is known."""
    minutes = round(left_s / 60)
    if left_s < 8:
        return "a few seconds left"
    if left_s < 50:
        return f"about {round(left_s / 10) * 10} seconds left"
    if minutes < 2:
        return "about a minute left"
    if minutes < 75:
        return f"about {minutes} minutes left"
    return f"about {round(left_s / 3600, 1):g} hours left"
