"""The worker of a studio, played by a test: everything that waits is painted in a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

from PIL import Image

from pipeline.engine.job import Job
from pipeline.engine.studio import Studio
from pipeline.metadata.request_settings import settings_of
from pipeline.request import GenerationRequest
from ui.painting.actions import Actions


class Hand:
    """Paints what is in the line, one job a moment. `series`, `requests`: those of the jobs that it had.

    lingers: the number, from 0, of a job at which it works until that is cancelled.
    seen: whether somebody has seen a job at work, for which it waits before it is done with it.
    """

    def __init__(
        self, studio: Studio, lingers: int | None = None, seen: Callable[[Job], bool] = lambda job: True
    ) -> None:
        self.engine = studio
        self.lingers = lingers
        self.seen = seen
        self.series: list[str] = []
        self.requests: list[GenerationRequest] = []

    async def paint(self) -> None:
        while True:
            job = self.engine.next_job(wait=False)
            if job is not None:
                self.series.append(job.series)
                self.requests.append(job.request)
                job.begin()
                if len(self.requests) - 1 == self.lingers:
                    while not job.cancel_asked.is_set():
                        await asyncio.sleep(0.01)
                    job.end("stopped")
                    continue
                while not self.seen(job):
                    await asyncio.sleep(0.001)
                run = SimpleNamespace(settings=settings_of(job.request))
                finished: Any = SimpleNamespace(images=(Image.new("RGB", (8, 8), "teal"),), run=run)
                job.finished = finished
                job.end("done")
            await asyncio.sleep(0.01)


def shown_in(updates: list[Any]) -> Callable[[Job], bool]:
    """For the `seen` of a hand: whether these updates of a page have shown a job on its stage."""
    return lambda job: any(each.get("stage", {}).get("job") == job.id for each in updates)


def played(actions: Actions, scene: Coroutine[Any, Any, None], **of_the_hand: Any) -> Hand:
    """Runs the scene while a hand paints; gives back the hand when no series runs any more."""
    assert isinstance(actions.engine, Studio)
    hand = Hand(actions.engine, **of_the_hand)

    async def go() -> None:
        painting = asyncio.create_task(hand.paint())
        await asyncio.wait_for(scene, 120)
        while actions.series:
            await asyncio.sleep(0.01)
        painting.cancel()

    asyncio.run(go())
    return hand
