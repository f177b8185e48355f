"""The photos that kept runs began from: each of them once, however many runs do, and gone with the last one.

history/photos/<fingerprint of its pixels>.png holds a photo as it was decoded: upright, without metadata, and whole,
so that another crop can be taken of it.
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.photo.original import Original, fingerprint
from presets.history.files import HALF, write_through

FOLDER = "photos"
NAME = re.compile(r"[0-9a-f]{32}")
FRESH_S = 60.0  # a run that is being kept just now may be about to name it


class HistoryPhotos:
    """The files below `root`. Raises OSError where the disk does."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER

    def path(self, photo: object) -> Path | None:
        """The PNG of that fingerprint, None where there is none."""
        if not isinstance(photo, str) or not NAME.fullmatch(photo):
            return None
        path = self.folder / f"{photo}.png"
        return path if path.is_file() else None

    def keep(self, original: Original) -> dict[str, Any]:
        """Writes the photo where it is not there yet; what about.json says of it."""
        photo = fingerprint(original.photo)
        path = self.path(photo)
        if path is None:
            self._write(photo, original)
        else:
            os.utime(path)
        return {"photo": photo, "fit": original.fit, "framing": original.framing}

    def _write(self, photo: str, original: Original) -> None:
        out = io.BytesIO()
        original.photo.save(out, "PNG", compress_level=4)
        self.folder.mkdir(parents=True, exist_ok=True)
        half = self.folder / f"{photo}.{os.getpid()}{HALF}"
        half.unlink(missing_ok=True)
        try:
            write_through(half, out.getvalue())
            half.rename(self.folder / f"{photo}.png")
        except OSError:
            half.unlink(missing_ok=True)
            raise

    def size(self, photo: str) -> int:
        """Bytes of a photo's file."""
        path = self.path(photo)
        return 0 if path is None else path.stat().st_size

    def remove(self, photo: str) -> bool:
        """Removes a photo that no run names; whether it is gone. One that was used a moment ago stays for now."""
        path = self.path(photo)
        if path is None:
            return True
        if time.time() - path.stat().st_mtime < FRESH_S:
            return False
        path.unlink(missing_ok=True)
        return True

    def sweep(self, named: Iterable[str]) -> None:
        """Removes what a process that was killed left: half written files, and photos that nothing names."""
        named_files = {f"{photo}.png" for photo in named}
        for file in list(self.folder.iterdir()) if self.folder.is_dir() else ():
            if file.name not in named_files and time.time() - file.stat().st_mtime >= FRESH_S:
                file.unlink(missing_ok=True)


def add_row(connection: sqlite3.Connection, photo: str, size: int) -> None:
    """Enters the photo of a run, where it has none of that name yet."""
    connection.execute("INSERT OR IGNORE INTO history_photos (photo, bytes) VALUES (?, ?)", (photo, size))


def photos_in_use(connection: sqlite3.Connection) -> list[str]:
    """The photos of all runs, deleted ones too."""
    return [photo for (photo,) in connection.execute("SELECT DISTINCT photo FROM runs WHERE photo <> ''")]


def remove_unused(connection: sqlite3.Connection, photos: HistoryPhotos) -> None:
    """Removes the photos of runs that are gone for good."""
    unused = connection.execute("SELECT photo FROM history_photos WHERE photo NOT IN (SELECT photo FROM runs)")
    for (photo,) in unused.fetchall():
        if photos.remove(photo):
            connection.execute("DELETE FROM history_photos WHERE photo = ?", (photo,))
