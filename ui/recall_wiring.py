"""The events of settings that come out of a picture: by button, by drop, by paste, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui import arriving
from ui.actions import Actions
from ui.event_modes import AT_ONCE

if TYPE_CHECKING:
    from ui.layout import Page

# Where nothing was restored, what is on the page stays.
BACK = "(bar, ...now) => (bar?.before ? [...bar.before, bar.unfinish] : now)"
UNDO = """(bar, ...now) => [
  ...(bar?.before ? [...bar.before, bar.unfinish] : now),
  { file: bar?.file ?? null, text: "Everything is as it was before.", can: ["settings", "photo"] },
]"""


def wire_recall(page: Page, actions: Actions, onto: list[Any], note: Any) -> None:
    """All of them. Called inside `page.blocks`. onto: what settings go to, `note` among it."""
    c, bar = page.controls, page.arrival
    kept = [part for part in onto if part is not note]
    told = [*onto, page.finish, c.photo, bar]
    asked = [c.model, c.style, page.presets.name, *kept]

    def arrive(bar: Any, *asked: Any) -> list[Any]:
        return arriving.arrive(actions, bar, *asked)

    def restore(picture: Any, *asked: Any) -> list[Any]:
        return arriving.restore(actions, picture, *asked)

    def use_settings(bar: Any, *asked: Any) -> list[Any]:
        return arriving.restore(actions, bar.get("file") if isinstance(bar, dict) else None, *asked)

    def use_photo(bar: Any) -> list[Any]:
        return arriving.as_photo(actions, bar)

    page.recall.upload(restore, [page.recall, *asked], told, **AT_ONCE)
    page.recall_photo.click(restore, [c.photo, *asked], told, **AT_ONCE)
    bar.arrive(arrive, [bar, *asked], told, **AT_ONCE)
    bar.settings(use_settings, [bar, *asked], told, **AT_ONCE)
    bar.undo(None, [bar, *kept, page.finish], [*kept, page.finish, bar], js=UNDO, **AT_ONCE)
    back = bar.photo(None, [bar, *kept, page.finish], [*kept, page.finish], js=BACK, **AT_ONCE)
    back.then(use_photo, bar, [c.photo, bar], **AT_ONCE)
