"""Bodies in the three poses, in page units, and where head and neck go."""

from __future__ import annotations

from dataclasses import dataclass

import skia

from training.drawings.animals import ANATOMY
from training.drawings.colours import COAT, INK, WHITE, mark_colour, mix
from training.drawings.markings import build_bands, build_bib, build_body_patches
from training.drawings.proportions import Proportions
from training.drawings.shapes import RGB, Point, Shape, ellipse, mirror_half, rectangle, ribbon, smooth
from training.world import Scene

SHOE = (226, 44, 52)


@dataclass(frozen=True, kw_only=True)
class Pose:
    """A body, and the places of what is put onto it. `front` is drawn after the head."""

    body: tuple[Shape, ...]
    front: tuple[Shape, ...]
    head: Point
    head_scale: float
    neck: Point
    neck_scale: float


def build_pose(scene: Scene, proportions: Proportions) -> Pose:
    builders = {"portrait": _build_portrait, "sitting": _build_sitting, "running": _build_running}
    return builders[scene.pose](scene, proportions)


def _form(scene: Scene, path: skia.Path, marks: list[Shape], is_far: bool = False) -> list[Shape]:
    """A rounded part of the body: fur, the marks on it, then shade and contour over both."""
    colour = mix(COAT[scene.coat], INK, 0.16) if is_far else COAT[scene.coat]
    fill = Shape(path=path, role="coat", colour=colour)
    return [fill, *marks, Shape(path=path, role="finish", colour=colour, outline=1)]


def _build_tail(scene: Scene, points: tuple[Point, ...], scale: float = 1.0) -> list[Shape]:
    if scene.animal == "rabbit":
        return _form(scene, ellipse(*points[0], 17 * scale, 16 * scale), [])
    path = ribbon(points, [scale * width for width in ANATOMY[scene.animal].tail_widths])
    (ax, ay), (bx, by) = points[-2:]
    marks: list[Shape] = []
    if scene.pattern == "stripes":
        across = [((x - 20, y - 4), (x + 20, y + 4)) for x, y in (points[1], ((ax + bx) / 2, (ay + by) / 2))]
        marks = build_bands(scene, path, tuple(across), 11 * scale)
    elif scene.pattern in ("patches", "tuxedo") or scene.animal == "fox":
        colour = WHITE if scene.pattern == "solid" else mark_colour(scene)
        marks = [Shape(path=ellipse(bx, by, 16 * scale, 16 * scale), role="mark", colour=colour, clip=path)]
    return _form(scene, path, marks)


def _seam_colour(scene: Scene, colour: RGB) -> RGB:
    """A line inside a form of that colour: darker, or paler on black fur."""
    return mix(colour, WHITE, 0.45) if colour == COAT["black"] else mix(colour, INK, 0.78)


def _paw(
    scene: Scene, proportions: Proportions, x: float, y: float, rx: float, ry: float, is_front: bool
) -> list[Shape]:
    """A paw; a mascot wears a white glove or a shoe instead."""
    if proportions.has_gloves_and_shoes:
        return _build_glove(x, y, rx * 1.15) if is_front else _build_shoe(x, y, rx * 1.2)
    colour = mark_colour(scene) if scene.pattern == "tuxedo" else COAT[scene.coat]
    path = ellipse(x, y, rx, ry)
    toes = [smooth([(x + dx, y + ry * 0.15), (x + dx, y + ry * 0.8)], closed=False) for dx in (-rx * 0.3, rx * 0.3)]
    line = _seam_colour(scene, colour)
    return [
        Shape(path=path, role="coat", colour=colour, outline=1),
        *(Shape(path=toe, role="seam", colour=line, stroke_width=2.8) for toe in toes),
    ]


def _build_glove(x: float, y: float, r: float) -> list[Shape]:
    return [
        Shape(path=ellipse(x, y, r, r * 0.82), role="glove", colour=WHITE, outline=1),
        Shape(path=ellipse(x, y - r * 0.7, r * 0.72, r * 0.3), role="glove", colour=WHITE, outline=1),
    ]


def _build_shoe(x: float, y: float, r: float) -> list[Shape]:
    shoe = ellipse(x, y, r, r * 0.6)
    strap = ribbon([(x - 2, y - r), (x + 2, y + r)], (r * 0.5, r * 0.5))
    return [
        Shape(path=shoe, role="shoe", colour=SHOE),
        Shape(path=strap, role="shoe", colour=WHITE, clip=shoe),
        Shape(path=shoe, role="finish", colour=SHOE, outline=1),
    ]


def _build_portrait(scene: Scene, proportions: Proportions) -> Pose:
    body = mirror_half([(0, 150), (40, 158), (74, 186), (90, 232), (92, 290), (0, 300)], 128)
    marks = build_body_patches(scene, body, ((196, 226), (64, 244), (128, 262)), 34)
    marks += build_bands(
        scene, body, tuple(((128 + s * 100, y), (128 + s * 44, y + 6)) for s in (-1, 1) for y in (206, 236)), 15
    )
    marks += build_bib(scene, body, mirror_half([(0, 150), (34, 170), (42, 210), (30, 262), (0, 290)], 128))
    front = _build_raised_hand(scene) if proportions.has_gloves_and_shoes else []
    shapes = _form(scene, body, marks)
    return Pose(
        body=tuple(shapes), front=tuple(front), head=(128, 122), head_scale=1.16, neck=(128, 190), neck_scale=1.15
    )


