"""An uploaded file becomes a clean RGB picture, and that a picture of the size that the model takes.

Decoding happens in a child process with little memory and time (`decoder.py`), because the decoders are C code that
strangers feed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import PIL
from PIL import Image, ImageOps

from pipeline.errors import InvalidRequest
from pipeline.photo.original import FitMode

ACCEPTED = "Accepted are JPEG, PNG, WebP and GIF."
MAX_FILE_BYTES = 50 * 1024 * 1024
TIMEOUT_S = 20.0
DECODER = Path(__file__).with_name("decoder.py")

# A child may take hundreds of MB, so visitors who upload together take turns.
_one_at_a_time = threading.Lock()

JPEG_HINT = "save or export it as JPEG first"
# What people really try, by the first bytes of the file.
REFUSED_BY_START: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "it is a PDF: take a screenshot of the page or export it as PNG first"),
    (b"%!PS", "it is a PostScript file: export it as PNG first"),
    (b"BM", f"it is a BMP: {JPEG_HINT}"),
    (b"II*\0", f"it is a TIFF or a camera's raw file: {JPEG_HINT}"),
    (b"MM\0*", f"it is a TIFF or a camera's raw file: {JPEG_HINT}"),
    (b"8BPS", f"it is a Photoshop file: {JPEG_HINT}"),
    (b"\xff\x0a", f"it is a JPEG XL: {JPEG_HINT}"),
    (b"\0\0\0\x0cJXL ", f"it is a JPEG XL: {JPEG_HINT}"),
    (b"PK\x03\x04", "it is a zip archive or a document: take the picture out of it first"),
)
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A decoded upload: `image` is RGB, sRGB, upright, without metadata; `notes` are sentences on what was left out."""

    image: Image.Image
    notes: tuple[str, ...] = ()


def open_photo(source: Path | str | bytes, *, max_side_px: int = 1024) -> Photo:
    """The picture in an uploaded file, at most `max_side_px` on its longer side, never enlarged.

    Raises:
        InvalidRequest: field "Photo"; the reason and the accepted formats, or that there is no such file.
    """
    data = source if isinstance(source, bytes) else _read_upload(Path(source))
    reason = _refused_by_content(data)
    if reason:
        raise _unreadable(reason)
    with _one_at_a_time:
        answer = _decode_in_child(data, max_side_px)
    head, _, pixels = answer.partition(b"\n")
    facts = json.loads(head)
    if "reason" in facts:
        raise _unreadable(facts["reason"])
    return Photo(image=Image.frombytes("RGB", tuple(facts["size"]), pixels), notes=tuple(facts["notes"]))


def fit_photo(
    image: Image.Image,
    width_px: int,
    height_px: int,
    mode: FitMode,
    centre: tuple[float, float] = (0.5, 0.5),
) -> Image.Image:
    """The photo at exactly `width_px` x `height_px`, RGB, never stretched but by the rounding of sides in "fit".

    "crop" fills the size and cuts what stands over, around `centre` (fractions from the left and the top);
    "pad" shows the whole photo and fills the rest with white, the photo lying at `centre` of the free room;
    "fit" shows the whole photo, for a size of its own shape (see `pipeline.models.shapes.shape_like`).
    """
    rgb = image.convert("RGB")
    size = (width_px, height_px)
    if mode == "crop":
        return ImageOps.fit(rgb, size, Image.Resampling.LANCZOS, centering=centre)
    if mode == "pad":
        return ImageOps.pad(rgb, size, Image.Resampling.LANCZOS, color="white", centering=centre)
    if mode == "fit":
        return rgb.resize(size, Image.Resampling.LANCZOS)
    raise InvalidRequest("Photo fit", f"“{mode}” came, and allowed are “crop”, “pad” and “fit”.")


def _unreadable(reason: str) -> InvalidRequest:
    return InvalidRequest("Photo", f"not a readable photo: {reason}. {ACCEPTED}")


def _read_upload(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        raise InvalidRequest("Photo", "not an uploaded file.") from None


def _refused_by_content(data: bytes) -> str | None:
    """Why these bytes need no decoder; None where one should look."""
    if not data:
        return "the file is empty (0 bytes)"
    if len(data) > MAX_FILE_BYTES:
        return f"the file is larger than {MAX_FILE_BYTES // (1024 * 1024)} MB"
    for start, reason in REFUSED_BY_START:
        if data.startswith(start):
            return reason
    if data[4:8] == b"ftyp":
        if data[8:12] in HEIC_BRANDS:
            return "it is a HEIC photo: export it as JPEG, or set the iPhone's camera to Formats, Most Compatible"
        return f"it is an AVIF picture or a video: {JPEG_HINT}"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<svg") or (head.startswith(b"<") and b"<svg" in head):
        return "it is an SVG drawing: export it as PNG first"
    return None


def _decode_in_child(data: bytes, max_side_px: int) -> bytes:
    try:
        child = run_decoder(DECODER, data, max_side_px, TIMEOUT_S)
    except subprocess.TimeoutExpired:
        raise _unreadable("decoding it takes too long") from None
    except MemoryError:
        raise _unreadable("this machine has no memory left to decode it") from None
    if child.returncode or not child.stdout:
        raise _unreadable("decoding it takes too much memory or time")
    return child.stdout


def run_decoder(script: Path, data: bytes, max_side_px: int, timeout_s: float) -> subprocess.CompletedProcess[bytes]:
    """One of the decoders beside this module, in a process of its own that inherits nothing it has no need of.

    Raises subprocess.TimeoutExpired, MemoryError.
    """
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    environment["PYTHONPATH"] = str(Path(PIL.__file__).parent.parent)
    return subprocess.run(
        [sys.executable, "-P", "-s", str(script), str(max_side_px)],
        input=data,
        capture_output=True,
        timeout=timeout_s,
        env=environment,
    )
