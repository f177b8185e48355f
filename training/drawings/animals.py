"""Heads and tails of the four animals, in head units: the head is about 130 wide around (0, 0)."""

from __future__ import annotations

from dataclasses import dataclass

import skia

from training.drawings.colours import COAT, INK, INNER_EAR, mark_colour, mix
from training.drawings.shapes import Point, Shape, mirror_half, place, placement, smooth
from training.world import Scene


@dataclass(frozen=True, kw_only=True)
class Anatomy:
    """What differs between the animals."""

    head: tuple[Point, ...]
    ear: tuple[Point, ...]
    inner_ear: tuple[Point, ...]
    ear_in_front: bool = False
    tail_widths: tuple[float, ...] = (15, 17, 17, 14)
    head_scale: float = 1.0
    head_lift: float = 0.0


ANATOMY: dict[str, Anatomy] = {
    "cat": Anatomy(
        head=((0, -46), (28, -45), (53, -27), (65, 2), (66, 24), (47, 43), (22, 51), (0, 53)),
        ear=((8, -38), (26, -62), (50, -84), (56, -82), (62, -52), (61, -10)),
        inner_ear=((24, -40), (36, -58), (50, -71), (54, -52), (54, -26)),
    ),
    "fox": Anatomy(
        head=((0, -42), (28, -42), (52, -26), (70, 6), (80, 26), (50, 42), (22, 58), (0, 64)),
        ear=((10, -34), (26, -66), (52, -94), (58, -92), (66, -56), (60, -8)),
        inner_ear=((26, -38), (38, -60), (52, -78), (57, -54), (55, -24)),
        tail_widths=(16, 30, 36, 20, 4),
        head_scale=0.96,
        head_lift=2,
    ),
    "dog": Anatomy(
        head=((0, -50), (30, -48), (53, -28), (60, 2), (58, 28), (42, 48), (20, 58), (0, 60)),
        ear=((36, -46), (58, -52), (78, -24), (88, 16), (78, 42), (62, 36), (56, 2)),
        inner_ear=(),
        ear_in_front=True,
        tail_widths=(15, 15, 13, 8),
        head_lift=-8,
    ),
    "rabbit": Anatomy(
        head=((0, -44), (28, -43), (50, -24), (60, 6), (58, 28), (40, 46), (18, 52), (0, 53)),
        ear=((8, -36), (10, -74), (26, -118), (42, -122), (48, -84), (40, -30)),
        inner_ear=((20, -44), (22, -76), (31, -106), (38, -82), (33, -42)),
        tail_widths=(26, 30, 26),
        head_scale=0.88,
        head_lift=22,
    ),
}


def build_ears(scene: Scene, tilt_degrees: float) -> list[Shape]:
    """Both ears. A patched animal has one ear in the other colour; a fox has dark tips and a dog dark ears."""
    anatomy = ANATOMY[scene.animal]
    coat = COAT[scene.coat]
    shapes: list[Shape] = []
    for side in (-1, 1):
        colour = mark_colour(scene) if scene.pattern == "patches" and side < 0 else coat
        if scene.animal == "dog" and scene.pattern != "patches":
            colour = mix(coat, INK, 0.25)
        outer = smooth([(side * x, y) for x, y in anatomy.ear])
        ear = [Shape(path=outer, role="coat", colour=colour, outline=1)]
        if anatomy.inner_ear:
            inner = smooth([(side * x, y) for x, y in anatomy.inner_ear])
            ear.append(Shape(path=inner, role="inner_ear", colour=INNER_EAR, clip=outer))
        shapes += place(ear, placement(0, 0, 1, side * tilt_degrees))
    return shapes


def head_path(scene: Scene, width: float) -> skia.Path:
    return mirror_half([(x * width, y) for x, y in ANATOMY[scene.animal].head])
