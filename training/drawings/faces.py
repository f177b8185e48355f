"""Eyes, noses, mouths and whiskers, in head units: the head is about 130 wide around (0, 0)."""

from __future__ import annotations

import skia

from training.drawings.colours import (
    BLUSH,
    COAT,
    EYE,
    INK,
    MOUTH,
    NOSE,
    PALE_LINE,
    TONGUE,
    WHITE,
    face_line_colour,
    mix,
)
from training.drawings.proportions import Proportions
from training.drawings.shapes import Point, Shape, ellipse, mirror_half, smooth
from training.world import Scene

EYE_X, EYE_Y = 29.0, 3.0
EYE_RX, EYE_RY = 14.5, 17.0
WINK_SIDE = 1
MUZZLE_Y = {"cat": 20.0, "fox": 30.0, "dog": 24.0, "rabbit": 20.0}


def build_face(scene: Scene, proportions: Proportions, gaze: Point) -> list[Shape]:
    """Everything on the front of the head."""
    shapes = _build_cheeks(scene)
    for side in (-1, 1):
        shapes += _build_eye(scene, proportions, side, gaze)
    return shapes + _build_mouth(scene) + _build_nose(scene) + _build_whiskers(scene)


def _build_cheeks(scene: Scene) -> list[Shape]:
    if scene.expression not in ("smiling", "open mouth", "winking"):
        return []
    return [Shape(path=ellipse(side * 47, 25, 10, 6.5), role="blush", colour=BLUSH) for side in (-1, 1)]


def _build_eye(scene: Scene, proportions: Proportions, side: int, gaze: Point) -> list[Shape]:
    x, y = side * EYE_X, EYE_Y
    rx, ry = EYE_RX * proportions.eye, EYE_RY * proportions.eye * proportions.eye_height
    if scene.expression == "winking" and side == WINK_SIDE:
        return _build_closed_eye(scene, x, y + 4, rx)
    opening = ellipse(x, y, rx, ry)
    gx, gy = x + gaze[0], y + gaze[1]
    shapes = [Shape(path=opening, role="eye", colour=WHITE, outline=0.8)]
    iris = 0.74 if proportions.has_white_of_eye else 1.0
    shapes.append(
        Shape(path=ellipse(gx, gy, rx * iris, ry * iris), role="iris", colour=EYE[scene.eye_colour], clip=opening)
    )
    shapes.append(_build_iris_shade(scene, gx, gy, rx * iris, ry * iris, opening))
    pupil = ellipse(gx, gy, rx * iris * proportions.pupil, ry * iris * max(proportions.pupil, 0.62))
    shapes.append(Shape(path=pupil, role="pupil", colour=INK, clip=opening))
    if scene.expression == "sleepy":
        return shapes + _build_heavy_lid(scene, x, y, rx, ry)
    shapes.append(Shape(path=ellipse(x - rx * 0.3, y - ry * 0.38, rx * 0.32, ry * 0.28), role="shine", colour=WHITE))
    shapes.append(Shape(path=ellipse(x + rx * 0.36, y + ry * 0.4, rx * 0.17, ry * 0.15), role="shine", colour=WHITE))
    return shapes


def _build_iris_shade(scene: Scene, x: float, y: float, rx: float, ry: float, opening: skia.Path) -> Shape:
    """The shadow that the upper lid throws onto the eye."""
    path = skia.Path(ellipse(x, y, rx, ry))
    below = ellipse(x, y + ry * 0.62, rx * 1.25, ry * 1.1)
    shade = skia.Op(path, below, skia.PathOp.kDifference_PathOp)
    return Shape(path=shade, role="iris_shade", colour=mix(EYE[scene.eye_colour], INK, 0.55), clip=opening)


def _build_closed_eye(scene: Scene, x: float, y: float, rx: float) -> list[Shape]:
    arc = smooth(
        [(x - rx, y + 4), (x - rx * 0.5, y - 5), (x, y - 8), (x + rx * 0.5, y - 5), (x + rx, y + 4)], closed=False
    )
    return [Shape(path=arc, role="line", colour=_line_over_eyes(scene), stroke_width=6)]


def _line_over_eyes(scene: Scene) -> tuple[int, int, int]:
    return PALE_LINE if scene.coat == "black" else INK


def _build_heavy_lid(scene: Scene, x: float, y: float, rx: float, ry: float) -> list[Shape]:
    """A lid over the upper half: the colour of the eye stays visible below it."""
    lid = skia.Path()
    lid.addRect(skia.Rect.MakeLTRB(x - rx * 1.1, y - ry * 1.1, x + rx * 1.1, y + ry * 0.04))
    edge = smooth([(x - rx * 1.06, y), (x, y + ry * 0.12), (x + rx * 1.06, y)], closed=False)
    colour = mix(COAT[scene.coat], INK, 0.12)
    return [
        Shape(path=lid, role="lid", colour=colour, clip=ellipse(x, y, rx, ry)),
        Shape(path=edge, role="line", colour=_line_over_eyes(scene), stroke_width=5),
    ]


def _build_nose(scene: Scene) -> list[Shape]:
    y = MUZZLE_Y[scene.animal]
    if scene.animal in ("fox", "dog"):
        size = 1.35 if scene.animal == "dog" else 1.1
        path = mirror_half([(0, y - 5 * size), (8 * size, y - 4 * size), (9 * size, y + 1), (0, y + 8 * size)])
        return [Shape(path=path, role="nose", colour=(46, 38, 46), outline=0.4)]
    path = mirror_half([(0, y - 4), (7, y - 4), (7, y), (0, y + 6)])
    return [Shape(path=path, role="nose", colour=NOSE, outline=0.5)]


def _build_mouth(scene: Scene) -> list[Shape]:
    y = MUZZLE_Y[scene.animal] + (11 if scene.animal in ("fox", "dog") else 6)
    colour = face_line_colour(scene)
    if scene.expression == "open mouth":
        opening = smooth([(-17, y + 2), (0, y + 4), (17, y + 2), (13, y + 16), (0, y + 22), (-13, y + 16)])
        tongue = ellipse(0, y + 20, 11, 8)
        return [
            Shape(path=opening, role="mouth", colour=MOUTH, outline=0.6),
            Shape(path=tongue, role="tongue", colour=TONGUE, clip=opening),
        ]
    if scene.expression in ("smiling", "winking"):
        left = smooth([(0, y), (-4, y + 8), (-14, y + 10), (-24, y + 2)], closed=False)
        right = smooth([(0, y), (4, y + 8), (14, y + 10), (24, y + 2)], closed=False)
        return [Shape(path=path, role="line", colour=colour, stroke_width=4.5) for path in (left, right)]
    half = 5 if scene.expression == "sleepy" else 9
    flat = smooth([(-half, y + 7), (0, y + 6.5), (half, y + 7)], closed=False)
    stem = smooth([(0, y), (0, y + 6.5)], closed=False)
    return [Shape(path=path, role="line", colour=colour, stroke_width=4) for path in (stem, flat)]


def _build_whiskers(scene: Scene) -> list[Shape]:
    if scene.animal == "dog":
        return []
    y = MUZZLE_Y[scene.animal] + 4
    paths = [
        smooth([(side * 40, y + dy), (side * 58, y + dy * 1.3 - 2), (side * 80, y + dy * 2.4 - 1)], closed=False)
        for side in (-1, 1)
        for dy in (-4, 5)
    ]
    return [Shape(path=path, role="whisker", colour=face_line_colour(scene), stroke_width=2.8) for path in paths]
