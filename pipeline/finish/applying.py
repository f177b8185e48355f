"""From a painted picture to the finished one. The same picture and wishes give the same pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from pipeline.finish.colour import boost_lines, match_colours, raise_contrast, raise_vibrance
from pipeline.finish.cutout import cut_out, find_subject
from pipeline.finish.flat import add_white, flatten, snap
from pipeline.finish.oklab import from_oklab, to_oklab
from pipeline.finish.options import CutOut, Finish
from pipeline.finish.rim import add_margin, build_rim, lay_on_rim
from pipeline.lettering.setting import Box, draw_lettering

if TYPE_CHECKING:
    from pipeline.finish.regions import Mask

MATCH_SHARE = {"off": 0.0, "gentle": 0.5, "full": 1.0}


@dataclass(frozen=True, kw_only=True)
class FinishedPicture:
    """`image`: RGB, or RGBA where the background is transparent. `lettering`: where the words lie, if there are any."""

    image: Image.Image
    lettering: Box | None = None


def finish_picture(
    picture: Image.Image,
    finish: Finish,
    *,
    photo: Image.Image | None = None,
    size_px: tuple[int, int] | None = None,
) -> FinishedPicture:
    """RGB `picture` with everything done to it that `finish` says, in its order of fields.

    photo: what it was painted from, for `colour_match`; without one that has no effect.
    size_px: width and height of the result, in which the picture lies whole and in the middle, resampled with Lanczos;
        what it does not fill is transparent. Lettering is set at this size. None: the picture's own size.
    """
    picture = _upscaled(picture.convert("RGB"), finish.upscale)
    # The ground is looked for in the painted colours, so that a slider which changes them does not move the edge.
    inside = None if finish.cut_out is None else find_subject(picture, finish.cut_out.tolerance)
    result = _graded(picture, finish, photo)
    rim = None
    palette = flatten(result, finish.num_colours, inside) if finish.num_colours else None
    if palette is not None:
        result = palette.convert("RGB")
    if finish.cut_out is not None and inside is not None:
        result, rim = _cut(result, inside, finish.cut_out)
    if size_px is not None:
        result = _fit(result, size_px)
    if rim is not None:
        result, palette = lay_on_rim(result, rim), palette and add_white(palette)
    # Resampling, and colours freed at the edges, lie between those of the palette.
    if palette is not None:
        result = snap(result, palette)
    box = None
    if finish.lettering is not None:
        result, box = draw_lettering(result, finish.lettering)
    return FinishedPicture(image=result if size_px is None else _centred(result, size_px), lettering=box)


def _upscaled(picture: Image.Image, factor: int) -> Image.Image:
    if factor == 1:
        return picture
    from pipeline.finish.upscaling import load_upscaler, upscale

    return upscale(picture, factor, load_upscaler())


def _graded(picture: Image.Image, finish: Finish, photo: Image.Image | None) -> Image.Image:
    """The picture in its new colours, not yet counted."""
    share = MATCH_SHARE[finish.colour_match] if photo is not None else 0.0
    if not (share or finish.contrast or finish.vibrance or finish.line_boost):
        return picture
    lab = to_oklab(picture)
    if share and photo is not None:
        lab = match_colours(lab, to_oklab(photo), share)
    if finish.contrast:
        lab = raise_contrast(lab, finish.contrast)
    if finish.vibrance:
        lab = raise_vibrance(lab, finish.vibrance)
    if finish.line_boost:
        lab = boost_lines(lab, finish.line_boost)
    return from_oklab(lab)


def _cut(picture: Image.Image, inside: Mask, wish: CutOut) -> tuple[Image.Image, Image.Image | None]:
    """The picture without its ground, and the sticker's shape where it has an edge, both with room for that."""
    result = cut_out(picture, inside, wish.soft_edge)
    if not wish.rim:
        return result, None
    width_px = wish.rim / 100 * max(picture.size)
    return add_margin(result, width_px), build_rim(inside, width_px)


def _fit(picture: Image.Image, size_px: tuple[int, int]) -> Image.Image:
    """As large as fits into `size_px`, never stretched."""
    scale = min(size_px[0] / picture.width, size_px[1] / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)


def _centred(picture: Image.Image, size_px: tuple[int, int]) -> Image.Image:
    if picture.size == size_px:
        return picture
    sheet = Image.new("RGBA", size_px)
    sheet.paste(picture, ((size_px[0] - picture.width) // 2, (size_px[1] - picture.height) // 2))
    return sheet
