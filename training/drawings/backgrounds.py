"""What lies behind the animal: nothing for a plain colour, or a landscape of big clean shapes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia

from training.drawings.colours import GROUND
from training.drawings.shapes import RGB, Shape, ellipse, polygon, rectangle, smooth
from training.world import PLAIN_BACKGROUNDS, SURROUNDINGS, Scene

SKY: dict[str, RGB] = {
    "retro sunset": (255, 122, 150),
    "neon city": (44, 26, 86),
    "night sky": (22, 26, 72),
    "forest": (186, 226, 214),
    "beach": (140, 212, 246),
    SURROUNDINGS: (150, 142, 134),
}


def ground_colour(scene: Scene) -> RGB:
    return GROUND[scene.background] if scene.background in PLAIN_BACKGROUNDS else SKY[scene.background]


def build_background(scene: Scene, rng: np.random.Generator) -> list[Shape]:
    """The shapes of a scene, back to front; empty for a plain background."""
    builders: dict[str, Callable[[np.random.Generator], list[Shape]]] = {
        "retro sunset": _build_retro_sunset,
        "neon city": _build_neon_city,
        "night sky": _build_night_sky,
        "forest": _build_forest,
        "beach": _build_beach,
        SURROUNDINGS: _build_surroundings,
    }
    builder = builders.get(scene.background)
    return builder(rng) if builder else []


def _area(path: skia.Path, colour: RGB, outline: float = 0.0) -> Shape:
    return Shape(path=path, role="scenery", colour=colour, outline=outline)


def _random_side_x(rng: np.random.Generator, nearest: float, farthest: float) -> float:
    """A place at the left or right, where the animal's head does not hide it."""
    side = -1 if rng.random() < 0.5 else 1
    return 128 + side * float(rng.uniform(nearest, farthest))


def _build_retro_sunset(rng: np.random.Generator) -> list[Shape]:
    x = _random_side_x(rng, 52, 84)
    sun = ellipse(x, 100, 82, 82)
    stripes = [rectangle(0, y, 256, y + h) for y, h in ((84, 4), (104, 6), (124, 8), (144, 10))]
    hills = polygon(
        [
            (-5, 172),
            (30, 138),
            (62, 166),
            (96, 130),
            (140, 168),
            (190, 126),
            (226, 160),
            (261, 134),
            (261, 180),
            (-5, 180),
        ]
    )
    floor = rectangle(-5, 172, 261, 261)
    rows = [polygon([(-5, y), (261, y)], closed=False) for y in (174, 184, 200, 224, 252)]
    columns = [polygon([(128 + k * 12, 172), (128 + k * 52, 261)], closed=False) for k in range(-7, 8)]
    return [
        _area(rectangle(-5, -5, 261, 60), (150, 70, 190)),
        _area(sun, (255, 210, 84)),
        *(Shape(path=s, role="scenery", colour=SKY["retro sunset"], clip=sun) for s in stripes),
        _area(hills, (104, 50, 150)),
        _area(floor, (52, 28, 96)),
        *(Shape(path=p, role="scenery_line", colour=(255, 96, 214), stroke_width=2.5) for p in rows + columns),
    ]


def _build_neon_city(rng: np.random.Generator) -> list[Shape]:
    shapes = [_area(ellipse(_random_side_x(rng, 76, 96), 42, 28, 28), (255, 120, 200))]
    left = -10.0
    while left < 256:
        width, top = float(rng.uniform(34, 56)), float(rng.uniform(52, 130))
        shapes.append(
            _area(rectangle(left, top, left + width, 261), (24, 18, 52) if len(shapes) % 2 else (64, 40, 116))
        )
        light: RGB = ((90, 240, 255), (255, 90, 200), (255, 220, 90))[int(rng.integers(3))]
        for y in np.arange(top + 12, 236, 22):
            for k in (0.22, 0.6):
                shapes.append(_area(rectangle(left + k * width, float(y), left + k * width + 9, float(y) + 9), light))
        left += width + 3
    return shapes


