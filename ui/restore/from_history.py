"""Settings of a kept run back onto the page, all or some, by the way that a picture's settings take."""

from __future__ import annotations

from typing import Any

import gradio as gr

from pipeline.checks import one_of, shown
from pipeline.errors import GenerationError, InvalidRequest
from pipeline.metadata.picture_files import FoundSettings, find_settings
from pipeline.models.catalog import Catalog
from presets.history.history import History
from ui.form.choices import SOURCES, sources_of
from ui.messages import sentence
from ui.restore.settings import LABELS, recall

PARTS = {
    "all": tuple(LABELS),
    "prompt": ("prompt", "negative_prompt"),
    "seed": ("seed", "variation_seed", "variation_strength"),
}
PHOTO_BACK = "Its photo is back too, framed and masked as it was."
PHOTO_GONE = "Its photo is not kept: choose it again."


def reuse(history: History, catalog: Catalog, asked: Any, model: Any) -> list[Any]:
    """`LABELS` in order, then style, source and the note, as `PhotoActions.recall` gives them."""
    try:
        found, part = _found(history, asked)
        wanted = {name: value for name, value in found.settings.items() if name in PARTS[part]}
        known = model if isinstance(model, str) and model in catalog else catalog.default
        taken = recall(FoundSettings(settings=wanted, origin=found.origin), catalog, known)
    except (GenerationError, OSError) as error:
        told = sentence(error) if isinstance(error, GenerationError) else "This picture is no longer there."
        return [*[gr.skip()] * (len(LABELS) + 2), {"text": told, "tone": "bad"}]
    values = [taken.values.get(name, gr.skip()) for name in LABELS]
    began = part == "all" and history.original(asked["key"]) is not None
    usual = sources_of(catalog.spec(taken.values.get("model", known)))[0]
    style, source = ("" if part != "seed" else gr.skip()), (SOURCES[1] if began else usual)
    source = source if part == "all" else gr.skip()
    return [*values, style, source, {"text": taken.sentence + _photo_line(found, part, began=began), "tone": "good"}]


def _photo_line(found: FoundSettings, part: str, *, began: bool) -> str:
    if part != "all" or not found.settings.get("photo"):
        return ""
    return f" {PHOTO_BACK if began else PHOTO_GONE}"


def _found(history: History, asked: Any) -> tuple[FoundSettings, str]:
    """The settings inside the kept picture, and which of them are wanted. Raises `GenerationError`."""
    fields = asked if isinstance(asked, dict) else {}
    key, image, part = fields.get("key"), fields.get("image", 0), fields.get("part", "all")
    one_of("Part", part, tuple(PARTS))
    path = history.files.picture(key, image) if isinstance(key, str) and isinstance(image, int) else None
    if path is None:
        raise InvalidRequest("History", f"got {shown(key)}, and there is no such picture (any more).")
    return find_settings(path), part
