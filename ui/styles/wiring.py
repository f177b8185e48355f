"""The events of the style cards and of the corner where styles are saved."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from functools import partial
from typing import Any

from ui.form.form import FORM, form_of
from ui.gradio_kit.event_modes import AT_ONCE, LATEST, ONCE
from ui.gradio_kit.updates import Page, Updates, Values
from ui.painting.actions import Actions
from ui.painting.series import SERIES
from ui.painting.wiring import paint_after
from ui.prompt.wiring import read_after
from ui.styles import choice
from ui.styles.choice import CHOOSING, FILLED, SAVED
from ui.styles.import_export import describe_export, describe_format
from ui.styles.styles import Styles
from ui.styles.try_all import open_card, try_styles
from ui.web.responses import Json

NO_RANGE = "() => ({ suits_from: null, suits_to: null })"
# A style's key, or the styles of a mix, and a format into the address of a file: nothing of it is ever a path.
EXPORT = """({ preset_note, export_as, style }) => {
  if (preset_note?.tone !== 'good') return;
  const keys = (Array.isArray(style) ? style.map(({ key }) => key) : [style]).filter(Boolean);
  const link = document.createElement('a');
  const query = new URLSearchParams(keys.map((key) => ['key', key]));
  link.href = new URL(`export/styles.${encodeURIComponent(export_as)}?${query}`, document.baseURI).href;
  link.download = '';
  link.click();
}"""


def wire_presets(page: Page, actions: Actions, styles: Styles) -> None:
    """All of them. Called inside `page.blocks`."""
    _wire_choice(page, styles)
    _wire_cards(page, styles)
    _wire_painting(page, actions, styles)
    _wire_saving(page, actions, styles)


def show_range(page: Page, styles: Styles, trigger: Callable[..., object], **mode: Any) -> None:
    """The band of the chosen style on the guidance slider. mode: words of all kinds, as `Named.on` takes them."""

    def suits(values: Values) -> Updates:
        return {"suits": styles.suits(values["style"])}

    page.on(trigger, suits, ["style"], ["suits"], **mode)


def _show_finish(page: Page, styles: Styles, trigger: Callable[..., object], **mode: Any) -> None:
    """The chosen style's finish in the Finish panel."""

    def finish(values: Values) -> Updates:
        return {"finish": choice.from_style(styles, values["style"])}

    page.on(trigger, finish, ["style"], ["finish"], **mode)


def _wire_choice(page: Page, styles: Styles) -> None:
    def refresh(values: Values) -> Updates:
        return {"style": styles.cards_update()}

    picked = page["style"].pick
    page.on(picked, partial(choice.choose, styles), CHOOSING, FILLED, **LATEST)
    _show_finish(page, styles, picked, **LATEST)
    show_range(page, styles, picked, **LATEST)
    # Gradio's number fields start at 0 where they should be empty.
    page.in_browser(page.blocks.load, NO_RANGE, (), ("suits_from", "suits_to"), **AT_ONCE)
    page.on(page.blocks.load, refresh, ["style"], ["style"], **AT_ONCE)


def _wire_cards(page: Page, styles: Styles) -> None:
    def star(values: Values, event: Json) -> Updates:
        return styles.star(event.get("key"), event.get("favourite"))

    def move(values: Values, event: Json) -> Updates:
        return styles.move(event.get("key"), event.get("before"))

    def unpaint(values: Values, event: Json) -> Updates:
        return styles.unpaint(event.get("key"))

    style = page["style"]
    for trigger, handler in ((style.star, star), (style.move, move), (style.unpaint, unpaint)):
        page.on(trigger, handler, (), ("style", "preset_note"), **AT_ONCE)


def _wire_painting(page: Page, actions: Actions, styles: Styles) -> None:
    def paint_cards(values: Values, owner: str, event: Json) -> AsyncGenerator[Updates, None]:
        keys = event.get("keys")
        return try_styles(actions, styles, form_of(values), owner, keys if isinstance(keys, list) else [])

    page.on(page["style"].paint, paint_cards, FORM, SERIES, **ONCE)


def wire_full(page: Page, actions: Actions, styles: Styles) -> None:
    """“Paint in full” on a card: what choosing it does, and Generate. Called inside `page.blocks`."""
    opened = page.on(page["style"].full, partial(open_card, styles), CHOOSING, ("style", "seed", *FILLED), **AT_ONCE)
    paint_after(page, opened.success, actions)
    read_after(page, opened.success, actions.forms, actions.engine, **LATEST)
    show_range(page, styles, opened.success, **AT_ONCE)
    _show_finish(page, styles, opened.success, **AT_ONCE)


def _wire_saving(page: Page, actions: Actions, styles: Styles) -> None:
    saved, restored = ("style", "preset_name", "preset_note"), ("style", "preset_note", *FILLED, "finish")
    choosing = (
        page.on(page["save_preset"].click, partial(choice.save, styles), SAVED, saved, **AT_ONCE),
        page.on(page["delete_preset"].click, partial(choice.delete, styles), CHOOSING, restored, **AT_ONCE),
        page.on(page["preset_note"].undo, partial(choice.undo, styles), ("preset_note", "model"), restored, **AT_ONCE),
        page.on(
            page["import_presets"].upload, partial(choice.import_styles, styles), ("import_presets", *CHOOSING),
            restored, **AT_ONCE,
        ),
    )  # fmt: skip
    for event in choosing:
        show_range(page, styles, event.then, **AT_ONCE)
        read_after(page, event.then, actions.forms, actions.engine, **AT_ONCE)

    def rename(values: Values) -> Updates:
        return styles.rename(values["style"], values["preset_name"])

    page.on(page["rename_preset"].click, rename, ("style", "preset_name"), saved, **AT_ONCE)
    exported = page.on(
        page["export_presets"].click,
        partial(describe_export, styles),
        ("export_as", "style"),
        ["preset_note"],
        **AT_ONCE,
    )
    page.in_browser(exported.then, EXPORT, ("preset_note", "export_as", "style"), **AT_ONCE)
    page.on(page["export_as"].input, describe_format, ["export_as"], ["export_as"], **AT_ONCE)
