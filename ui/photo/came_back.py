"""Whether the photo on the page came back with settings, which say themselves where painting starts from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ui.restore.history_photo import REUSED


def brings_its_source(photo: Any, bar: Any) -> bool:
    """Whether the photo on the page is one that `take` or `photo_back` gave: they say where painting starts from, and
    by the time that the photo's own event is answered a person may have said otherwise."""
    return Path(str(_path(photo))).parent.name == REUSED or _was_put_back(photo, bar)


def _was_put_back(photo: Any, bar: Any) -> bool:
    before = bar.get("photo") if isinstance(bar, dict) else None
    stood = before[0] if isinstance(before, list) and before else None
    return stood not in (None, "") and "undo" not in bar.get("can", ()) and _path(stood) == _path(photo)


def _path(upload: Any) -> Any:
    return upload.get("path") if isinstance(upload, dict) else upload
