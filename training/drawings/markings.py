"""Patches, stripes and the tuxedo, drawn onto a head, a body or a tail and clipped to it."""

from __future__ import annotations

import skia

from training.drawings.colours import mark_colour
from training.drawings.shapes import Point, Shape, mirror_half, ribbon, smooth
from training.world import Scene

_HEAD_PATCHES: tuple[tuple[Point, ...], ...] = (
    ((-90, -60), (-30, -64), (-9, -44), (-8, -14), (-16, 16), (-36, 28), (-90, 26)),
    ((20, -70), (66, -60), (72, -20), (52, -22), (30, -36)),
)
_HEAD_STRIPES: tuple[tuple[Point, ...], ...] = (
    ((0, -56), (0, -20)),
    ((-19, -54), (-15, -24)),
    ((19, -54), (15, -24)),
    ((-76, 6), (-50, 10)),
    ((76, 6), (50, 10)),
    ((-76, 26), (-48, 24)),
    ((76, 26), (48, 24)),
)


def build_head_marks(scene: Scene, head: skia.Path) -> list[Shape]:
    """The pattern on the face."""
    if scene.pattern == "patches":
        paths = [smooth(points) for points in _HEAD_PATCHES]
    elif scene.pattern == "stripes":
        paths = [ribbon(points, (13, 9, 2)) for points in _HEAD_STRIPES]
    elif scene.pattern == "tuxedo":
        chin = 76.0 if scene.animal == "fox" else 66.0
        paths = [mirror_half([(0, -24), (5, -8), (12, 8), (30, 18), (42, 36), (34, chin), (0, chin + 4)])]
    else:
        paths = []
    cheeks = _build_fox_cheeks(scene, head) if scene.animal == "fox" else []
    return [*cheeks, *_mark_shapes(scene, paths, head)]


def _build_fox_cheeks(scene: Scene, head: skia.Path) -> list[Shape]:
    """The pale cheeks of a fox, whatever its pattern."""
    colour = (226, 222, 222) if scene.coat == "white" else (250, 244, 236)
    path = mirror_half([(0, 26), (20, 16), (56, 14), (90, 22), (60, 60), (0, 80)])
    return [Shape(path=path, role="mark", colour=colour, clip=head)]


def build_body_patches(scene: Scene, body: skia.Path, centres: tuple[Point, ...], radius: float) -> list[Shape]:
    """Patches on the body of a patched animal."""
    if scene.pattern != "patches":
        return []
    paths = [_blot(x, y, radius * size) for (x, y), size in zip(centres, (1.0, 0.7, 0.85), strict=True)]
    return _mark_shapes(scene, paths, body)


def build_bands(scene: Scene, body: skia.Path, bands: tuple[tuple[Point, ...], ...], width: float) -> list[Shape]:
    """Stripes along the given lines, only on a striped animal."""
    if scene.pattern != "stripes":
        return []
    return _mark_shapes(scene, [ribbon(points, (width, width, width * 0.4)) for points in bands], body)


def build_bib(scene: Scene, body: skia.Path, bib: skia.Path) -> list[Shape]:
    """The white chest of a tuxedo."""
    return _mark_shapes(scene, [bib], body) if scene.pattern == "tuxedo" else []


def _blot(x: float, y: float, radius: float) -> skia.Path:
    around = ((1, 0.1), (0.6, 0.75), (-0.2, 0.95), (-0.95, 0.5), (-0.9, -0.4), (-0.1, -0.95), (0.75, -0.7))
    return smooth([(x + dx * radius, y + dy * radius) for dx, dy in around])


def _mark_shapes(scene: Scene, paths: list[skia.Path], clip: skia.Path) -> list[Shape]:
    return [Shape(path=path, role="mark", colour=mark_colour(scene), clip=clip) for path in paths]
