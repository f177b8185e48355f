"""The formats that a film can have: to add one, its writer in `pipeline.film.writers` and a row here.

The address of a film, what the Export panel offers and whether settings go inside follow the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from pipeline.film.writers import write_apng, write_gif, write_mp4, write_strip, write_webp
from pipeline.metadata.picture_files import exif_block, gif_comment, png_chunks

# For people, on the page and in the refusal: MP4 is an optional extra.
MP4_MISSING = (
    "MP4 needs one more package, imageio-ffmpeg: run “make install-mp4” once in Emerge's folder, and start it again."
)
Settings = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FilmFormat:
    """One format.

    key: as `FilmStyle.format` and the address of a film have it. label, help: its name and a sentence, for people.
    ending: of its files.
    write: of `drawn(index)`, the time of each frame in ms, and what `inside` gives -> the file.
    inside: what Pillow is to write so that the file carries these settings; None where it cannot.
    moving: whether frames follow each other in time. even_sides: whether both sides have to be even.
    missing: what to do before it can be written here, "" where it can.
    """

    key: str
    label: str
    help: str
    media_type: str
    write: Callable[..., bytes]
    ending: str
    inside: Callable[[Settings], Settings] | None = None
    moving: bool = True
    even_sides: bool = False
    missing: Callable[[], str] = lambda: ""


def can_write_mp4() -> bool:
    """Whether the optional extra is installed."""
    return find_spec("imageio_ffmpeg") is not None


_ROWS = (
    FilmFormat(
        key="gif", label="GIF", help="Plays everywhere; 255 colours.", media_type="image/gif", write=write_gif,
        ending="gif", inside=lambda settings: {"comment": gif_comment(settings)},
    ),
    FilmFormat(
        key="webp", label="Animated WebP", help="Small, in full colour; every browser of today.",
        media_type="image/webp", write=write_webp, ending="webp",
        inside=lambda settings: {"exif": exif_block(settings)},
    ),
    FilmFormat(
        key="apng", label="APNG", help="Full colour without any loss, and large.", media_type="image/apng",
        write=write_apng, ending="png", inside=lambda settings: {"pnginfo": png_chunks(settings)},
    ),
    FilmFormat(
        key="mp4", label="MP4", help="A video, for messengers and social networks.", media_type="video/mp4",
        write=write_mp4, ending="mp4", even_sides=True,
        missing=lambda: "" if can_write_mp4() else MP4_MISSING,
    ),
    FilmFormat(
        key="png", label="Film strip (PNG)", help="One still picture with all steps, ten in a row.",
        media_type="image/png", write=write_strip, ending="png", moving=False,
        inside=lambda settings: {"pnginfo": png_chunks(settings)},
    ),
)  # fmt: skip
# By key, in the order in which people are offered them.
FILM_FORMATS = {row.key: row for row in _ROWS}
