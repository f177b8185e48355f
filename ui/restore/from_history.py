"""Settings of a kept run back onto the page, all or some, by the way that a picture's settings take."""

from __future__ import annotations

from pipeline.checks import one_of, shown
from pipeline.errors import GenerationError, InvalidRequest
from pipeline.metadata.picture_files import FoundSettings, find_settings
from pipeline.models.catalog import Catalog
from presets.history.history import History
from ui.form.choices import SOURCES, sources_of
from ui.gradio_kit.updates import Updates
from ui.messages import sentence
from ui.restore.usable_settings import LABELS, usable_settings

PARTS = {
    "all": tuple(LABELS),
    "prompt": ("prompt", "negative_prompt"),
    "seed": ("seed", "variation_seed", "variation_strength"),
}
PHOTO_BACK = "Its photo is back too, framed and masked as it was."
PHOTO_GONE = "Its photo is not kept: choose it again."


def settings_of_run(history: History, catalog: Catalog, wish: object, model: object) -> Updates:
    """What is wanted of a kept run, as `from_picture.settings_in` gives it: `LABELS`, style, source and the note."""
    try:
        found, part = _found(history, wish)
        wanted = {name: value for name, value in found.settings.items() if name in PARTS[part]}
        known = model if isinstance(model, str) and model in catalog else catalog.default
        usable = usable_settings(FoundSettings(settings=wanted, origin=found.origin), catalog, known)
    except (GenerationError, OSError) as error:
        text = sentence(error) if isinstance(error, GenerationError) else "This picture is no longer there."
        return {"settings_note": {"text": text, "tone": "bad"}}
    has_photo = part == "all" and history.original(key_of(wish)) is not None
    note = {"text": usable.sentence + _photo_line(found, part, has_photo=has_photo), "tone": "good"}
    updates: Updates = {**usable.values, "settings_note": note}
    if part != "seed":
        updates["style"] = ""
    if part == "all":
        usual = sources_of(catalog.spec(str(usable.values.get("model", known))))[0]
        updates["source"] = SOURCES[1] if has_photo else usual
    return updates


def key_of(wish: object) -> str:
    """Which run is wanted: what the history panel says is {"key", "image", "part"}."""
    key = wish.get("key") if isinstance(wish, dict) else None
    return key if isinstance(key, str) else ""


def _photo_line(found: FoundSettings, part: str, *, has_photo: bool) -> str:
    if part != "all" or not found.settings.get("photo"):
        return ""
    return f" {PHOTO_BACK if has_photo else PHOTO_GONE}"


def _found(history: History, wish: object) -> tuple[FoundSettings, str]:
    """The settings inside the kept picture, and which of them are wanted. Raises `GenerationError`."""
    fields = wish if isinstance(wish, dict) else {}
    key, image, part = fields.get("key"), fields.get("image", 0), fields.get("part", "all")
    one_of("Part", part, tuple(PARTS))
    path = history.files.picture(key, image) if isinstance(key, str) and isinstance(image, int) else None
    if path is None:
        raise InvalidRequest("History", f"got {shown(key)}, and there is no such picture (any more).")
    return find_settings(path), part
