"""What a click does: form values -> request -> job -> updates of the page.

Painting happens in the engine. The handlers here only watch a job, so any number of them may run at once, and a visitor
who leaves stops nothing but the watching.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from pipeline.engine.job import Job
from pipeline.engine.protocol import Engine
from ui.examples import ExampleRuns
from ui.form.form import Form, FormParser
from ui.gradio_kit.updates import Updates
from ui.messages import sentence
from ui.painting.watching import submit_order, watch
from ui.stage.render import render_failure, render_idle
from ui.web.responses import Json

REPORTS_KEPT, REPORT_NEWS_S = 64, 3600.0


class Running(Protocol):
    """Paintings one after the other at one press (`ui.painting.series`), as far as the page steers them."""

    def stop(self) -> None:
        """No further painting is begun."""

    def skip(self, job_id: object) -> None:
        """Gives up the painting that is at work, where it is this one."""

    def look(self) -> AsyncGenerator[Updates, None]:
        """What is to be seen of it."""


class Actions:
    """The handlers of painting. Of visitors it holds the series that run and the last reports on photos, by owner."""

    def __init__(self, engine: Engine, forms: FormParser, examples: ExampleRuns) -> None:
        self.engine = engine
        self.forms = forms
        self.series: dict[str, list[Running]] = {}
        self.examples = examples
        self._reports: dict[str, tuple[float, Json]] = {}

    async def generate(self, form: Form, owner: str, *, sketch: bool = False) -> AsyncGenerator[Updates, None]:
        """Generate: checks the form, queues the painting, and watches it until it is over."""
        try:
            order, job = await submit_order(self.forms, self.engine, form, owner, sketch=sketch)
        except Exception as error:
            yield {"stage": render_failure(sentence(error))}
            return
        async with aclosing(watch(self.engine, job, order.style, order.notes)) as stages:
            async for stage in stages:
                yield stage

    async def attach(self, job_id: object, owner: str) -> AsyncGenerator[Updates, None]:
        """A page has been opened: goes on with this tab's job, else with one that still runs, else shows an example."""
        job = self._job_to_show(job_id, owner)
        if job is None:
            yield {"stage": self.examples.first() or render_idle()}
            return
        async with aclosing(watch(self.engine, job)) as stages:
            async for stage in stages:
                yield stage

    def _job_to_show(self, job_id: object, owner: str) -> Job | None:
        job = self.engine.job(job_id) if isinstance(job_id, str) and job_id else None
        if job is not None:
            return job
        latest = self.engine.latest_job(owner)
        return latest if latest is not None and not latest.status().over else None

    def stop(self, job_id: object, owner: str) -> None:
        """Stop: this tab's job, or whatever this visitor has running."""
        if not isinstance(job_id, str) or not self.engine.cancel(job_id, owner):
            for series in self.series.get(owner, ()):  # it may be between two paintings, with none to stop
                series.stop()
            self.engine.cancel_current(owner)

    def skip(self, job_id: object, owner: str) -> None:
        """Skip: what this tab shows of a series of this visitor; the next one follows."""
        for series in self.series.get(owner, ()):
            series.skip(job_id)

    def keep_report(self, owner: str, report: Json) -> None:
        """The last word on many photos, for a page that is opened once they are painted."""
        self._reports.pop(owner, None)
        self._reports[owner] = (time.monotonic(), report)
        while len(self._reports) > REPORTS_KEPT:
            self._reports.pop(next(iter(self._reports)))

    def last_report(self, owner: str) -> Json | None:
        """The report on this visitor's photos, as long as it is news."""
        kept_s, report = self._reports.get(owner, (0.0, None))
        return report if time.monotonic() - kept_s < REPORT_NEWS_S else None
