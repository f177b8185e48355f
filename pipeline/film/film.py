"""A painting as a film: its frames, from noise to picture, as GIF, animated WebP, APNG, MP4 or a film strip.

Nothing is painted again: the frames are those that the run has kept, at full size where the studio has decoded them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pipeline.checks import one_of, shown, whole_number
from pipeline.errors import InvalidRequest
from pipeline.film.frames import caption_band, fit_side, stack, tile
from pipeline.film.writers import (
    even_sides,
    settings_inside,
    write_apng,
    write_gif,
    write_mp4,
    write_strip,
    write_webp,
)
from pipeline.metadata.picture_files import settings_of_picture

if TYPE_CHECKING:
    from PIL import Image

    from pipeline.run.run import Run

FilmFormat: TypeAlias = Literal["gif", "webp", "apng", "mp4", "png"]
# By the ending in the address; png is the film strip.
MEDIA_TYPES = {"gif": "image/gif", "webp": "image/webp", "apng": "image/apng", "mp4": "video/mp4", "png": "image/png"}
WRITERS = {"gif": write_gif, "webp": write_webp, "apng": write_apng, "mp4": write_mp4}
MIN_PACE_MS, MAX_PACE_MS = 20, 2_000  # browsers show a GIF frame of less than 20 ms for 100 ms
MAX_HOLD_MS = 10_000
MIN_SIDE_PX, MAX_SIDE_PX = 64, 4_096
MAX_PIXELS = 64_000_000  # of all frames together: larger films are made smaller
# For people, on the page and in the refusal: MP4 is an optional extra.
MP4_MISSING = (
    "MP4 needs one more package, imageio-ffmpeg: run “make install-mp4” once in Emerge's folder, and start it again."
)
OnProgress: TypeAlias = Callable[[int, int], None]  # frames drawn, frames in all


@dataclass(frozen=True, kw_only=True)
class FilmStyle:
    """How a film looks. `pace_ms`: each step; `hold_ms`: the finished picture, before the film begins again.

    `side_px`: the longer side of the picture, None = as painted. `caption`: prompt and step, under the picture.
    `settings_inside`: whether the file carries what it was painted with, as a saved picture does (not in MP4).
    Raises `InvalidRequest`.
    """

    format: FilmFormat = "gif"
    pace_ms: int = 120
    hold_ms: int = 2_000
    caption: bool = True
    side_px: int | None = None
    settings_inside: bool = True

    def __post_init__(self) -> None:
        one_of("Format", self.format, tuple(MEDIA_TYPES))
        whole_number("Pace", self.pace_ms, MIN_PACE_MS, MAX_PACE_MS)
        whole_number("Hold", self.hold_ms, 0, MAX_HOLD_MS)
        if self.side_px is not None:
            whole_number("Size", self.side_px, MIN_SIDE_PX, MAX_SIDE_PX)
        if self.format == "mp4" and not can_write_mp4():
            raise InvalidRequest("Format", MP4_MISSING)

    def durations_ms(self, count: int) -> list[int]:
        """How long each of `count` frames is shown; in hundredths of a second, which is all that GIF can say."""
        pace_ms = round(self.pace_ms / 10) * 10
        return [*[pace_ms] * (count - 1), max(pace_ms, round(self.hold_ms / 10) * 10)]


@dataclass(frozen=True, kw_only=True)
class Film:
    """A finished file. `small`: frames that were only there as small previews; `left_out`: letters without a glyph."""

    data: bytes
    frames: int
    duration_ms: int
    width_px: int
    height_px: int
    small: int = 0
    left_out: str = ""


def can_write_mp4() -> bool:
    """Whether the optional extra is installed."""
    return find_spec("imageio_ffmpeg") is not None


def film_of(
    run: Run,
    style: FilmStyle,
    *,
    image: int | None = 0,
    font: Path | None = None,
    on_progress: OnProgress | None = None,
    told: OnProgress | None = None,
) -> Film:
    """The film of picture `image` of a run, None = all of them in a grid. Raises `InvalidRequest`.

    on_progress, told: as in `write_film`.
    """
    if image is not None and not 0 <= image < run.num_images:
        raise InvalidRequest("Picture", f"got {shown(image)}, allowed are 0 to {run.num_images - 1}.")
    if not run.steps_done:
        raise InvalidRequest("Frames", "this painting has none (yet).")
    chosen = range(run.num_images) if image is None else range(image, image + 1)
    pictures, small = run_pictures(run, chosen)
    prompt = str(run.settings.get("prompt", ""))
    settings = run.settings if image is None else settings_of_picture(run.settings, image)
    film = write_film(pictures, style, prompt=prompt, settings=settings, font=font, on_progress=on_progress or told)
    return Film(**{**vars(film), "small": small})


def run_pictures(run: Run, chosen: Sequence[int]) -> tuple[list[Image.Image], int]:
    """One RGB picture for each step, all of one size, the finished one last; how many steps were small ones."""
    from PIL import Image

    rows, small = [], 0
    size = fit_side(_full_size(run), None, MAX_PIXELS // (run.steps_done * len(chosen)))
    for index in range(run.steps_done):
        finished = bool(run.images) and index == run.steps_done - 1
        row = [run.images[each] if finished else _opened(run.frame("x0", index, each)) for each in chosen]
        small += any(picture.width < size[0] for picture in row)
        rows.append(tile([picture.resize(size, Image.Resampling.BICUBIC) for picture in row]))
    return rows, small


def write_film(
    pictures: Sequence[Image.Image],
    style: FilmStyle,
    *,
    prompt: str = "",
    settings: dict[str, Any] | None = None,
    font: Path | None = None,
    on_progress: OnProgress | None = None,
    told: OnProgress | None = None,
) -> Film:
    """The film of RGB pictures of one size, in order, with `settings` inside where the style wants them.

    `on_progress` hears how many frames have been drawn. `told` is the name that it had, for scripts that say it.
    """
    on_progress = on_progress or told
    from PIL import Image

    size = fit_side(pictures[0].size, style.side_px, MAX_PIXELS // len(pictures))
    band, left_out = caption_band(size[0], prompt, font) if style.caption else (None, "")
    count = len(pictures)

    def drawn(index: int) -> Image.Image:
        if on_progress is not None:
            on_progress(index, count)
        picture = pictures[index].convert("RGB").resize(size, Image.Resampling.LANCZOS)
        frame = picture if band is None else stack(picture, band(index + 1, count))
        return even_sides(frame) if style.format == "mp4" else frame

    width_px, height_px = drawn(0).size
    durations_ms = style.durations_ms(count)
    inside = settings_inside(style.format, settings) if settings and style.settings_inside else {}
    if style.format == "png":
        data, (width_px, height_px) = write_strip([drawn(index) for index in range(count)], **inside)
    else:
        data = WRITERS[style.format](drawn, durations_ms, **inside)
    return Film(
        data=data, frames=count, duration_ms=0 if style.format == "png" else sum(durations_ms),
        width_px=width_px, height_px=height_px, left_out=left_out,
    )  # fmt: skip


def _full_size(run: Run) -> tuple[int, int]:
    if run.images:
        return run.images[0].size
    return max((_opened(run.frame("x0", index, 0)).size for index in range(run.steps_done)), key=lambda size: size[0])


def _opened(jpeg: bytes | None) -> Image.Image:
    from PIL import Image

    if jpeg is None:
        raise InvalidRequest("Frames", "a step of this painting has been lost.")
    return Image.open(io.BytesIO(jpeg)).convert("RGB")
