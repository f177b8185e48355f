"""The files of the history: one folder a run, made aside and moved into place whole.

history/202611/20261121-133105-1f2e3d4c/
    about.json         settings, preset and time: with it the database can be made again
    picture-0.png ...  the finished pictures with their settings inside
    thumbnail.webp     all of them, small
    frames.zip         the steps (a capsule), where the person wants them kept
history/photos/        what runs began from (see `presets.history.photos`)
"""

from __future__ import annotations

import io
import json
import os
import re
import secrets
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import RunUnreadable
from pipeline.run.capsule import views_in_capsule

FOLDER = "history"
FRAMES = "frames.zip"
HALF = ".half"  # an ending of folders that are being written or removed
STALE_S = 600
KEY = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
THUMBNAIL_SIDE_PX = 256
VERSION = 1


def new_key(painted_ms: int) -> str:
    """A name that sorts by time and that nobody else has."""
    return time.strftime("%Y%m%d-%H%M%S", time.localtime(painted_ms / 1000)) + "-" + secrets.token_hex(4)


class HistoryFiles:
    """The folders below `data_dir`/history. Raises OSError where the disk does."""

    def __init__(self, data_dir: Path) -> None:
        self.root = data_dir / FOLDER

    def folder(self, key: str) -> Path:
        """Where the run of that key lies. Raises ValueError for what is no key of ours."""
        if not KEY.fullmatch(key):
            raise ValueError("no key of the history")
        return self.root / key[:6] / key

    def write(self, key: str, files: dict[str, bytes]) -> int:
        """All files of a run, or none; gives back their bytes."""
        folder = self.folder(key)
        half = folder.with_name(key + HALF)
        try:
            half.mkdir(parents=True)
            for name, data in files.items():
                write_through(half / name, data)
            half.rename(folder)
        except OSError:
            shutil.rmtree(half, ignore_errors=True)
            raise
        return sum(len(data) for data in files.values())

    def add(self, key: str, name: str, data: bytes) -> None:
        """One more file into a run. Raises FileNotFoundError where the run is not there any more."""
        part = self.folder(key) / (name + HALF)
        try:
            write_through(part, data)
            part.rename(part.with_name(name))
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def remove(self, key: str) -> None:
        """The folder of a run, if it is there. Begins with a rename, so that no half of it is taken for a run."""
        folder = self.folder(key)
        half = folder.with_name(key + HALF)
        if folder.is_dir():
            folder.rename(half)
        shutil.rmtree(half, ignore_errors=True)

    def picture(self, key: str, image: int) -> Path | None:
        """The PNG of picture `image`, None where there is none."""
        return self._existing(key, f"picture-{int(image)}.png")

    def thumbnail(self, key: str) -> Path | None:
        """The small WebP, None where there is none."""
        return self._existing(key, "thumbnail.webp")

    def frames(self, key: str) -> Path | None:
        """The capsule with all steps, None where it was not kept."""
        return self._existing(key, FRAMES)

    def steps(self, key: str) -> int:
        """How many steps were kept, 0 where none were."""
        path = self.frames(key)
        try:
            if path is not None:
                with zipfile.ZipFile(path) as capsule:
                    return len(json.loads(capsule.read("run.json"))["elapsed_s"])
        except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile):
            pass
        return 0

    def views(self, key: str) -> tuple[str, ...]:
        """The keys of `pipeline.views.VIEWS` that the steps can be seen in, () where none were kept."""
        path = self.frames(key)
        try:
            return () if path is None else views_in_capsule(path)
        except RunUnreadable:
            return ()

    def about(self, key: str) -> dict[str, Any] | None:
        """What about.json says, None where it cannot be read."""
        try:
            found = json.loads((self.folder(key) / "about.json").read_bytes())
        except (OSError, ValueError):
            return None
        readable = isinstance(found, dict) and isinstance(found.get("settings"), dict)
        return found if readable and isinstance(found.get("painted_ms"), int) else None

    def size(self, key: str) -> int:
        """Bytes of a run's files."""
        return sum(file.stat().st_size for file in self.folder(key).iterdir() if file.is_file())

    def keys(self) -> Iterator[str]:
        """The keys of all folders."""
        for folder in self._folders():
            if KEY.fullmatch(folder.name):
                yield folder.name

    def sweep(self) -> None:
        """Removes what a process that was killed left half done; what is fresh may be another Emerge's work."""
        for folder in list(self._folders()):
            if folder.name.endswith(HALF) and time.time() - folder.stat().st_mtime > STALE_S:
                shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> Iterator[Path]:
        for month in self.root.iterdir() if self.root.is_dir() else ():
            if month.is_dir():
                yield from (folder for folder in month.iterdir() if folder.is_dir())

    def _existing(self, key: str, name: str) -> Path | None:
        path = self.folder(key) / name if KEY.fullmatch(key) else None
        return path if path is not None and path.is_file() else None


def build_files(
    pngs: list[bytes], settings: dict[str, Any], preset: str, painted_ms: int, **more: Any
) -> dict[str, bytes]:
    """The files of a run by name, from its finished PNGs; `more` goes into about.json where it says something."""
    about = {"version": VERSION, "painted_ms": painted_ms, "preset": preset, "settings": settings}
    about |= {name: value for name, value in more.items() if value}
    named = {f"picture-{number}.png": png for number, png in enumerate(pngs)}
    text = json.dumps(about, ensure_ascii=False, indent=1)
    return {"about.json": text.encode("utf-8", "replace"), "thumbnail.webp": build_thumbnail(pngs), **named}


def build_thumbnail(pngs: list[bytes]) -> bytes:
    """All pictures of a run in one small WebP, as the stage shows them."""
    from PIL import Image

    from pipeline.film.frames import tile

    pictures = []
    for png in pngs:
        with Image.open(io.BytesIO(png)) as picture:
            small = picture.convert("RGB")
            small.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX))
            pictures.append(small)
    sheet = tile(pictures)
    sheet.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX))
    out = io.BytesIO()
    sheet.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def write_through(path: Path, data: bytes) -> None:
    """Onto the disk before anything tells of it: a power cut must not leave a run of empty files."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
