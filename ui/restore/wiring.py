"""The events of settings that come out of a picture: by button, by drop, by paste, out of the history, and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from presets.history.history import History
from ui.gradio_kit.event_modes import AT_ONCE
from ui.painting.actions import Actions
from ui.photo.handlers import PhotoActions
from ui.restore import dropped_picture as arriving
from ui.restore import with_undo as reusing

if TYPE_CHECKING:
    from ui.page.layout import Page

# Where nothing was restored, what is on the page stays.
BACK = "(bar, ...now) => (bar?.before ? [...bar.before, bar.unfinish] : now)"
UNDO = """(bar, ...now) => [
  ...(bar?.before ? [...bar.before, bar.unfinish ?? now.at(-1)] : now),
  { file: bar?.file ?? null, text: "Everything is as it was before.", can: bar?.file ? ["settings", "photo"] : [],
    photo: bar?.photo ?? null },
]"""


def wire_recall(page: Page, actions: Actions, photos: PhotoActions, onto: list[Any], note: Any) -> None:
    """All of them. Called inside `page.blocks`. onto: what settings go to, `note` among it."""
    c, bar = page.controls, page.arrival
    kept = [part for part in onto if part is not note]
    told = [*onto, page.finish, c.photo, bar]
    asked = [c.model, c.style, page.presets.name, *kept]

    def arrive(bar: Any, *asked: Any) -> list[Any]:
        return arriving.arrive(photos, bar, *asked)

    def restore(picture: Any, *asked: Any) -> list[Any]:
        return arriving.restore(photos, picture, *asked)

    def use_settings(bar: Any, *asked: Any) -> list[Any]:
        return arriving.restore(photos, bar.get("file") if isinstance(bar, dict) else None, *asked)

    def use_photo(bar: Any) -> list[Any]:
        return arriving.as_photo(photos, bar)

    restored = (
        page.recall.upload(restore, [page.recall, *asked], told, **AT_ONCE),
        page.recall_photo.click(restore, [c.photo, *asked], told, **AT_ONCE),
        bar.arrive(arrive, [bar, *asked], told, **AT_ONCE),
        bar.settings(use_settings, [bar, *asked], told, **AT_ONCE),
    )
    undone = bar.undo(None, [bar, *kept, page.finish], [*kept, page.finish, bar], js=UNDO, **AT_ONCE)
    undone.then(partial(reusing.photo_back, actions.desk), bar, _framed(page), **AT_ONCE)
    back = bar.photo(None, [bar, *kept, page.finish], [*kept, page.finish], js=BACK, **AT_ONCE)
    back.then(use_photo, bar, [c.photo, bar], **AT_ONCE)
    for event in (*restored, undone, back):
        _restyled(page, actions, event)


def wire_reuse(page: Page, actions: Actions, history: History, onto: list[Any]) -> None:
    """“Use these settings” in the history. Called inside `page.blocks`. onto: what settings go to, without a note."""
    c = page.controls
    onto = [*onto, *_framed(page)]
    asked = [page.history, c.model, c.style, page.presets.name, *onto]
    assert page.history is not None
    taken = page.history.reuse(partial(reusing.take, history, actions.desk), asked, [*onto, page.arrival], **AT_ONCE)
    _restyled(page, actions, taken)


def _restyled(page: Page, actions: Actions, event: Any) -> None:
    """What says something about the chosen style, or is offered with the model, and hears only of choices that a person
    makes."""
    event.then(actions.offer, page.controls.model, page.offered, **AT_ONCE)
    event.then(actions.desk.styles.suits, page.controls.style, page.suits, **AT_ONCE)
    event.then(actions.reading, page.read, page.reading, **AT_ONCE)


def _framed(page: Page) -> list[Any]:
    """Onto what a photo of the history goes, in the order of `reframe`."""
    c = page.controls
    return [c.photo, c.fit, c.framing, c.all_steps]
