"""The events of settings that come out of a picture: by button, by drop, by paste, out of the history, and back."""

from __future__ import annotations

from functools import partial

from gradio.events import Dependency

from presets.history.history import History
from ui.gradio_kit.event_modes import AT_ONCE
from ui.gradio_kit.updates import Handler, Page, Trigger, Updates, Values
from ui.numbers.model_choice import OFFERED, offer
from ui.painting.actions import Actions
from ui.prompt.wiring import read_after
from ui.restore.dropped_picture import FROM_PICTURE, as_photo, file_of, restore, take_dropped
from ui.restore.from_picture import RESTORED
from ui.restore.history_photo import FRAMED
from ui.restore.reuse_run import photo_back, reuse_run
from ui.styles.styles import Styles
from ui.styles.wiring import show_range

# Where nothing was restored, what is on the page stays.
BACK = "({ dropped }) => dropped?.before ?? {}"
UNDO = """({ dropped }) => ({
  ...(dropped?.before ?? {}),
  dropped: {
    file: dropped?.file ?? null, text: "Everything is as it was before.",
    can: dropped?.file ? ["settings", "photo"] : [], photo: dropped?.photo ?? null,
  },
})"""


def wire_restore(page: Page, actions: Actions, styles: Styles) -> None:
    """Settings out of pictures. Called inside `page.blocks`."""
    forms, bar = actions.forms, page["dropped"]

    def restore_file(source: str, values: Values) -> Updates:
        return restore(forms, styles, values[source], values)

    def restore_dropped(values: Values) -> Updates:
        return restore(forms, styles, file_of(values["dropped"]), values)

    def restored_by(trigger: Trigger, handler: Handler, source: str) -> Dependency:
        return page.on(trigger, handler, (source, *RESTORED), FROM_PICTURE, **AT_ONCE)

    restored = (
        restored_by(page["settings_file"].upload, partial(restore_file, "settings_file"), "settings_file"),
        restored_by(page["photo_settings"].click, partial(restore_file, "photo"), "photo"),
        restored_by(bar.arrive, partial(take_dropped, forms, styles), "dropped"),
        restored_by(bar.settings, restore_dropped, "dropped"),
    )
    undone = page.in_browser(bar.undo, UNDO, ["dropped"], (*RESTORED, "finish", "dropped"), **AT_ONCE)
    page.on(undone.then, partial(photo_back, forms), ["dropped"], FRAMED, **AT_ONCE)
    back = page.in_browser(bar.photo, BACK, ["dropped"], (*RESTORED, "finish"), **AT_ONCE)
    page.on(back.then, partial(as_photo, forms), ["dropped"], ("photo", "dropped"), **AT_ONCE)
    for event in (*restored, undone, back):
        _follow_style_and_model(page, actions, styles, event)


def wire_reuse(page: Page, actions: Actions, styles: Styles, history: History) -> None:
    """“Use these settings” in the history. Called inside `page.blocks`."""
    onto = (*RESTORED, *FRAMED)
    reused = page.on(
        page["history"].reuse,
        partial(reuse_run, history, actions.forms, styles),
        ("history", *onto),
        (*onto, "dropped"),
        **AT_ONCE,
    )
    _follow_style_and_model(page, actions, styles, reused)


def _follow_style_and_model(page: Page, actions: Actions, styles: Styles, event: Dependency) -> None:
    """What says something about the chosen style, or is offered with the model, and hears only of choices that a person
    makes."""
    page.on(event.then, partial(offer, actions.forms), ["model"], OFFERED, **AT_ONCE)
    show_range(page, styles, event.then, **AT_ONCE)
    read_after(page, event.then, actions.forms, actions.engine, **AT_ONCE)
