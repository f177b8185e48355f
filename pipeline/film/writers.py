"""Frames into files: GIF with one palette, animated WebP, APNG, MP4, and a film strip.

`drawn(index)` gives frame `index`; a writer asks for the frames in order, some of them twice. `inside` is what Pillow
is to write besides, so that the file carries settings (`pipeline.film.formats`).
"""

from __future__ import annotations

import io
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.film.frames import PAPER

if TYPE_CHECKING:
    from PIL import Image

Drawn: TypeAlias = "Callable[[int], Image.Image]"
COLOURS = 255  # one place of 256 is kept for "as in the frame before", which makes films a good deal smaller
SAMPLES = 12  # frames that the palette is made from
SAMPLE_SIDE_PX = 96
DITHER_STEP = 5  # of 255: with 10 the pattern is seen, with none smooth ground falls into steps
STRIP_ROW = 10
MP4_TIMEOUT_S = 120


def write_gif(drawn: Drawn, durations_ms: Sequence[int], **inside: Any) -> bytes:
    """Loops for ever. All frames share one palette: with one for each, colours jump and files grow by a third."""
    palette = shared_palette(drawn, len(durations_ms))
    frames = (_with_palette(drawn(index), palette) for index in range(len(durations_ms)))
    colours = bytes(palette.getpalette() or [])
    return _animated(frames, durations_ms, "GIF", optimize=True, disposal=1, palette=colours, **inside)


def write_webp(drawn: Drawn, durations_ms: Sequence[int], **inside: Any) -> bytes:
    """Loops for ever."""
    frames = (drawn(index) for index in range(len(durations_ms)))
    return _animated(frames, durations_ms, "WEBP", quality=85, method=4, **inside)


def write_apng(drawn: Drawn, durations_ms: Sequence[int], **inside: Any) -> bytes:
    """Loops for ever, without any loss."""
    frames = [drawn(index) for index in range(len(durations_ms))]  # Pillow goes through them twice
    return _animated(iter(frames), durations_ms, "PNG", **inside)


def write_mp4(drawn: Drawn, durations_ms: Sequence[int], **_inside: Any) -> bytes:
    """H.264, at a constant rate, with even sides; the last picture is repeated while it is held."""
    import imageio_ffmpeg

    width_px, height_px = drawn(0).size
    rate = 1000 / durations_ms[0]
    with tempfile.TemporaryDirectory(prefix="emerge-film-") as folder:
        path = Path(folder) / "film.mp4"
        film = imageio_ffmpeg.write_frames(
            path, (width_px, height_px), fps=rate, codec="libx264", quality=8, macro_block_size=2,
            ffmpeg_log_level="error", ffmpeg_timeout=MP4_TIMEOUT_S, output_params=["-movflags", "+faststart"],
        )  # fmt: skip
        film.send(None)
        for index, duration_ms in enumerate(durations_ms):
            frame = drawn(index).tobytes()
            for _ in range(max(1, round(duration_ms / durations_ms[0]))):
                film.send(frame)
        film.close()
        return path.read_bytes()


def write_strip(drawn: Drawn, durations_ms: Sequence[int], **inside: Any) -> bytes:
    """All frames on one sheet, ten in a row, as PNG."""
    from PIL import Image

    frames = [drawn(index) for index in range(len(durations_ms))]
    width_px, height_px = frames[0].size
    gap_px, columns = _strip_gap_px(width_px), min(STRIP_ROW, len(frames))
    sheet = Image.new("RGB", strip_size(frames[0].size, len(frames)), PAPER)
    for index, frame in enumerate(frames):
        place = gap_px + index % columns * (width_px + gap_px), gap_px + index // columns * (height_px + gap_px)
        sheet.paste(frame, place)
    out = io.BytesIO()
    sheet.save(out, "PNG", **inside)
    return out.getvalue()


def strip_size(frame: tuple[int, int], count: int) -> tuple[int, int]:
    """Width and height of the sheet with `count` frames of this size, in pixels."""
    (width_px, height_px), columns = frame, min(STRIP_ROW, count)
    gap_px = _strip_gap_px(width_px)
    return columns * (width_px + gap_px) + gap_px, math.ceil(count / columns) * (height_px + gap_px) + gap_px


def _strip_gap_px(width_px: int) -> int:
    return max(2, width_px // 40)


def shared_palette(drawn: Drawn, count: int) -> Image.Image:
    """255 colours that suit the whole film. The finished picture counts as much as a third of the others."""
    from PIL import Image

    chosen = sorted({round(place * (count - 1) / (SAMPLES - 1)) for place in range(SAMPLES)})
    samples = [drawn(index) for index in [*chosen, *[count - 1] * (len(chosen) // 3)]]
    side = SAMPLE_SIDE_PX
    sheet = Image.new("RGB", (side * len(samples), side))
    for place, frame in enumerate(samples):
        sheet.paste(frame.resize((side, side), resample=0), (place * side, 0))
    return sheet.quantize(COLOURS, method=Image.Quantize.MEDIANCUT)


def _with_palette(frame: Image.Image, palette: Image.Image) -> Image.Image:
    """Ordered dithering: its pattern stands still, where one that diffuses errors would crawl from frame to frame."""
    import numpy as np
    from PIL import Image

    pattern = np.tile(bayer(), (-(-frame.height // 8), -(-frame.width // 8)))[: frame.height, : frame.width]
    pixels = np.asarray(frame, dtype=np.float32) + pattern[..., None] * DITHER_STEP
    noisy = Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))
    return noisy.quantize(palette=palette, dither=Image.Dither.NONE)


def bayer() -> Any:
    """Bayer's 8x8 threshold matrix (1973), `[8, 8]` float32, -0.5..0.5."""
    import numpy as np

    matrix = np.zeros((1, 1))
    while len(matrix) < 8:
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    return ((matrix + 0.5) / 64 - 0.5).astype(np.float32)


def even_sides(frame: Image.Image) -> Image.Image:
    """H.264 with colours at half resolution needs them: one row or column of paper more where one is odd."""
    from PIL import Image

    if frame.width % 2 == 0 and frame.height % 2 == 0:
        return frame
    even = Image.new("RGB", (frame.width + frame.width % 2, frame.height + frame.height % 2), PAPER)
    even.paste(frame, (0, 0))
    return even


def _animated(frames: Iterator[Image.Image], durations_ms: Sequence[int], kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    first = next(frames)
    first.save(out, kind, save_all=True, append_images=list(frames), duration=list(durations_ms), loop=0, **options)
    return out.getvalue()
