"""Many small pictures out of somebody's files, decoded together in a child process with limits, as photos are."""

from __future__ import annotations

import io
import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.photo.upload import TIMEOUT_S, open_photo, run_decoder

DECODER = Path(__file__).with_name("thumbnail_decoder.py")
TOGETHER = 50
_one_at_a_time = threading.Lock()


def open_thumbnails(files: Sequence[bytes], max_side_px: int) -> list[Image.Image | InvalidRequest]:
    """Each file's picture, RGB and at most `max_side_px` on its longer side, or why it is none."""
    found: list[Image.Image | InvalidRequest] = []
    for start in range(0, len(files), TOGETHER):
        some = files[start : start + TOGETHER]
        answer = _decoded_together(some, max_side_px)
        # One bad file may have taken the others with it: then each has a process of its own.
        found += [_alone(file, max_side_px) for file in some] if answer is None else list(_pictures(answer))
    return found


def _alone(file: bytes, max_side_px: int) -> Image.Image | InvalidRequest:
    try:
        return open_photo(file, max_side_px=max_side_px).image
    except InvalidRequest as error:
        return error


def _decoded_together(files: Sequence[bytes], max_side_px: int) -> bytes | None:
    """What the child wrote; None where it broke down."""
    lengths = json.dumps([len(file) for file in files]).encode()
    with _one_at_a_time:
        try:
            child = run_decoder(DECODER, b"\n".join((lengths, b"".join(files))), max_side_px, TIMEOUT_S)
        except (subprocess.TimeoutExpired, MemoryError):
            return None
    return None if child.returncode else child.stdout


def _pictures(answer: bytes) -> Iterator[Image.Image | InvalidRequest]:
    stream = io.BytesIO(answer)
    while head := stream.readline():
        facts = json.loads(head)
        if "reason" in facts:
            yield InvalidRequest("Picture", f"cannot be read: {facts['reason']}.")
        else:
            width, height = facts["size"]
            yield Image.frombytes("RGB", (width, height), stream.read(3 * width * height))
