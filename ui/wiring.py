"""Connects the components to the actions. The only place where Gradio's events are declared.

Every event of the page is private; what programs may call is in `ui.api`. Values come unprocessed (`preprocess=False`),
so that each is checked once, by name, in `ui.form`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import gradio as gr

from presets.history import History
from ui.actions import Actions
from ui.contact_sheet import try_styles
from ui.form import Form
from ui.kept import reuse
from ui.layout import SOURCES, Page
from ui.recall import LABELS
from ui.shelf import Shelf
from ui.visitors import owner_of

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "preprocess": False}
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
LATEST: dict[str, Any] = {**QUIET, "queue": False, "trigger_mode": "always_last"}

TAB_JOB = "() => sessionStorage.getItem('emerge-job') ?? ''"
STOPPING = "() => window.emergeStage?.stopping() ?? ''"
NOTHING = "() => null"
ROLL = "() => Math.floor(Math.random() * 2 ** 32)"
LAST_SEED = "() => window.emergeStage?.seed() ?? null"
EXPORT = """(key) => {
  if (!key) return;
  const link = document.createElement('a');
  link.href = new URL('presets/' + encodeURIComponent(key) + '.json', document.baseURI).href;
  link.download = '';
  link.click();
}"""


def wire(page: Page, actions: Actions, shelf: Shelf, history: History | None) -> None:
    """All events. Called inside `page.blocks`."""
    with page.blocks:
        _wire_painting(page, actions, shelf)
        _wire_reading(page, actions)
        _wire_photo(page, actions)
        _wire_model(page, actions)
        _wire_recall(page, actions)
        if history is not None:
            _wire_history(page, actions, history)
        _wire_seed(page)
        _wire_presets(page, actions, shelf)


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

    async def attach(job_id: Any, request: gr.Request) -> AsyncIterator[Any]:
        async with aclosing(actions.attach(job_id, owner_of(request))) as stages:
            async for stage in stages:
                yield stage

    def stop_job(job_id: Any, request: gr.Request) -> None:
        actions.stop(job_id, owner_of(request))

    async def try_all(values: dict[Any, Any], request: gr.Request) -> AsyncIterator[Any]:
        async with aclosing(try_styles(actions, shelf, form_of(page, values), owner_of(request))) as sheets:
            async for sheet in sheets:
                yield sheet

    stage = [page.stage, page.generate, page.stop]
    asked = set(page.controls.named().values())
    page.generate.click(generate, asked, stage, concurrency_limit=None, trigger_mode="once", **QUIET)
    onto = [*stage, page.controls.style, page.controls.seed]
    page.try_all.click(try_all, asked, onto, concurrency_limit=None, trigger_mode="once", **QUIET)
    page.stop.click(stop_job, page.job_box, None, js=STOPPING, **AT_ONCE)
    page.blocks.load(attach, page.job_box, stage, js=TAB_JOB, concurrency_limit=None, **QUIET)
    page.blocks.load(actions.readiness, None, page.model_note, concurrency_limit=None, **QUIET)


def _wire_reading(page: Page, actions: Actions) -> None:
    controls = page.controls
    for trigger in (controls.prompt.change, controls.model.change, page.blocks.load):
        trigger(actions.reading, *_read(page), **LATEST)


def _read(page: Page) -> tuple[list[Any], Any]:
    return [page.controls.prompt, page.controls.style, page.controls.model], page.reading


def _wire_photo(page: Page, actions: Actions) -> None:
    controls = page.controls
    told = [controls.source, page.photo_note, page.recall_photo]
    controls.photo.change(actions.take_photo, controls.photo, told, **LATEST).then(
        actions.survives, *_survives(page), **LATEST
    )
    page.sample.click(actions.sample, None, controls.photo, **AT_ONCE)
    for slider in (controls.strength, controls.num_steps, controls.width_px, controls.height_px):
        slider.change(actions.survives, *_survives(page), **LATEST)
    for choice in (controls.fit, controls.source, controls.all_steps, controls.model):
        choice.change(actions.survives, *_survives(page), **LATEST)


def _survives(page: Page) -> tuple[list[Any], Any]:
    c = page.controls
    return [c.strength, c.all_steps, c.num_steps, c.photo, c.fit, c.model, c.width_px, c.height_px], page.survives


def _wire_recall(page: Page, actions: Actions) -> None:
    named = page.controls.named()
    told = [*(named[name] for name in LABELS), page.controls.style, page.controls.source, page.recall_note]
    page.recall.upload(actions.recall, [page.recall, page.controls.model], told, **AT_ONCE)
    page.recall_photo.click(actions.recall, [page.controls.photo, page.controls.model], told, **AT_ONCE)


def _wire_history(page: Page, actions: Actions, history: History) -> None:
    def again(asked: Any, model: Any) -> list[Any]:
        return reuse(history, actions.desk.catalog, asked, model)

    named = page.controls.named()
    told = [*(named[name] for name in LABELS), page.controls.style, page.controls.source, page.history_note]
    assert page.history is not None
    page.history.reuse(again, [page.history, page.controls.model], told, **AT_ONCE)


def _wire_model(page: Page, actions: Actions) -> None:
    c = page.controls
    suited = [c.source, c.negative_prompt, c.scheduler, c.width_px, c.height_px]
    c.model.input(actions.suit, [c.model, c.scheduler], suited, **LATEST)


def _wire_seed(page: Page) -> None:
    seed = page.controls.seed
    # Gradio's number field starts at 0 where it should be empty.
    page.blocks.load(None, None, seed, js=NOTHING, **AT_ONCE)
    page.dice.click(None, None, seed, js=ROLL, **AT_ONCE)
    page.reuse.click(None, None, seed, js=LAST_SEED, **AT_ONCE)
    page.any_seed.click(None, None, seed, js=NOTHING, **AT_ONCE)


def _wire_presets(page: Page, actions: Actions, shelf: Shelf) -> None:
    controls, presets = page.controls, page.presets
    numbers = [controls.guidance_scale, controls.num_steps, controls.strength, controls.scheduler]
    controls.style.pick(
        shelf.choose,
        [controls.style, controls.prompt, controls.negative_prompt, controls.model],
        [controls.negative_prompt, *numbers, presets.template],
        **LATEST,
    )
    controls.style.pick(actions.reading, *_read(page), **LATEST)
    told = [controls.style, presets.name, presets.note]
    page.blocks.load(shelf.refresh, controls.style, controls.style, **AT_ONCE)
    presets.save.click(
        shelf.save,
        [presets.name, presets.template, controls.negative_prompt, *numbers],
        told, **AT_ONCE,
    )  # fmt: skip
    presets.rename.click(shelf.rename, [controls.style, presets.name], told, **AT_ONCE)
    presets.delete.click(shelf.delete, controls.style, told, **AT_ONCE)
    presets.load.upload(shelf.load, presets.load, told, **AT_ONCE)
    presets.export.click(None, controls.style, None, js=EXPORT, **AT_ONCE)
