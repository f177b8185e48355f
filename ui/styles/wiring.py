"""The events of the style cards and of the corner where styles are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from pipeline.errors import GenerationError
from ui.finish import settings_in as brought
from ui.gradio_kit.event_modes import AT_ONCE, LATEST, QUIET
from ui.painting.actions import Actions
from ui.styles import choice as style_form
from ui.styles.import_export import told_export, told_format
from ui.styles.styles import AS_CHOSEN, Shelf, Suits, Told, bad
from ui.styles.try_all import open_card, try_styles
from ui.web.visitors import owner_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.form.form import Form
    from ui.page.layout import Page


def save_suited(shelf: Shelf, low: Any, high: Any, *values: Any) -> Told:
    """Save preset, with the two ends of the guidance range before what `save` takes."""
    try:
        suits = style_form.guidance_range(low, high)
    except GenerationError as error:
        return gr.skip(), gr.skip(), bad(error)
    return save(shelf, *values, suits=suits)


def save(shelf: Shelf, *values: Any, suits: Suits = AS_CHOSEN) -> Told:
    """Save preset: the settings of the page and, last, what the Finish panel says."""
    *settings, panel = values
    try:
        finish = brought.finish_on_page(panel)
    except GenerationError as error:
        return gr.skip(), gr.skip(), bad(error)
    return shelf.save(*(*settings, finish, suits))


# A style's key, or the styles of a mix, and a format into the address of a file: nothing of it is ever a path.
EXPORT = """(note, kind, chosen) => {
  if (note?.tone !== 'good') return;
  const keys = (Array.isArray(chosen) ? chosen.map(({ key }) => key) : [chosen]).filter(Boolean);
  const link = document.createElement('a');
  const query = new URLSearchParams(keys.map((key) => ['key', key]));
  link.href = new URL(`export/styles.${encodeURIComponent(kind)}?${query}`, document.baseURI).href;
  link.download = '';
  link.click();
}"""


def wire_presets(page: Page, actions: Actions, shelf: Shelf, form_of: Callable[[Page, dict[Any, Any]], Form]) -> None:
    """All of them. Called inside `page.blocks`."""
    _wire_choice(page, shelf)
    _wire_cards(page, shelf)
    _wire_painting(page, actions, shelf, form_of)
    _wire_keeping(page, actions, shelf)


def _filled(page: Page) -> list[Any]:
    """Onto what a choice goes: what `style_form.choose` tells, in its order."""
    controls, presets = page.controls, page.presets
    numbers = [controls.guidance_scale, controls.num_steps, controls.strength, controls.scheduler]
    words = [presets.template, presets.name, *presets.described, *presets.suits]
    return [controls.negative_prompt, *numbers, *words, presets.negative_set]


def _wire_choice(page: Page, shelf: Shelf) -> None:
    controls, presets = page.controls, page.presets
    controls.style.pick(
        partial(style_form.choose, shelf),
        [controls.style, controls.prompt, controls.negative_prompt, controls.model, presets.negative_set],
        _filled(page),
        **LATEST,
    )
    controls.style.pick(partial(style_form.from_style, shelf), controls.style, page.finish, **LATEST)
    controls.style.pick(shelf.suits, controls.style, page.suits, **LATEST)
    # Gradio's number fields start at 0 where they should be empty.
    page.blocks.load(None, None, presets.suits, js="() => [null, null]", **AT_ONCE)
    page.blocks.load(shelf.refresh, controls.style, controls.style, **AT_ONCE)


def _wire_cards(page: Page, shelf: Shelf) -> None:
    def star(event: gr.EventData) -> Any:
        return shelf.star(event._data.get("key"), event._data.get("favourite"))

    def move(event: gr.EventData) -> Any:
        return shelf.move(event._data.get("key"), event._data.get("before"))

    def unpaint(event: gr.EventData) -> Any:
        return shelf.unpaint(event._data.get("key"))

    style = page.controls.style
    for listen, handler in ((style.star, star), (style.move, move), (style.unpaint, unpaint)):
        listen(handler, None, [style, page.presets.note], **AT_ONCE)


def _wire_painting(page: Page, actions: Actions, shelf: Shelf, form_of: Callable[[Page, dict[Any, Any]], Form]) -> None:
    # Gradio gives the names of handlers to its public functions too, and the first one there has it.
    async def paint_cards(values: dict[Any, Any], event: gr.EventData, request: gr.Request) -> AsyncIterator[Any]:
        keys = event._data.get("keys")
        wanted = keys if isinstance(keys, list) else []
        async with aclosing(try_styles(actions, shelf, form_of(page, values), owner_of(request), wanted)) as sheets:
            async for sheet in sheets:
                yield sheet

    asked = set(page.controls.named().values())
    page.controls.style.paint(paint_cards, asked, page.series, concurrency_limit=None, trigger_mode="once", **QUIET)


def wire_full(page: Page, actions: Actions, shelf: Shelf, generate: Any) -> None:
    """“Paint in full” on a card: what choosing it does, and Generate. Called inside `page.blocks`."""

    def open_it(prompt: Any, negative: Any, model: Any, set_by_style: Any, event: gr.EventData) -> list[Any]:
        return open_card(shelf, event._data, prompt, negative, model, set_by_style)

    c, presets = page.controls, page.presets
    going = [c.prompt, c.negative_prompt, c.model, presets.negative_set]
    opened = c.style.full(open_it, going, [c.style, c.seed, *_filled(page)], **AT_ONCE)
    stage, asked = [page.stage, page.generate, page.stop], set(c.named().values())
    opened.success(generate, asked, stage, concurrency_limit=None, trigger_mode="once", **QUIET)
    opened.success(actions.reading, page.read, page.reading, **LATEST)
    opened.success(shelf.suits, c.style, page.suits, **AT_ONCE)
    opened.success(partial(style_form.from_style, shelf), c.style, page.finish, **AT_ONCE)


def _wire_keeping(page: Page, actions: Actions, shelf: Shelf) -> None:
    controls, presets = page.controls, page.presets
    told = [controls.style, presets.name, presets.note]
    numbers = [controls.guidance_scale, controls.num_steps, controls.strength, controls.scheduler]
    words = [presets.name, presets.template, controls.negative_prompt]
    going = [controls.style, controls.negative_prompt, controls.model, presets.negative_set]
    restored = [controls.style, presets.note, *_filled(page), page.finish]
    asked = [*presets.suits, *words, *numbers, *presets.described, controls.style, page.finish]
    choosing = (
        presets.save.click(partial(save_suited, shelf), asked, told, **AT_ONCE),
        presets.delete.click(partial(style_form.delete, shelf), going, restored[:-1], **AT_ONCE),
        presets.note.undo(partial(style_form.undo, shelf), [presets.note, controls.model], restored, **AT_ONCE),
        presets.load.upload(partial(style_form.bring, shelf), [presets.load, *going[1:]], restored, **AT_ONCE),
    )
    for event in choosing:
        event.then(shelf.suits, controls.style, page.suits, **AT_ONCE)
        event.then(actions.reading, page.read, page.reading, **AT_ONCE)
    presets.rename.click(shelf.rename, [controls.style, presets.name], told, **AT_ONCE)
    wanted = [presets.export_as, controls.style]
    presets.export.click(partial(told_export, shelf), wanted, presets.note, **AT_ONCE).then(
        None, [presets.note, *wanted], None, js=EXPORT, **AT_ONCE
    )
    presets.export_as.input(told_format, presets.export_as, presets.export_as, **AT_ONCE)
