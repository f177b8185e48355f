"""A saved run: one folder or zip that outlives the program and needs no torch to be read.

run.json            settings, schedule and timings
x0/0007-0.jpg       frame of view x0, step 7 (from 0), picture 0; the same for every view that is saved
image-0.png         the finished picture(s)
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.errors import RunUnreadable
from pipeline.views import VIEWS
from pipeline.views.view import KEY

VERSION = 1
FRAME_NAME = re.compile(rf"({KEY.pattern})/(\d{{4}})-(\d)\.jpg")
IMAGE_NAME = re.compile(r"image-\d\.png")
MAX_BYTES = 200_000_000
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same run gives the same zip

FrameKey: TypeAlias = tuple[str, int, int]  # view, step (from 0), picture
Frames: TypeAlias = Mapping[FrameKey, bytes]


def write_capsule(path: Path, about: Mapping[str, Any], frames: Frames, images: Sequence[bytes]) -> None:
    """Writes a zip where `path` ends in .zip, else a folder. Raises OSError."""
    if path.suffix == ".zip":
        _write_whole(path, zipped_capsule(about, frames, images))
        return
    for name, data in _entries(about, frames, images).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)


def zipped_capsule(about: Mapping[str, Any], frames: Frames, images: Sequence[bytes]) -> bytes:
    """The zip that `write_capsule` writes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # pictures are compressed already
        for name, data in _entries(about, frames, images).items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return out.getvalue()


def read_capsule(path: Path) -> tuple[dict[str, Any], dict[FrameKey, bytes], list[bytes]]:
    """What `run.json` says, the frames and the PNGs. Raises `RunUnreadable`."""
    try:
        entries = _read_zip(path) if path.is_file() else _read_folder(path)
        about = json.loads(entries["run.json"])
        _check(about)
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise RunUnreadable(f"{path.name} is no saved run: {error or type(error).__name__}.") from error
    frames = {key: data for name, data in entries.items() if (key := _frame_key(name))}
    return about, frames, [entries[name] for name in sorted(entries) if IMAGE_NAME.fullmatch(name)]


def views_in_capsule(path: Path) -> tuple[str, ...]:
    """The keys of the views that a zip has frames of, in the order of the buttons. Raises `RunUnreadable`.

    No picture is read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            saved = {key[0] for name in archive.namelist() if (key := _frame_key(name))}
    except (OSError, zipfile.BadZipFile) as error:
        raise RunUnreadable(f"{path.name} is no saved run: {error}.") from error
    return tuple(view for view in VIEWS if view in saved)


def _check(about: Any) -> None:
    if about["version"] > VERSION:
        raise ValueError("it was saved by a newer version")
    for key, kind in (("settings", dict), ("num_steps", int), ("num_images", int), ("elapsed_s", list)):
        if not isinstance(about[key], kind):
            raise TypeError(f"{key} is damaged")
    if not len(about["timesteps"]) == len(about["sigmas"]) >= len(about["elapsed_s"]):
        raise ValueError("its schedule is damaged")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value)


def _entries(about: Mapping[str, Any], frames: Frames, images: Sequence[bytes]) -> dict[str, bytes]:
    entries = {"run.json": json.dumps({"version": VERSION, **about}, indent=1, default=_plain).encode()}
    entries |= {f"{view}/{index:04d}-{image}.jpg": data for (view, index, image), data in frames.items()}
    return entries | {f"image-{number}.png": data for number, data in enumerate(images)}


def _write_whole(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise


def _read_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        wanted = [info for info in archive.infolist() if _known(info.filename)]
        if sum(info.file_size for info in wanted) > MAX_BYTES:
            raise ValueError(f"it holds more than {MAX_BYTES // 10**6} MB")
        return {info.filename: archive.read(info) for info in wanted}


def _read_folder(path: Path) -> dict[str, bytes]:
    files = [file for file in path.rglob("*") if file.is_file()]
    named = {file.relative_to(path).as_posix(): file for file in files}
    return {name: file.read_bytes() for name, file in named.items() if _known(name)}


def _known(name: str) -> bool:
    return name == "run.json" or bool(_frame_key(name) or IMAGE_NAME.fullmatch(name))


def _frame_key(name: str) -> FrameKey | None:
    """The key of a frame's file; None for other files, and for views that are not known here."""
    found = FRAME_NAME.fullmatch(name)
    return (found[1], int(found[2]), int(found[3])) if found and found[1] in VIEWS else None
