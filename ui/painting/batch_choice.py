"""Which photos a batch is to paint: what the panel “Many photos at once” says, checked."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import InvalidRequest
from ui.messages import printable
from ui.web.uploads import MAX_NAME_CHARS

MAX_PHOTOS = 500
MAX_UNUSABLE = 500
# Why the panel has left a file of a folder out.
REASONS = {
    "kind": "It is no picture that can be painted from: JPEG, PNG, WebP and GIF are.",
    "large": "The file is larger than 15 MB.",
    "many": f"More than {MAX_PHOTOS} photos: paint the others afterwards.",
    "lost": "It could not be uploaded: choose it again.",
}


@dataclass(frozen=True, kw_only=True)
class BatchChoice:
    """`photos` are file values of gradio, still unchecked; `unusable` are names of files, each with the reason."""

    photos: tuple[object, ...]
    unusable: tuple[tuple[str, str], ...] = ()


def parse_batch_choice(value: object) -> BatchChoice:
    """From {"photos": [file, ...], "left_out": [{"name", "why"}, ...], "uploading": how many}.

    Raises `InvalidRequest` for "Photos".
    """
    fields = value if isinstance(value, dict) else {}
    photos, unusable = fields.get("photos"), fields.get("left_out")
    if fields.get("uploading"):
        raise InvalidRequest("Photos", "some are still on their way: wait until all are here.")
    chosen = tuple(photos) if isinstance(photos, list) else ()
    if not 1 <= len(chosen) <= MAX_PHOTOS:
        raise InvalidRequest("Photos", f"got {len(chosen)}, allowed are 1 to {MAX_PHOTOS}: choose them first.")
    named = [_unusable_file(entry) for entry in unusable[:MAX_UNUSABLE]] if isinstance(unusable, list) else []
    return BatchChoice(photos=chosen, unusable=tuple(named))


def _unusable_file(entry: object) -> tuple[str, str]:
    fields = entry if isinstance(entry, dict) else {}
    name, reason = fields.get("name"), REASONS.get(str(fields.get("why")), REASONS["kind"])
    return printable(name)[:MAX_NAME_CHARS] if isinstance(name, str) else "a file", reason
