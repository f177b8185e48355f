"""The events of the photo: what it is, how it is framed, and what survives of it."""

from __future__ import annotations

from functools import partial

from gradio.events import Dependency

from ui.form.form import FormParser
from ui.gradio_kit.event_modes import AT_ONCE, LATEST
from ui.gradio_kit.updates import Page, Trigger
from ui.numbers.model_choice import SIDES
from ui.photo.fitting import SEEN, fit_to_photo
from ui.photo.handlers import SURVIVING, PhotoActions
from ui.prompt.wiring import read_after


def wire_photo(page: Page, photos: PhotoActions) -> None:
    """All of them. Called inside `page.blocks`."""
    photo, fit, width, height = page["photo"], page["fit"], page["width_px"], page["height_px"]
    about_photo = ("source", "photo_note", "photo_settings")
    taken = page.on(photo.change, photos.take_photo, ("photo", "dropped"), about_photo, **LATEST)
    read_after(page, _show_survives(page, photos, taken.then).then, photos.forms, photos.engine, **LATEST)
    for trigger in (photo.change, fit.change, width.change, height.change):
        page.on(trigger, photos.frame, SEEN, ["framing"], **LATEST)
    for trigger, side in ((photo.change, ""), (fit.change, ""), (width.input, "width_px"), (height.input, "height_px")):
        fit_after(page, trigger, photos.forms, side)
    _show_survives(page, photos, page["framing"].frame)
    page.on(page["sample"].click, photos.sample, (), ["photo"], **AT_ONCE)
    for name in ("strength", "num_steps", "width_px", "height_px", "fit", "source", "all_steps", "model"):
        _show_survives(page, photos, page[name].change)


def fit_after(page: Page, trigger: Trigger, forms: FormParser, moved: str = "") -> Dependency:
    """Where Fit is chosen, Width and Height follow the photo's shape. moved: as in `fit_to_photo`."""
    return page.on(trigger, partial(fit_to_photo, moved, forms), SEEN, SIDES, **LATEST)


def _show_survives(page: Page, photos: PhotoActions, trigger: Trigger) -> Dependency:
    return page.on(trigger, photos.survives, SURVIVING, ["survives"], **LATEST)
