"""A picture that came onto the page: the settings in it, or else the picture as the photo, and the way back.

The bar's value is {"file", "text", "tone", "can", "before", "unfinish"}: `can` is what it offers ("settings", "photo",
"undo"), `before` are the values that stood where the settings went, in that order, which the browser puts back itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.errors import GenerationError
from ui.finish.settings_in import from_picture
from ui.photo.handlers import PhotoActions
from ui.restore.settings import LABELS
from ui.styles.choice import LEFT, leave
from ui.web.uploads import uploaded_file

Json = dict[str, Any]
PLACES = len(LABELS) + 3 + LEFT  # what `recall` gives, and what `leave` does
ITS_OWN = "It carries settings of its own."
PHOTO_NOW = "It is the photo now."


def arrive(photos: PhotoActions, bar: Any, model: Any, chosen: Any, name: Any, *now: Any) -> list[Any]:
    """A picture was dropped or pasted: what `restore` gives where it carries settings, else it is the photo.

    now: what stands where settings go, without the note.
    """
    picture = bar.get("file") if isinstance(bar, dict) else None
    if photos.carries_settings(picture):
        told = restore(photos, picture, model, chosen, name, *now)
        told[len(LABELS) + 2] = gr.skip()  # the bar says it
        if any(value != gr.skip() for value in told[: len(LABELS)]):
            return told
    return [*[gr.skip()] * (PLACES + 1), *_as_photo(photos, picture, {})]


def restore(photos: PhotoActions, picture: Any, model: Any, chosen: Any, name: Any, *now: Any) -> list[Any]:
    """What `recall` gives, what `leave` does, then the Finish panel, the photo (which stays), and the bar."""
    came = photos.recall(picture, model)
    left = leave(photos.desk.styles, chosen, name, came)
    note = came[-1]
    if note["tone"] == "bad":
        return [*came, *left, gr.skip(), gr.skip(), {}]
    bar = {
        "file": picture,
        "text": note["text"],
        "tone": "good",
        "can": ["photo", "undo"],
        "before": list(now),
        "unfinish": from_picture({}),
    }
    return [*came, *left, photos.recall_finish(picture), gr.skip(), bar]


def as_photo(photos: PhotoActions, bar: Any) -> list[Any]:
    """“Use it as the photo instead”: photo and bar. What stood on the page is back already."""
    told = bar if isinstance(bar, dict) else {}
    return _as_photo(photos, told.get("file"), {"can": ["settings"], "text": f"{PHOTO_NOW} {ITS_OWN}"})


def _as_photo(photos: PhotoActions, picture: Any, told: Json) -> list[Any]:
    try:
        path: Path = uploaded_file("Photo", picture, photos.desk.uploads_dir)
    except GenerationError as error:
        return [gr.skip(), {"text": str(error), "tone": "bad"}]
    return [str(path), {**told, "file": picture} if told else {}]
