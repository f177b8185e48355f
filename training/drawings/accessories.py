"""What an animal wears. Head-worn pieces are in head units, neck-worn pieces in neck units (half a neck is 50 wide)."""

from __future__ import annotations

from training.drawings.colours import CLOTH, GOLD, INK, WHITE, mix
from training.drawings.shapes import Shape, ellipse, mirror_half, rectangle, ribbon, smooth
from training.world import Scene

NECK_WORN = ("scarf", "collar")


def build_neckwear(scene: Scene) -> list[Shape]:
    """A scarf or a collar around (0, 0), empty for anything else."""
    if scene.accessory == "scarf":
        return _build_scarf(scene)
    if scene.accessory == "collar":
        return _build_collar(scene)
    return []


def build_headwear(scene: Scene) -> list[Shape]:
    """A bow, a hat or glasses on the head, empty for anything else."""
    builders = {"bow": _build_bow, "hat": _build_hat, "glasses": _build_glasses}
    builder = builders.get(scene.accessory)
    return builder(scene) if builder else []


def _build_scarf(scene: Scene) -> list[Shape]:
    colour = CLOTH[scene.accessory_colour]
    dark = mix(colour, INK, 0.22)
    long_end = ribbon([(22, 8), (30, 32), (28, 62)], (22, 28, 32))
    short_end = ribbon([(16, 8), (12, 26), (2, 44)], (20, 25, 28))
    band = smooth(
        [(-58, -14), (-30, -6), (0, -4), (30, -6), (58, -14), (62, 6), (34, 18), (0, 22), (-34, 18), (-62, 6)]
    )
    knot = ellipse(22, 12, 13, 14)
    shapes = [
        Shape(path=path, role="cloth", colour=dark if path is short_end else colour, outline=1)
        for path in (short_end, long_end)
    ]
    shapes.append(
        Shape(
            path=ribbon([(14, 50), (44, 50)], (7, 7)), role="cloth_mark", colour=mix(colour, WHITE, 0.55), clip=long_end
        )
    )
    shapes.append(Shape(path=band, role="cloth", colour=colour, outline=1))
    fold = smooth([(-50, -2), (-26, 6), (4, 8)], closed=False)
    shapes.append(Shape(path=fold, role="line", colour=mix(colour, INK, 0.45), stroke_width=3))
    return [*shapes, Shape(path=knot, role="cloth", colour=dark, outline=1)]


def _build_collar(scene: Scene) -> list[Shape]:
    colour = CLOTH[scene.accessory_colour]
    band = smooth([(-52, -12), (-26, -3), (0, 0), (26, -3), (52, -12), (54, 4), (28, 14), (0, 17), (-28, 14), (-54, 4)])
    return [
        Shape(path=band, role="cloth", colour=colour, outline=1),
        Shape(path=ellipse(0, 22, 14, 14), role="metal", colour=GOLD, outline=1),
        Shape(path=ellipse(0, 26, 3.5, 3.5), role="pupil", colour=INK),
    ]


def _build_bow(scene: Scene) -> list[Shape]:
    colour = CLOTH[scene.accessory_colour]
    x, y = 36, -46
    loops = [
        smooth([(x, y), (x + s * 16, y - 20), (x + s * 34, y - 22), (x + s * 36, y + 14), (x + s * 18, y + 16)])
        for s in (-1, 1)
    ]
    folds = [smooth([(x + s * 10, y), (x + s * 24, y - 4)], closed=False) for s in (-1, 1)]
    return [
        *(Shape(path=loop, role="cloth", colour=colour, outline=1) for loop in loops),
        *(Shape(path=fold, role="line", colour=mix(colour, INK, 0.45), stroke_width=3) for fold in folds),
        Shape(path=ellipse(x, y - 1, 10, 11), role="cloth", colour=mix(colour, INK, 0.18), outline=1),
    ]


def _build_hat(scene: Scene) -> list[Shape]:
    colour = CLOTH[scene.accessory_colour]
    crown = mirror_half([(0, -96), (24, -94), (34, -84), (36, -44), (0, -36)])
    brim = mirror_half([(0, -52), (34, -50), (62, -44), (60, -34), (30, -28), (0, -26)])
    return [
        Shape(path=crown, role="cloth", colour=colour, outline=1),
        Shape(path=rectangle(-48, -66, 48, -52), role="cloth_mark", colour=mix(colour, WHITE, 0.6), clip=crown),
        Shape(path=brim, role="cloth", colour=mix(colour, INK, 0.12), outline=1),
    ]


def _build_glasses(scene: Scene) -> list[Shape]:
    colour = mix(CLOTH[scene.accessory_colour], INK, 0.06)
    rings = [ellipse(side * 30, 3, 25, 24) for side in (-1, 1)]
    bridge = smooth([(-6, -1), (0, -5), (6, -1)], closed=False)
    temples = [smooth([(side * 54, -2), (side * 66, -8)], closed=False) for side in (-1, 1)]
    return [Shape(path=path, role="frame", colour=colour, stroke_width=7) for path in (*rings, bridge, *temples)]
