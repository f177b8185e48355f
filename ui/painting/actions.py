"""What a click does: form values -> request -> job -> updates of the page.

Painting happens in the studio's own thread. The handlers here only watch a job, so any number of them may run at once,
and a visitor who leaves stops nothing but the watching.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import gradio as gr

from pipeline.engine.job import Job
from pipeline.engine.protocol import Engine
from pipeline.errors import GenerationError
from pipeline.models.shapes import shapes_of
from pipeline.models.spec import ModelSpec
from ui.examples import Gallery
from ui.form.choices import OWN_SCHEDULER, fills_in, shape_labels, side_limits, sources_of
from ui.form.form import Form, OrderDesk
from ui.messages import sentence
from ui.painting.watching import BETWEEN_S, TICK_S, Stage, Update, buttons, submit_order
from ui.prompt.reading import read_prompt
from ui.stage.readiness import model_line
from ui.stage.render import render_failure, render_idle, render_stage
from ui.web.responses import Json

if TYPE_CHECKING:
    from ui.painting.series import Series


LOADING_TICK_S = 0.3
REPORTS_KEPT, REPORT_NEWS_S = 64, 3600.0


class Actions:
    """The handlers of the page. Of visitors it holds the series that run and the last reports on photos, by owner."""

    def __init__(self, engine: Engine, desk: OrderDesk, gallery: Gallery) -> None:
        self.engine = engine
        self.desk = desk
        self.gallery = gallery
        self.series: dict[str, list[Series]] = {}
        self._reports: dict[str, tuple[float, Json]] = {}

    # ---- painting

    async def generate(self, form: Form, owner: str, *, sketch: bool = False) -> AsyncGenerator[Stage, None]:
        """Generate: checks the form, queues the painting, and watches it until it is over."""
        try:
            order, job = await submit_order(self.desk, self.engine, form, owner, sketch=sketch)
        except Exception as error:
            yield render_failure(sentence(error)), gr.skip(), gr.skip()
            return
        async with aclosing(self.watch(job, order.style, order.notes)) as stages:
            async for stage in stages:
                yield stage

    async def attach(self, job_id: Any, owner: str) -> AsyncGenerator[Stage, None]:
        """A page has been opened: goes on with this tab's job, else with one that still runs, else shows an example."""
        job = self._job_to_show(job_id, owner)
        if job is None:
            yield self.gallery.first() or render_idle(), gr.skip(), gr.skip()
            return
        async with aclosing(self.watch(job)) as stages:
            async for stage in stages:
                yield stage

    def _job_to_show(self, job_id: Any, owner: str) -> Job | None:
        job = self.engine.job(job_id) if isinstance(job_id, str) and job_id else None
        if job is not None:
            return job
        latest = self.engine.latest_job(owner)
        return latest if latest is not None and not latest.status().over else None

    async def watch(self, job: Job, style: str = "", notes: tuple[str, ...] = ()) -> AsyncGenerator[Stage, None]:
        """The stage for as long as the job runs. Every message says how far it is; the frames go their own way."""
        self.engine.viewer_joined(job.id)
        try:
            status = job.status()
            yield self._stage(job, status, style, notes), *buttons(busy=True)
            while not status.over:
                status = await job.changed(status.sequence, TICK_S)
                if status.over:
                    break
                yield self._stage(job, status, style, notes), gr.skip(), gr.skip()
                await asyncio.sleep(BETWEEN_S)
            yield self._stage(job, status, style, notes), *buttons(busy=False)
        finally:
            self.engine.viewer_left(job.id)

    @staticmethod
    def _stage(job: Job, status: Any, style: str, notes: tuple[str, ...]) -> Json:
        value = render_stage(job, status, style)
        return {**value, "notes": [*notes, *value["notes"]]}

    def stop(self, job_id: Any, owner: str) -> None:
        """Stop: this tab's job, or whatever this visitor has running."""
        if not isinstance(job_id, str) or not self.engine.cancel(job_id, owner):
            for series in self.series.get(owner, ()):  # it may be between two paintings, with none to stop
                series.stop()
            self.engine.cancel_current(owner)

    def skip(self, job_id: Any, owner: str) -> None:
        """Skip: what this tab shows of a series of this visitor; the next one follows."""
        for series in self.series.get(owner, ()):
            series.skip(job_id)

    def keep_report(self, owner: str, report: Json) -> None:
        """The last word on many photos, for a page that is opened once they are painted."""
        self._reports.pop(owner, None)
        self._reports[owner] = (time.monotonic(), report)
        while len(self._reports) > REPORTS_KEPT:
            self._reports.pop(next(iter(self._reports)))

    def last_report(self, owner: str) -> Update:
        """The report on this visitor's photos, as long as it is news."""
        kept_s, report = self._reports.get(owner, (0.0, gr.skip()))
        return report if time.monotonic() - kept_s < REPORT_NEWS_S else gr.skip()

    async def readiness(self) -> AsyncIterator[Json]:
        """Whether the model can paint yet, until it can or cannot."""
        while self.engine.readiness.state == "loading":
            yield {"text": model_line(self.engine), "tone": "busy"}
            await asyncio.sleep(LOADING_TICK_S)
        tone = "good" if self.engine.readiness.state == "ready" else "bad"
        yield {"text": model_line(self.engine), "tone": tone}

    # ---- without painting

    def reading(self, *asked: Any) -> Update:
        """What the model reads: `ui.prompt.reading.read_prompt` of what the page sends."""
        return read_prompt(self.desk, self.engine, *asked)

    def suit(self, model: Any, scheduler: Any, style: Any = "", guidance: Any = None) -> tuple[Update, ...]:
        """Another model was chosen: source, negative prompt, scheduler, numbers and sides as it takes them."""
        try:
            spec = self.desk.spec(model)
        except GenerationError:
            return (gr.skip(),) * 11
        source, negative, schedulers, end, scale, shape, width, height, fill_in = self.offer(model)
        pace, steps = self._pace(spec, style, guidance)
        return (
            source,
            negative,
            {**schedulers, "value": scheduler if scheduler in schedulers["choices"] else OWN_SCHEDULER},
            {**end, "value": spec.defaults.guidance_end},
            gr.update(value=spec.defaults.keep_layout),
            {**scale, **pace},
            steps,
            {**shape, "value": shape_labels(spec)[0]},
            {**width, "value": spec.native_size_px},
            {**height, "value": spec.native_size_px},
            fill_in,
        )

    def offer(self, model: Any) -> tuple[Update, ...]:
        """What there is to choose with a model, and no value of it: source, negative prompt, scheduler, end and scale
        of guidance, shape, width, height, filling in."""
        try:
            spec = self.desk.spec(model)
        except GenerationError:
            return (gr.skip(),) * 9
        can, sides = spec.capabilities, gr.update(**side_limits(spec))
        return (
            self._source(spec),
            gr.update(visible=can.negative_prompt),
            gr.update(choices=[OWN_SCHEDULER, *can.schedulers]),
            gr.update(visible=can.guidance),
            gr.update(visible=can.guidance),
            gr.update(choices=shape_labels(spec)),
            sides,
            sides,
            gr.update(visible=fills_in(spec)),
        )

    def _pace(self, spec: ModelSpec, style: Any, guidance: Any) -> tuple[Update, Update]:
        """Guidance scale and steps: those of a model that takes no guidance are its own, and left behind with it."""
        if spec.capabilities.guidance and guidance != 1:
            return gr.skip(), gr.skip()
        scale, steps, _ = self.desk.styles.numbers(style, spec.key)
        return gr.update(value=scale), gr.update(value=steps)

    @staticmethod
    def _source(spec: ModelSpec) -> Update:
        """“Start from” as the model can: what there is no choice about is not shown, or chosen already."""
        sources = sources_of(spec)
        shown = {"choices": sources, "visible": spec.capabilities.photo}
        return gr.update(**shown) if len(sources) > 1 else gr.update(**shown, value=sources[0])

    def reshape(self, label: Any, model: Any) -> tuple[Update, Update]:
        """A shape was chosen: width and height."""
        try:
            shapes = shapes_of(self.desk.spec(model))
        except GenerationError:
            return gr.skip(), gr.skip()
        chosen = next((shape for shape in shapes if shape.label == label), None)
        return (chosen.width_px, chosen.height_px) if chosen else (gr.skip(), gr.skip())
