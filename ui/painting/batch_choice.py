"""Which photos a batch is to paint: what the panel “Many photos at once” says, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.errors import InvalidRequest
from ui.messages import printable
from ui.web.uploads import MAX_NAME_CHARS

MAX_PHOTOS = 500
MAX_LEFT_OUT = 500
# Why the panel has left a file of a folder out.
REASONS = {
    "kind": "It is no picture that can be painted from: JPEG, PNG, WebP and GIF are.",
    "large": "The file is larger than 15 MB.",
    "many": f"More than {MAX_PHOTOS} photos: paint the others afterwards.",
    "lost": "It could not be uploaded: choose it again.",
}


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """`photos` are file values of gradio, still unchecked; `left_out` are names, each with the reason."""

    photos: tuple[Any, ...]
    left_out: tuple[tuple[str, str], ...] = ()


def parse_chosen(value: Any) -> Chosen:
    """From {"photos": [file, ...], "left_out": [{"name", "why"}, ...], "uploading": how many}.

    Raises `InvalidRequest` for "Photos".
    """
    fields = value if isinstance(value, dict) else {}
    photos, left_out = fields.get("photos"), fields.get("left_out")
    if fields.get("uploading"):
        raise InvalidRequest("Photos", "some are still on their way: wait until all are here.")
    chosen = tuple(photos) if isinstance(photos, list) else ()
    if not 1 <= len(chosen) <= MAX_PHOTOS:
        raise InvalidRequest("Photos", f"got {len(chosen)}, allowed are 1 to {MAX_PHOTOS}: choose them first.")
    named = [_left_out(each) for each in left_out[:MAX_LEFT_OUT]] if isinstance(left_out, list) else []
    return Chosen(photos=chosen, left_out=tuple(named))


def _left_out(told: Any) -> tuple[str, str]:
    fields = told if isinstance(told, dict) else {}
    name, why = fields.get("name"), fields.get("why")
    return printable(name)[:MAX_NAME_CHARS] if isinstance(name, str) else "a file", REASONS.get(
        str(why), REASONS["kind"]
    )
