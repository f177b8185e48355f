"""A painting as a film: its frames, from noise to picture, as GIF, animated WebP, APNG, MP4 or a film strip.

Nothing is painted again: the frames are those that the run has kept, at full size where the studio has decoded them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.checks import one_of, shown, whole_number
from pipeline.errors import InvalidRequest
from pipeline.film.formats import FILM_FORMATS
from pipeline.film.frames import caption_band, fit_side, stack, tile
from pipeline.film.writers import even_sides, strip_size
from pipeline.metadata.picture_files import settings_of_picture

if TYPE_CHECKING:
    from PIL import Image

    from pipeline.run.run import Run

MIN_PACE_MS, MAX_PACE_MS = 20, 2_000  # browsers show a GIF frame of less than 20 ms for 100 ms
MAX_HOLD_MS = 10_000
MIN_SIDE_PX, MAX_SIDE_PX = 64, 4_096
MAX_PIXELS = 64_000_000  # of all frames together: larger films are made smaller
OnProgress: TypeAlias = Callable[[int, int], None]  # frames drawn, frames in all


@dataclass(frozen=True, kw_only=True)
class FilmStyle:
    """How a film looks. `pace_ms`: each step; `hold_ms`: the finished picture, before the film begins again.

    `format`: a key of `pipeline.film.formats.FILM_FORMATS`. `side_px`: the longer side of the picture, None = as
    painted. `caption`: prompt and step, under the picture. `settings_inside`: whether the file carries what it was
    painted with, as a saved picture does (not in MP4). Raises `InvalidRequest`.
    """

    format: str = "gif"
    pace_ms: int = 120
    hold_ms: int = 2_000
    caption: bool = True
    side_px: int | None = None
    settings_inside: bool = True

    def __post_init__(self) -> None:
        one_of("Format", self.format, tuple(FILM_FORMATS))
        whole_number("Pace", self.pace_ms, MIN_PACE_MS, MAX_PACE_MS)
        whole_number("Hold", self.hold_ms, 0, MAX_HOLD_MS)
        if self.side_px is not None:
            whole_number("Size", self.side_px, MIN_SIDE_PX, MAX_SIDE_PX)
        if missing := FILM_FORMATS[self.format].missing():
            raise InvalidRequest("Format", missing)

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
    into, count = FILM_FORMATS[style.format], len(pictures)

    def drawn(index: int) -> Image.Image:
        if on_progress is not None:
            on_progress(index, count)
        picture = pictures[index].convert("RGB").resize(size, Image.Resampling.LANCZOS)
        frame = picture if band is None else stack(picture, band(index + 1, count))
        return even_sides(frame) if into.even_sides else frame

    frame_size, durations_ms = drawn(0).size, style.durations_ms(count)
    inside = into.inside(settings) if into.inside and settings and style.settings_inside else {}
    data = into.write(drawn, durations_ms, **inside)
    width_px, height_px = frame_size if into.moving else strip_size(frame_size, count)
    return Film(
        data=data, frames=count, duration_ms=sum(durations_ms) if into.moving else 0,
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
