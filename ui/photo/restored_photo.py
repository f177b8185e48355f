"""Whether the photo on the page came back with settings, which say themselves where painting starts from."""

from __future__ import annotations

from pathlib import Path

from ui.restore.history_photo import REUSED


def is_restored(photo: object, bar: object) -> bool:
    """Whether the photo on the page is one that `reuse_run` or `photo_back` gave: they say where painting starts from,
    and by the time that the photo's own event is answered a person may have said otherwise."""
    return Path(str(_path(photo))).parent.name == REUSED or _was_put_back(photo, bar)


def _was_put_back(photo: object, bar: object) -> bool:
    if not isinstance(bar, dict) or not isinstance(bar.get("photo"), dict):
        return False
    before = bar["photo"].get("photo")
    return before not in (None, "") and "undo" not in bar.get("can", ()) and _path(before) == _path(photo)


def _path(upload: object) -> object:
    return upload.get("path") if isinstance(upload, dict) else upload
