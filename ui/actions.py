"""What a click does: form values -> request -> job -> updates of the page.

Painting happens in the studio's own thread. The handlers here only watch a job, so any number of them may run at once,
and a visitor who leaves stops nothing but the watching.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import gradio as gr

from pipeline.catalog import ModelSpec
from pipeline.errors import GenerationError
from pipeline.job import Job
from pipeline.request import MAX_STEPS, MIN_STRENGTH, number, whole_number
from pipeline.run import small_jpeg
from pipeline.shapes import shapes_of
from pipeline.steps import stretch_steps
from pipeline.studio import Studio
from ui import render
from ui.brought import from_picture
from ui.examples import Gallery
from ui.fitting import framed_sides
from ui.form import OWN_SCHEDULER, Form, Order, OrderDesk, model_line
from ui.framing import FRAMED_SIDE_PX
from ui.messages import sentence
from ui.numbers_corner import shape_labels, side_limits
from ui.photo_corner import SOURCES, sources_of
from ui.reading import read_prompt
from ui.recall import LABELS, recall
from ui.reusing import brings_its_source
from ui.words_corner import fills_in

if TYPE_CHECKING:
    from ui.series import Series

Update: TypeAlias = Any
Stage: TypeAlias = tuple[Update, Update, Update]  # the stage's value, the Generate button, the Stop button

BETWEEN_S = 0.05  # the stage paces itself; more messages than this only cost the painting its time
TICK_S = 1.0  # how often a watcher that has nothing to tell says so: that is how gradio notices that somebody left
LOADING_TICK_S = 0.3
REPORTS_KEPT, REPORT_NEWS_S = 64, 3600.0


async def submit_order(
    desk: OrderDesk, studio: Studio, form: Form, owner: str, *, series: str = "", sketch: bool = False
) -> tuple[Order, Job]:
    """A painting in the line. Raises what `OrderDesk.order` and `Studio.submit` raise."""
    order = await asyncio.to_thread(desk.order, form)  # a photo may have to be decoded
    job = studio.submit(
        order.request, owner, preview=order.preview, label=order.style, original=order.original, series=series,
        sketch=sketch,
    )  # fmt: skip
    return order, job


def buttons(*, busy: bool) -> tuple[Update, Update]:
    """Generate and Stop: one of them can be pressed."""
    return gr.update(interactive=not busy), gr.update(interactive=busy)


class Actions:
    """The handlers of the page. Of visitors it holds the series that run and the last reports on photos, by owner."""

    def __init__(self, studio: Studio, desk: OrderDesk, gallery: Gallery, sample_photo: Path) -> None:
        self.studio = studio
        self.desk = desk
        self.gallery = gallery
        self.sample_photo = sample_photo
        self.series: dict[str, list[Series]] = {}
        self._reports: dict[str, tuple[float, render.Json]] = {}

    # ---- painting

    async def generate(self, form: Form, owner: str, *, sketch: bool = False) -> AsyncGenerator[Stage, None]:
        """Generate: checks the form, queues the painting, and watches it until it is over."""
        try:
            order, job = await submit_order(self.desk, self.studio, form, owner, sketch=sketch)
        except Exception as error:
            yield render.render_failure(sentence(error)), gr.skip(), gr.skip()
            return
        async with aclosing(self.watch(job, order.style, order.notes)) as stages:
            async for stage in stages:
                yield stage

    async def attach(self, job_id: Any, owner: str) -> AsyncGenerator[Stage, None]:
        """A page has been opened: goes on with this tab's job, else with one that still runs, else shows an example."""
        job = self._job_to_show(job_id, owner)
        if job is None:
            yield self.gallery.first() or render.render_idle(), gr.skip(), gr.skip()
            return
        async with aclosing(self.watch(job)) as stages:
            async for stage in stages:
                yield stage

    def _job_to_show(self, job_id: Any, owner: str) -> Job | None:
        job = self.studio.job(job_id) if isinstance(job_id, str) and job_id else None
        if job is not None:
            return job
        latest = self.studio.latest_job(owner)
        return latest if latest is not None and not latest.status().over else None

    async def watch(self, job: Job, style: str = "", notes: tuple[str, ...] = ()) -> AsyncGenerator[Stage, None]:
        """The stage for as long as the job runs. Every message says how far it is; the frames go their own way."""
        self.studio.viewer_joined(job.id)
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
            self.studio.viewer_left(job.id)

    @staticmethod
    def _stage(job: Job, status: Any, style: str, notes: tuple[str, ...]) -> render.Json:
        value = render.render_stage(job, status, style)
        return {**value, "notes": [*notes, *value["notes"]]}

    def stop(self, job_id: Any, owner: str) -> None:
        """Stop: this tab's job, or whatever this visitor has running."""
        if not isinstance(job_id, str) or not self.studio.cancel(job_id, owner):
            for series in self.series.get(owner, ()):  # it may be between two paintings, with none to stop
                series.stop()
            latest = self.studio.latest_job(owner)
            if latest is not None:
                self.studio.cancel(latest.id, owner)

    def skip(self, job_id: Any, owner: str) -> None:
        """Skip: what this tab shows of a series of this visitor; the next one follows."""
        for series in self.series.get(owner, ()):
            series.skip(job_id)

    def keep_report(self, owner: str, report: render.Json) -> None:
        """The last word on many photos, for a page that is opened once they are painted."""
        self._reports.pop(owner, None)
        self._reports[owner] = (time.monotonic(), report)
        while len(self._reports) > REPORTS_KEPT:
            self._reports.pop(next(iter(self._reports)))

    def last_report(self, owner: str) -> Update:
        """The report on this visitor's photos, as long as it is news."""
        kept_s, report = self._reports.get(owner, (0.0, gr.skip()))
        return report if time.monotonic() - kept_s < REPORT_NEWS_S else gr.skip()

    async def readiness(self) -> AsyncIterator[render.Json]:
        """Whether the model can paint yet, until it can or cannot."""
        while self.studio.readiness.state == "loading":
            yield {"text": model_line(self.studio), "tone": "busy"}
            await asyncio.sleep(LOADING_TICK_S)
        tone = "good" if self.studio.readiness.state == "ready" else "bad"
        yield {"text": model_line(self.studio), "tone": tone}

    # ---- while typing and sliding

    def reading(self, *asked: Any) -> Update:
        """What the model reads: `ui.reading.read_prompt` of what the page sends."""
        return read_prompt(self.desk, self.studio, *asked)

    def survives(
        self,
        strength: Any,
        all_steps: Any,
        num_steps: Any,
        photo: Any,
        fit: Any,
        framing: Any,
        model: Any,
        width: Any,
        height: Any,
    ) -> render.Json:
        """How many steps a strength runs, where on the noise curve, and the person's own photo with that much noise."""
        try:
            checked = number("Strength", strength, MIN_STRENGTH, 1)
            steps = whole_number("Steps", num_steps, 1, MAX_STEPS)
            if all_steps:
                steps = stretch_steps(steps, checked, MAX_STEPS)
            form = Form(
                photo=photo, fit=fit, framing=framing, strength=checked, model=model, width_px=width, height_px=height,
                seed=1, variation_seed=1,
            )  # fmt: skip
            picture = self._noised(form, checked)
            return render.render_survives(steps, checked, self.desk.spec(model).noise_curve, picture)
        except GenerationError as error:
            return {"line": str(error), "picture": "", "curve": []}

    def _noised(self, form: Form, strength: float) -> str:
        if not form.photo or self.studio.readiness.state != "ready":
            return ""
        return render.data_url(self.studio.noised_photo(self.desk.order(form).request, strength))

    def suit(self, model: Any, scheduler: Any, style: Any = "", guidance: Any = None) -> tuple[Update, ...]:
        """Another model was chosen: source, negative prompt, scheduler, numbers and sides as it takes them."""
        try:
            spec = self.desk.spec(model)
        except GenerationError:
            return (gr.skip(),) * 11
        can, sides = spec.capabilities, {**side_limits(spec), "value": spec.native_size_px}
        choices, shapes = [OWN_SCHEDULER, *can.schedulers], shape_labels(spec)
        return (
            self._source(spec),
            gr.update(visible=can.negative_prompt),
            gr.update(choices=choices, value=scheduler if scheduler in choices else OWN_SCHEDULER),
            gr.update(value=spec.defaults.guidance_end, visible=can.guidance),
            gr.update(value=spec.defaults.keep_layout),
            *self._pace(spec, style, guidance),
            gr.update(choices=shapes, value=shapes[0]),
            gr.update(**sides),
            gr.update(**sides),
            gr.update(visible=fills_in(spec)),
        )

    def _pace(self, spec: ModelSpec, style: Any, guidance: Any) -> tuple[Update, Update]:
        """Guidance scale and steps: those of a model that takes no guidance are its own, and left behind with it."""
        if spec.capabilities.guidance and guidance != 1:
            return gr.update(visible=True), gr.skip()
        scale, steps, _ = self.desk.styles.numbers(style, spec.key)
        return gr.update(value=scale, visible=spec.capabilities.guidance), gr.update(value=steps)

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

    # ---- the photo

    def take_photo(self, photo: Any, bar: Any = None) -> tuple[Update, Update, Update]:
        """A photo came or went: the source switch, what is to be said about it, whether it brings settings.

        bar: what `ui.arriving` said last. A photo of the history, or one that an Undo has put back, brings its own.
        """
        try:
            opened = self.desk.photo(photo)
        except GenerationError as error:
            return gr.skip(), {"text": str(error), "tone": "bad"}, gr.update(visible=False)
        if opened is None:
            return gr.skip(), {"text": "", "tone": ""}, gr.update(visible=False)
        carries = gr.update(visible=self.carries_settings(photo))
        source = gr.skip() if brings_its_source(photo, bar) else SOURCES[1]
        return source, {"text": " ".join(opened.notes), "tone": ""}, carries

    def frame(self, photo: Any, fit: Any, model: Any, width: Any, height: Any) -> Update:
        """The photo for the framing panel, and the shape that it has to fill."""
        try:
            opened = self.desk.photo(photo)
            (across, down), told = framed_sides(self.desk.spec(model), opened, fit, width, height)
        except GenerationError:  # `take_photo` and `survives` say what is wrong
            return gr.skip()
        picture = "" if opened is None else render.data_url(small_jpeg(opened.image, FRAMED_SIDE_PX))
        return gr.HTML(photo=picture, frame={"width": across, "height": down, "fit": fit, "told": told})

    def carries_settings(self, photo: Any) -> bool:
        """Whether settings can be had out of an uploaded picture."""
        try:
            return bool(self.desk.found_in(photo).settings)
        except GenerationError:
            return False

    def recall(self, picture: Any, model: Any) -> list[Update]:
        """The settings inside a picture onto the page: `LABELS` in order, then style, source and the note."""
        try:
            taken = recall(self.desk.found_in(picture), self.desk.catalog, self.desk.spec(model).key)
        except GenerationError as error:
            return [*[gr.skip()] * (len(LABELS) + 2), {"text": str(error), "tone": "bad"}]
        values = [taken.values.get(name, gr.skip()) for name in LABELS]
        source = sources_of(self.desk.spec(taken.values.get("model", model)))[0]
        return [*values, "", source, {"text": taken.sentence, "tone": "good"}]

    def recall_finish(self, picture: Any) -> Update:
        """What was done to the finished picture, for the Finish panel."""
        try:
            return from_picture(self.desk.found_in(picture).settings)
        except GenerationError:  # `recall` says what is wrong
            return gr.skip()

    def sample(self) -> Update:
        """The sample photo, drawn by this project."""
        from PIL import Image

        with Image.open(self.sample_photo) as picture:
            return picture.convert("RGB")