def _build_raised_hand(scene: Scene) -> list[Shape]:
    """An arm from the shoulder, with the thumb up."""
    arm = _form(scene, ribbon([(74, 262), (40, 246), (36, 214)], (30, 28, 24)), [])
    thumb = ribbon([(50, 196), (54, 182), (51, 168)], (17, 15, 13))
    fist = rectangle(12, 180, 62, 218, 17)
    fingers = [smooth([(14, y), (36, y)], closed=False) for y in (193, 205)]
    cuff = rectangle(16, 214, 58, 228, 7)
    gloves = [Shape(path=path, role="glove", colour=WHITE, outline=1) for path in (thumb, cuff, fist)]
    return [*arm, *gloves, *(Shape(path=path, role="line", colour=INK, stroke_width=3.5) for path in fingers)]


def _build_sitting(scene: Scene, proportions: Proportions) -> Pose:
    body = mirror_half([(0, 126), (26, 134), (38, 162), (56, 194), (62, 222), (44, 238), (0, 240)], 128)
    marks = build_body_patches(scene, body, ((170, 196), (88, 212), (150, 146)), 24)
    marks += build_bands(
        scene, body, tuple(((128 + s * 66, y), (128 + s * 30, y + 4)) for s in (-1, 1) for y in (168, 190, 213)), 12
    )
    marks += build_bib(scene, body, mirror_half([(0, 130), (20, 146), (26, 180), (16, 206), (0, 212)], 128))
    shapes = _build_tail(scene, ((166, 226), (206, 226), (228, 194), (210, 160)))
    shapes += _form(scene, body, marks)
    for side in (-1, 1):
        shapes += _paw(scene, proportions, 128 + side * 52, 234, 22, 11, is_front=False)
    for side in (-1, 1):
        shapes += _build_front_leg(scene, 128, side)
        shapes += _paw(scene, proportions, 128 + side * 19, 233, 18, 11, is_front=True)
    return Pose(body=tuple(shapes), front=(), head=(128, 92), head_scale=0.88, neck=(128, 143), neck_scale=0.76)


def _build_front_leg(scene: Scene, x: float, side: int) -> list[Shape]:
    """One of the two legs in front of a sitting body; the lines end softly in the chest."""
    colour = COAT[scene.coat]
    leg = ribbon([(x + side * 17, 190), (x + side * 18, 212), (x + side * 19, 232)], (22, 26, 28))
    outer = smooth([(x + side * 31, 180), (x + side * 33, 204), (x + side * 34, 228)], closed=False)
    inner = smooth([(x + side * 2, 196), (x + side * 3, 212), (x + side * 4, 228)], closed=False)
    lines = [
        Shape(path=path, role="seam", colour=_seam_colour(scene, colour), stroke_width=3.6) for path in (outer, inner)
    ]
    return [Shape(path=leg, role="coat", colour=colour), *lines]


def _build_running(scene: Scene, proportions: Proportions) -> Pose:
    body = smooth(
        [
            (56, 150),
            (74, 126),
            (110, 120),
            (150, 124),
            (184, 132),
            (194, 156),
            (172, 178),
            (130, 176),
            (98, 182),
            (68, 178),
        ]
    )
    marks = build_body_patches(scene, body, ((118, 132), (76, 168), (158, 176)), 24)
    marks += build_bands(scene, body, tuple(((x, 110), (x + 5, 162)) for x in (86, 110, 134)), 13)
    marks += build_bib(scene, body, ellipse(186, 168, 26, 32))
    shapes = _build_tail(scene, ((64, 142), (40, 128), (22, 98), (34, 66)))
    shapes += _build_leg(scene, proportions, ((174, 156), (206, 172), (232, 176)), True, True)
    shapes += _build_leg(scene, proportions, ((92, 165), (86, 196), (70, 220)), False, True)
    shapes += _form(scene, body, marks)
    shapes += _build_leg(scene, proportions, ((166, 162), (188, 194), (214, 210)), True, False)
    shapes += _build_leg(scene, proportions, ((80, 158), (58, 188), (34, 202)), False, False)
    return Pose(body=tuple(shapes), front=(), head=(172, 98), head_scale=0.86, neck=(174, 147), neck_scale=0.7)


def _build_leg(
    scene: Scene, proportions: Proportions, points: tuple[Point, ...], is_front: bool, is_far: bool
) -> list[Shape]:
    x, y = points[-1]
    leg = _form(scene, ribbon(points, (28, 22, 18)), [], is_far)
    return [*leg, *_paw(scene, proportions, x, y, 15, 11, is_front)]
