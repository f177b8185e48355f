"""The events of painting: Generate, Paint as I type, variations, many photos, Stop, and a page that is opened."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path

from gradio.events import Dependency

from ui.form.form import FORM, form_of
from ui.gradio_kit.event_modes import AT_ONCE, LATEST_STREAM, ONCE, STREAMED
from ui.gradio_kit.updates import Page, Trigger, Updates, Values
from ui.painting.actions import Actions
from ui.painting.batch import paint_photos
from ui.painting.reattach import attach
from ui.painting.series import SERIES
from ui.painting.sketch import sketch_words
from ui.painting.variations import VARIED, WORDS, reuse_last, vary
from ui.painting.watching import STAGE
from ui.stage.readiness import watch_readiness

CURRENT = 'import(new URL("ui/stage/current.js", document.baseURI))'
TAB_JOB = f"async () => ({{ job_box: (await {CURRENT}).tabJob() }})"
STOPPING = f"async () => ({{ job_box: (await {CURRENT}).stop() }})"
SHOWN = f"async () => ({{ job_box: (await {CURRENT}).currentRun().job }})"
PAINTED = f"async () => ({{ job_box: (await {CURRENT}).painted() }})"


def wire_painting(page: Page, actions: Actions) -> None:
    """Generate, and what paints without it."""

    def sketch(values: Values, owner: str) -> AsyncGenerator[Updates, None]:
        return sketch_words(actions, form_of(values), owner, live=values["live"] is True)

    paint_after(page, page["generate"].click, actions)
    for trigger in (page["prompt"].input, page["live"].input):
        page.on(trigger, sketch, (*FORM, "live"), (*STAGE, "seed"), **LATEST_STREAM)
    varied = page.on(
        page["vary"].click, partial(vary, actions.forms), ("job_box", *WORDS), VARIED, script=PAINTED, **AT_ONCE
    )
    paint_after(page, varied.then, actions)
    page.on(
        page["reuse"].click, partial(reuse_last, actions.forms), ("job_box", "variation_seed", *WORDS),
        ("seed", "variation_seed", "prompt"), script=PAINTED, **AT_ONCE,
    )  # fmt: skip


def paint_after(page: Page, trigger: Trigger, actions: Actions) -> Dependency:
    """The form is painted as it stands."""

    def generate(values: Values, owner: str) -> AsyncGenerator[Updates, None]:
        return actions.generate(form_of(values), owner)

    return page.on(trigger, generate, FORM, STAGE, **ONCE)


def wire_watching(page: Page, actions: Actions) -> None:
    """What is done with a painting that is at work already, here or before a reload."""

    def attach_page(values: Values, owner: str) -> AsyncGenerator[Updates, None]:
        return attach(actions, values["job_box"], owner)

    def stop_job(values: Values, owner: str) -> None:
        actions.stop(values["job_box"], owner)

    def skip_job(values: Values, owner: str) -> None:
        actions.skip(values["job_box"], owner)

    page.on(page["stop"].click, stop_job, ["job_box"], script=STOPPING, **AT_ONCE)
    page.on(page["skip"].click, skip_job, ["job_box"], script=SHOWN, **AT_ONCE)
    page.on(page.blocks.load, attach_page, ["job_box"], SERIES, script=TAB_JOB, **STREAMED)
    page.on(page.blocks.load, partial(watch_readiness, actions.engine), (), ["model_note"], **STREAMED)


def wire_batch(page: Page, actions: Actions, batches_dir: Path) -> None:
    """Many photos at once."""

    def paint_all(values: Values, owner: str) -> AsyncGenerator[Updates, None]:
        return paint_photos(actions, batches_dir, form_of(values), values["photos"], owner)

    page.on(page["paint_all"].click, paint_all, (*FORM, "photos"), SERIES, **ONCE)
