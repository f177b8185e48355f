"""A picture that came onto the page: the settings in it, or else the picture as the photo, and the way back.

The bar's value is {"file", "text", "tone", "can", "before"}: `can` is what it offers ("settings", "photo", "undo"),
`before` are the values, by name, that stood where the settings went, which the browser puts back itself.
"""

from __future__ import annotations

from pipeline.errors import GenerationError
from ui.finish.settings_in import from_picture
from ui.form.form import FormParser
from ui.gradio_kit.updates import Updates, Values
from ui.restore.from_picture import RESTORED, finish_in, holds_settings, settings_in
from ui.restore.usable_settings import LABELS
from ui.styles.choice import leave_style
from ui.styles.styles import Styles
from ui.web.responses import Json
from ui.web.uploads import uploaded_file

ITS_OWN = "It carries settings of its own."
PHOTO_NOW = "It is the photo now."
# What the settings of a picture, or the picture as the photo, update.
FROM_PICTURE = (*RESTORED, "settings_note", "finish", "photo", "dropped")


def take_dropped(forms: FormParser, styles: Styles, values: Values) -> Updates:
    """A picture was dropped or pasted: what `restore` gives where it carries settings, else it is the photo."""
    picture = file_of(values["dropped"])
    if holds_settings(forms, picture):
        updates = restore(forms, styles, picture, values)
        del updates["settings_note"]  # the bar says it
        if any(name in updates for name in LABELS):
            return updates
    return _as_photo(forms, picture, {})


def restore(forms: FormParser, styles: Styles, picture: object, values: Values) -> Updates:
    """The settings of a picture onto the page: `RESTORED`, the note, the Finish panel, and the bar."""
    settings = settings_in(forms, picture, values["model"])
    if "style" not in settings:
        return {**settings, "dropped": {}}
    note = settings["settings_note"]
    assert isinstance(note, dict)
    before = {**{name: values[name] for name in RESTORED}, "finish": from_picture({})}
    bar = {"file": picture, "text": note["text"], "tone": "good", "can": ["photo", "undo"], "before": before}
    return {**settings, **leave_style(styles, values), **finish_in(forms, picture), "dropped": bar}


def as_photo(forms: FormParser, values: Values) -> Updates:
    """“Use it as the photo instead”: photo and bar. What stood on the page is back already."""
    return _as_photo(forms, file_of(values["dropped"]), {"can": ["settings"], "text": f"{PHOTO_NOW} {ITS_OWN}"})


def file_of(bar: object) -> object:
    """The uploaded picture that the bar is about."""
    return bar.get("file") if isinstance(bar, dict) else None


def _as_photo(forms: FormParser, picture: object, bar: Json) -> Updates:
    try:
        path = uploaded_file("Photo", picture, forms.uploads_dir)
    except GenerationError as error:
        return {"dropped": {"text": str(error), "tone": "bad"}}
    return {"photo": str(path), "dropped": {**bar, "file": picture} if bar else {}}
