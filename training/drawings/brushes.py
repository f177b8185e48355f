"""Strokes and fills that several styles share. A `Look` says how a style colours and outlines one shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import skia

from training.drawings.shapes import PAGE, RGB, Shape, placement, transform

# A drawing of many thousand pictures asks for the same few filters again and again.
_BLURS: dict[float, skia.MaskFilter] = {}


@dataclass(frozen=True, kw_only=True)
class Shade:
    """A crescent at the edge of a form; the light comes from (dx, dy)."""

    paint: skia.Paint
    dx: float
    dy: float


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a style paints a shape: fill, shade and line colour from the shape, and the width of a line of weight 1."""

    fill: Callable[[Shape], RGB]
    line: Callable[[Shape], RGB]
    line_width: float
    shade: Callable[[Shape], list[Shade]] | None = None
    stroke_factor: float = 1.0


def paint(colour: RGB, alpha: float = 1.0, stroke: float = 0.0, blur: float = 0.0) -> skia.Paint:
    """A round-jointed paint; `stroke` is a line width, 0 fills."""
    brush = skia.Paint(AntiAlias=True, Color=skia.Color(*colour, round(255 * alpha)))
    if stroke:
        brush.setStyle(skia.Paint.kStroke_Style)
        brush.setStrokeWidth(stroke)
        brush.setStrokeJoin(skia.Paint.kRound_Join)
        brush.setStrokeCap(skia.Paint.kRound_Cap)
    if blur:
        if blur not in _BLURS:
            _BLURS[blur] = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur)
        brush.setMaskFilter(_BLURS[blur])
    return brush


def paint_shapes(canvas: skia.Canvas, shapes: tuple[Shape, ...] | list[Shape], look: Look) -> None:
    for shape in shapes:
        paint_shape(canvas, shape, look)


def paint_shape(canvas: skia.Canvas, shape: Shape, look: Look) -> None:
    """Fill, shade, outline."""
    if shape.stroke_width:
        canvas.drawPath(shape.path, paint(look.fill(shape), stroke=shape.stroke_width * look.stroke_factor))
        return
    if shape.role != "finish":
        with_clip(canvas, shape.clip, lambda: canvas.drawPath(shape.path, paint(look.fill(shape))))
    if look.shade and shape.is_form:
        for shade in look.shade(shape):
            paint_shade(canvas, shape.path, shade)
    if look.line_width and shape.outline:
        canvas.drawPath(shape.path, paint(look.line(shape), stroke=look.line_width * shape.outline))


def with_clip(canvas: skia.Canvas, clip: skia.Path | None, draw: Callable[[], None]) -> None:
    """Draws inside the clip only."""
    if clip is None:
        draw()
        return
    canvas.save()
    canvas.clipPath(clip, doAntiAlias=True)
    draw()
    canvas.restore()


def paint_shade(canvas: skia.Canvas, path: skia.Path, shade: Shade) -> None:
    """A crescent of shade: what of the path is left when a copy of it moves towards the light."""
    lit_area = transform(path, placement(shade.dx, shade.dy))
    lit_area.toggleInverseFillType()
    with_clip(canvas, path, lambda: canvas.drawPath(lit_area, shade.paint))


def silhouette(shapes: tuple[Shape, ...]) -> skia.Path:
    """All forms of the figure as one path, for borders, glows and cast shadows."""
    whole = skia.Path()
    for shape in shapes:
        if shape.is_form:
            whole.addPath(shape.path)
    return whole


def rough_edge(segment: float, deviation: float, roundness: float, seed: int) -> skia.PathEffect:
    """An uneven contour with soft corners, as of a wet brush."""
    return skia.PathEffect.MakeCompose(
        skia.CornerPathEffect.Make(roundness), skia.DiscretePathEffect.Make(segment, deviation, seed)
    )


def fill_page(canvas: skia.Canvas, colour: skia.Paint) -> None:
    canvas.drawRect(skia.Rect.MakeLTRB(-8, -8, PAGE + 8, PAGE + 8), colour)


def dots(colour: RGB, alpha: float, pitch: int, radius: float) -> skia.Paint:
    """Screentone: round dots on a grid that stands on its corner."""
    return tint_tile(_dot_tile(pitch, radius), colour, alpha)


def tint_tile(tile: skia.Shader, colour: RGB, alpha: float) -> skia.Paint:
    """The opaque parts of the tile in one colour."""
    tint = skia.ColorFilters.Blend(skia.Color(*colour, round(255 * alpha)), skia.BlendMode.kSrcIn)
    return skia.Paint(Shader=tile, ColorFilter=tint, AntiAlias=True)


@lru_cache(maxsize=32)
def _dot_tile(pitch: int, radius: float) -> skia.Shader:
    surface = skia.Surface(pitch, pitch)
    for x, y in ((0, 0), (pitch, 0), (0, pitch), (pitch, pitch), (pitch / 2, pitch / 2)):
        surface.getCanvas().drawCircle(x, y, radius, paint((255, 255, 255)))
    return tile_image(surface.makeImageSnapshot())


def tile_image(image: skia.Image, x: float = 0.0, y: float = 0.0) -> skia.Shader:
    """The image repeated over the page."""
    repeat = skia.TileMode.kRepeat
    return image.makeShader(repeat, repeat, skia.SamplingOptions(skia.FilterMode.kLinear), skia.Matrix.Translate(x, y))


def round_light(path: skia.Path, light: RGB, dark: RGB, strength: float) -> skia.Paint:
    """Light on the upper middle of a form and shade towards its lower edge."""
    box = path.getBounds()
    centre = skia.Point(box.centerX(), box.centerY() - 0.22 * box.height())
    colours = [skia.Color(*light, round(160 * strength)), skia.Color(*light, 0), skia.Color(*dark, 0)]
    colours.append(skia.Color(*dark, round(230 * strength)))
    radius = 0.4 * (box.width() + box.height())
    shader = skia.GradientShader.MakeRadial(centre, radius, colours, [0.0, 0.45, 0.5, 1.0])
    return skia.Paint(Shader=shader, AntiAlias=True)


def vertical_gradient(top: RGB, bottom: RGB) -> skia.Paint:
    shader = skia.GradientShader.MakeLinear(
        [skia.Point(0, 0), skia.Point(0, PAGE)], [skia.Color(*top), skia.Color(*bottom)]
    )
    return skia.Paint(Shader=shader, AntiAlias=True)
