"""The folder that a batch of photos fills: one PNG a photo, a report, and what makes it go on where it stopped.

A batch is known by its owner and its settings, so the same photos with the same settings find their folder again, after
a Stop, a reload or a restart, and only paint what is missing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.metadata.without_settings import plain_png
from ui.web.zip_stream import zip_of

REPORT = "report.csv"
KEPT_DAYS = 7
NAME_CHARS = 60


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one photo: `file` is its picture, or `reason` says why there is none."""

    photo: str
    file: str = ""
    reason: str = ""


class BatchFolder:
    """One batch on disk under `root`. `token` is its folder's name, which only its owner can know."""

    def __init__(self, root: Path, owner: str, settings: Mapping[str, object]) -> None:
        identity = json.dumps([owner, settings], sort_keys=True, default=str)
        self.token = hashlib.sha256(identity.encode()).hexdigest()[:32]
        self.path = root / self.token
        self.outcomes: list[Outcome] = []

    @property
    def series(self) -> str:
        """A name for all pictures of this batch that others may see: the token is not in it."""
        return hashlib.sha256(self.token.encode()).hexdigest()[:16]

    def target(self, name: str, data: bytes) -> Path:
        """Where the picture of a photo goes: by the photo's name, and by its bytes, since two may be called alike."""
        digest = hashlib.sha256(data).hexdigest()[:8]
        return self.path / f"{_plain(name)}-{digest}.png"

    def keep(self, target: Path, png: bytes) -> None:
        """Writes a picture so that a kill in the middle leaves none. Raises OSError."""
        self.path.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        partial.write_bytes(png)
        os.replace(partial, target)

    def note(self, outcome: Outcome) -> None:
        """Adds a line to the report. Raises OSError."""
        self.outcomes.append(outcome)
        self.path.mkdir(parents=True, exist_ok=True)
        lines = io.StringIO()
        writer = csv.writer(lines)
        writer.writerow(["photo", "picture", "problem"])
        writer.writerows([_inert(one.photo), one.file, _inert(one.reason)] for one in self.outcomes)
        (self.path / REPORT).write_text(lines.getvalue(), encoding="utf-8")


def archive_of(root: Path, token: str, *, with_settings: bool = True) -> bytes | None:
    """Pictures and report of a batch as a zip, the pictures with their settings or without any; None where there is
    no such batch."""
    folder = root / token
    if len(token) != 32 or not token.isalnum() or not (folder / REPORT).is_file():
        return None
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in (".png", ".csv")]
    bare = not with_settings
    files = ((path, path.read_bytes()) for path in paths)
    return b"".join(
        zip_of((path.name, plain_png(data) if bare and path.suffix == ".png" else data) for path, data in files)
    )


def sweep_batches(root: Path) -> None:
    """Removes the batches that nobody has gone on with for a week."""
    if not root.is_dir():
        return
    for folder in root.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > KEPT_DAYS * 86_400:
            shutil.rmtree(folder, ignore_errors=True)


def _plain(name: str) -> str:
    """A file name of a visitor as letters, digits and dashes."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in stem)[:NAME_CHARS] or "photo"


def _inert(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