def _build_night_sky(rng: np.random.Generator) -> list[Shape]:
    stars = [
        (float(x), float(y), float(r))
        for x, y, r in zip(rng.uniform(4, 252, 26), rng.uniform(4, 252, 26), rng.uniform(1.6, 3.4, 26), strict=True)
    ]
    side = -1 if rng.random() < 0.5 else 1
    x, y = 128 + side * 88, float(rng.uniform(36, 60))
    ring = smooth([(x - 46, y + 14), (x, y + 8), (x + 46, y - 14), (x + 20, y + 4), (x, y + 16), (x - 30, y + 20)])
    return [
        *(_area(ellipse(sx, sy, r, r), (255, 246, 200)) for sx, sy, r in stars),
        _area(ellipse(x, y, 28, 28), (255, 150, 110), 0.6),
        _area(ring, (255, 222, 160), 0.5),
        _area(ellipse(128 - side * 92, 88, 18, 18), (130, 220, 230), 0.6),
        _area(
            smooth([(-20, 300), (-10, 226), (60, 208), (128, 204), (196, 208), (266, 226), (276, 300)]),
            (120, 96, 170),
            0.6,
        ),
    ]


def _build_forest(rng: np.random.Generator) -> list[Shape]:
    shapes: list[Shape] = []
    for x in np.linspace(4, 252, 6) + rng.uniform(-12, 12, 6):
        top = float(rng.uniform(0, 50))
        shapes.append(_area(polygon([(x, top), (x + 46, 206), (x - 46, 206)]), (112, 178, 142)))
    for x in (18 + float(rng.uniform(-8, 8)), 238 + float(rng.uniform(-8, 8))):
        shapes.append(_area(rectangle(x - 8, 150, x + 8, 216), (118, 78, 50), 0.6))
        for y, half in ((96, 54), (60, 44), (26, 34)):
            shapes.append(_area(polygon([(x, y - 40), (x + half, y + 62), (x - half, y + 62)]), (44, 130, 78), 0.6))
    shapes.append(
        _area(
            smooth([(-20, 300), (-10, 206), (64, 198), (128, 204), (200, 196), (266, 206), (276, 300)]),
            (132, 196, 92),
            0.6,
        )
    )
    return shapes


def _build_beach(rng: np.random.Generator) -> list[Shape]:
    x = _random_side_x(rng, 84, 98)
    return [
        _area(ellipse(x, 42, 26, 26), (255, 226, 96), 0.6),
        _area(ellipse(256 - x, 56, 34, 11), (255, 255, 255)),
        _area(ellipse(256 - x + 18, 48, 22, 12), (255, 255, 255)),
        _area(rectangle(-5, 128, 261, 210), (36, 140, 206)),
        *(
            _area(rectangle(float(k), y, float(k) + 34, y + 4, 2), (160, 224, 246))
            for k, y in ((10, 142), (96, 150), (196, 140), (226, 158))
        ),
        _area(
            smooth([(-20, 300), (-10, 184), (50, 176), (110, 184), (170, 174), (266, 182), (276, 300)]),
            (250, 222, 156),
            0.6,
        ),
    ]


def _build_surroundings(rng: np.random.Generator) -> list[Shape]:
    """A room or a garden, simplified: a wall, often a floor, and patches over each other in few colours."""
    palette = [_random_muted_colour(rng) for _ in range(int(rng.integers(2, 6)))]
    shapes = [_area(rectangle(-5, -5, 261, 261), palette[0])]
    if rng.random() < 0.6:
        left, right = rng.uniform(90, 220) + rng.uniform(-30, 30, 2)
        shapes.append(_area(polygon([(-5, left), (261, right), (261, 261), (-5, 261)]), palette[1]))
    for _ in range(int(rng.integers(0, 9))):
        (x, y), outline = rng.uniform(-20, 276, 2).tolist(), float(rng.choice((0.0, 0.6)))
        half = float(min(110.0, 14.0 / max(1e-2, rng.random()) ** 0.8))
        colour = palette[int(rng.integers(len(palette)))]
        shapes.append(_area(_patch(rng, x, y, half), colour, outline))
    return shapes


def _random_muted_colour(rng: np.random.Generator) -> RGB:
    """Any lightness, little colour."""
    value, strength = rng.uniform(20, 245), rng.uniform(0, 45)
    red, green, blue = np.clip(value + strength * rng.uniform(-1, 1, 3), 0, 255).astype(int).tolist()
    return red, green, blue


def _patch(rng: np.random.Generator, x: float, y: float, half: float) -> skia.Path:
    """Something round, something square, or neither, about `2 * half` wide."""
    tall = half * float(rng.uniform(0.4, 1.6))
    kind = int(rng.integers(3))
    if kind == 0:
        return ellipse(x, y, half, tall)
    if kind == 1:
        return rectangle(x - half, y - tall, x + half, y + tall, 0.2 * min(half, tall))
    angles = np.linspace(0, 2 * np.pi, 7)[:-1]
    far = rng.uniform(0.5, 1.2, 6)
    return smooth([(x + half * f * np.cos(a), y + tall * f * np.sin(a)) for a, f in zip(angles, far, strict=True)])
