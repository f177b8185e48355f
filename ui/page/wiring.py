"""Connects the components to the actions. The only place where Gradio's events are declared.

Every event of the page is private; what programs may call is in `ui.api`. Values come unprocessed (`preprocess=False`),
so that each is checked once, by name, in `ui.form.form`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from presets.history.history import History
from ui.form.choices import SOURCES
from ui.form.form import Form
from ui.gradio_kit.event_modes import AT_ONCE, LAST, LATEST, QUIET, take_turns
from ui.page.layout import Page
from ui.painting.actions import Actions
from ui.painting.batch import paint_photos
from ui.painting.reattach import attach as attach_page
from ui.painting.sketch import SILENT, sketch_words
from ui.painting.variations import reuse_last, vary
from ui.photo.fitting import follow
from ui.photo.handlers import PhotoActions
from ui.prompt.brief import brief, fill
from ui.restore.settings import LABELS
from ui.restore.wiring import wire_recall, wire_reuse
from ui.styles.styles import Shelf
from ui.styles.wiring import wire_full, wire_presets
from ui.web.visitors import owner_of

TAB_JOB = "() => sessionStorage.getItem('emerge-job') ?? ''"
STOPPING = "() => window.emergeStage?.stopping() ?? ''"
SHOWN = "() => window.emergeStage?.job() ?? ''"
NO_SEEDS = "() => [null, null]"
NO_SEED = "() => [null, 0, null]"
ROLL = "() => Math.floor(Math.random() * 2 ** 32)"
PAINTED = "(_, ...form) => [window.emergeStage?.painted() ?? null, ...form]"
BRIEF_TEXT = "(brief) => brief?.text ?? ''"


def wire(
    page: Page, actions: Actions, photos: PhotoActions, shelf: Shelf, batches_dir: Path, history: History | None
) -> None:
    """All events. Called inside `page.blocks`."""
    with page.blocks:
        _wire_painting(page, actions, shelf)
        _wire_watching(page, actions)
        _wire_reading(page, actions)
        _wire_photo(page, actions, photos)
        _wire_batch(page, actions, batches_dir)
        _wire_model(page, actions)
        recalled = _recalled(page)
        wire_recall(page, actions, photos, recalled, page.recall_note)
        if history is not None:
            wire_reuse(page, actions, history, [part for part in recalled if part is not page.recall_note])
        _wire_seed(page, actions)
        wire_presets(page, actions, shelf, form_of)
        take_turns(page.blocks)


def form_of(page: Page, values: dict[Any, Any]) -> Form:
    """The form out of what Gradio hands over."""
    fields = {name: values.get(component) for name, component in page.controls.named().items()}
    if fields.pop("source") != SOURCES[1]:
        fields["photo"] = None
    return Form(**fields)


def _wire_painting(page: Page, actions: Actions, shelf: Shelf) -> None:
    async def generate(values: dict[Any, Any], request: gr.Request) -> AsyncIterator[Any]:
        # `aclosing`: a visitor who leaves is noticed at once, through every generator in between.
        async with aclosing(actions.generate(form_of(page, values), owner_of(request))) as stages:
            async for stage in stages:
                yield stage

    async def sketch(values: dict[Any, Any], request: gr.Request) -> AsyncIterator[Any]:
        if values.get(page.live) is not True:
            yield SILENT
            return
        async with aclosing(sketch_words(actions, form_of(page, values), owner_of(request))) as sketches:
            async for told in sketches:
                yield told

    c, stage = page.controls, [page.stage, page.generate, page.stop]
    asked = set(c.named().values())
    page.generate.click(generate, asked, stage, concurrency_limit=None, trigger_mode="once", **QUIET)
    for trigger in (c.prompt.input, page.live.input):
        trigger(sketch, {*asked, page.live}, [*stage, c.seed], concurrency_limit=None, trigger_mode=LAST, **QUIET)
    varied = [c.seed, c.variation_strength, c.num_images, c.prompt]
    page.vary.click(partial(vary, actions.desk), [page.job_box, *_words(page)], varied, js=PAINTED, **AT_ONCE).then(
        generate, asked, stage, concurrency_limit=None, trigger_mode="once", **QUIET
    )
    wire_full(page, actions, shelf, generate)


def _wire_watching(page: Page, actions: Actions) -> None:
    """What is done with a painting that is at work already, here or before a reload."""

    async def attach(job_id: Any, request: gr.Request) -> AsyncIterator[Any]:
        async with aclosing(attach_page(actions, job_id, owner_of(request))) as sheets:
            async for sheet in sheets:
                yield sheet

    def stop_job(job_id: Any, request: gr.Request) -> None:
        actions.stop(job_id, owner_of(request))

    def skip_job(job_id: Any, request: gr.Request) -> None:
        actions.skip(job_id, owner_of(request))

    page.stop.click(stop_job, page.job_box, None, js=STOPPING, **AT_ONCE)
    page.skip.click(skip_job, page.job_box, None, js=SHOWN, **AT_ONCE)
    page.blocks.load(attach, page.job_box, page.series, js=TAB_JOB, concurrency_limit=None, **QUIET)
    page.blocks.load(actions.readiness, None, page.model_note, concurrency_limit=None, **QUIET)


def _wire_batch(page: Page, actions: Actions, batches_dir: Path) -> None:
    async def paint_all(values: dict[Any, Any], request: gr.Request) -> AsyncIterator[Any]:
        form, photos = form_of(page, values), values.get(page.photos)
        async with aclosing(paint_photos(actions, batches_dir, form, photos, owner_of(request))) as all_told:
            async for told in all_told:
                yield told

    asked = {*page.controls.named().values(), page.photos}
    page.paint_all.click(paint_all, asked, page.series, concurrency_limit=None, trigger_mode="once", **QUIET)


def _wire_reading(page: Page, actions: Actions) -> None:
    controls = page.controls
    # Not the photo: what it does to the source goes first, and comes here as a change of that, or after it.
    changed = (
        controls.prompt, controls.model, controls.long_prompt, controls.fill_in, controls.seed, controls.source
    )  # fmt: skip
    changes = [*(part.change for part in changed), controls.style.pick]
    for trigger in (*changes, page.blocks.load):
        trigger(actions.reading, page.read, page.reading, **LATEST)

    async def to_brief(prompt: Any, style: Any) -> AsyncIterator[Any]:
        async with aclosing(brief(actions.engine, prompt, style)) as values:
            async for value in values:
                yield value

    asked = [controls.prompt, controls.style]
    page.make_brief.click(to_brief, asked, page.brief, concurrency_limit=None, trigger_mode="once", **QUIET)

    def to_fill(asked: Any, style: Any, model: Any) -> Any:
        return fill(actions.engine, asked, style, model)

    page.brief.fit(to_fill, [page.brief, controls.style, controls.model], page.brief, **AT_ONCE)
    page.brief.apply(None, page.brief, controls.prompt, js=BRIEF_TEXT, **AT_ONCE)


def _wire_photo(page: Page, actions: Actions, photos: PhotoActions) -> None:
    controls = page.controls
    told = [controls.source, page.photo_note, page.recall_photo]
    controls.photo.change(photos.take_photo, [controls.photo, page.arrival], told, **LATEST).then(
        photos.survives, *_survives(page), **LATEST
    ).then(actions.reading, page.read, page.reading, **LATEST)
    seen = [controls.photo, controls.fit, controls.model, controls.width_px, controls.height_px]
    for trigger in (controls.photo.change, controls.fit.change, controls.width_px.change, controls.height_px.change):
        trigger(photos.frame, seen, controls.framing, **LATEST)
    fitted = [controls.width_px, controls.height_px]
    changed = [(controls.photo.change, ""), (controls.fit.change, "")]
    for trigger, side in (*changed, (controls.width_px.input, "width"), (controls.height_px.input, "height")):
        trigger(partial(follow, side, actions.desk), seen, fitted, **LATEST)
    controls.framing.frame(photos.survives, *_survives(page), **LATEST)
    page.sample.click(photos.sample, None, controls.photo, **AT_ONCE)
    for slider in (controls.strength, controls.num_steps, controls.width_px, controls.height_px):
        slider.change(photos.survives, *_survives(page), **LATEST)
    for choice in (controls.fit, controls.source, controls.all_steps, controls.model):
        choice.change(photos.survives, *_survives(page), **LATEST)


def _survives(page: Page) -> tuple[list[Any], Any]:
    c = page.controls
    seen = [c.strength, c.all_steps, c.num_steps, c.photo, c.fit, c.framing, c.model, c.width_px, c.height_px]
    return seen, page.survives


def _recalled(page: Page) -> list[Any]:
    """Onto what settings out of a picture go: what `PhotoActions.recall` gives, in its order."""
    named = page.controls.named()
    return [
        *(named[name] for name in LABELS),
        page.controls.style,
        page.controls.source,
        page.recall_note,
        *_left(page),
    ]


def _left(page: Page) -> list[Any]:
    """Onto what goes when settings leave a style: what `leave` gives, in its order."""
    return [page.presets.template, page.presets.name, *page.presets.described, *page.presets.suits]


def _wire_model(page: Page, actions: Actions) -> None:
    c = page.controls
    sides = [c.width_px, c.height_px]
    suited = [
        c.source, c.negative_prompt, c.scheduler, c.guidance_end, c.keep_layout, c.guidance_scale, c.num_steps,
        page.shape, *sides, c.fill_in,
    ]  # fmt: skip
    resized = (
        c.model.input(actions.suit, [c.model, c.scheduler, c.style, c.guidance_scale], suited, **LATEST),
        page.shape.input(actions.reshape, [page.shape, c.model], sides, **LATEST),
    )
    for event in resized:
        event.then(partial(follow, "", actions.desk), [c.photo, c.fit, c.model, *sides], sides, **LATEST)


def _words(page: Page) -> list[Any]:
    """What `carried_words` is told from."""
    c = page.controls
    return [c.prompt, c.style, c.model, c.fill_in]


def _wire_seed(page: Page, actions: Actions) -> None:
    c = page.controls
    # Gradio's number field starts at 0 where it should be empty.
    page.blocks.load(None, None, [c.seed, c.variation_seed], js=NO_SEEDS, **AT_ONCE)
    page.dice.click(None, None, c.seed, js=ROLL, **AT_ONCE)
    seen, again = [page.job_box, c.variation_seed, *_words(page)], [c.seed, c.variation_seed, c.prompt]
    page.reuse.click(partial(reuse_last, actions.desk), seen, again, js=PAINTED, **AT_ONCE)
    page.any_seed.click(None, None, [c.seed, c.variation_strength, c.variation_seed], js=NO_SEED, **AT_ONCE)
