"""Natural colours of everything that is drawn, and arithmetic on colours."""

from __future__ import annotations

from training.drawings.shapes import RGB
from training.world import Scene

COAT: dict[str, RGB] = {
    "white": (250, 248, 244),
    "black": (52, 50, 60),
    "orange": (242, 146, 56),
    "grey": (148, 154, 166),
    "cream": (246, 224, 178),
    "brown": (138, 90, 58),
}
PATCH: dict[str, RGB] = {
    "white": COAT["black"],
    "black": COAT["white"],
    "orange": COAT["white"],
    "grey": COAT["white"],
    "cream": COAT["brown"],
    "brown": COAT["cream"],
}
STRIPE: dict[str, RGB] = {
    "white": (150, 152, 160),
    "black": (140, 140, 152),
    "orange": (168, 66, 14),
    "grey": (78, 82, 94),
    "cream": (206, 156, 92),
    "brown": (78, 46, 28),
}
EYE: dict[str, RGB] = {
    "green": (74, 190, 84),
    "blue": (58, 140, 238),
    "amber": (250, 178, 30),
    "purple": (158, 84, 220),
}
CLOTH: dict[str, RGB] = {
    "pink": (255, 122, 172),
    "red": (226, 44, 52),
    "blue": (44, 104, 224),
    "green": (44, 166, 84),
    "yellow": (255, 208, 40),
    "purple": (144, 72, 204),
}
GROUND: dict[str, RGB] = {
    "white": (252, 252, 252),
    "grey": (178, 182, 188),
    "pink": (255, 188, 212),
    "yellow": (255, 224, 112),
    "light blue": (150, 212, 250),
    "mint": (160, 230, 190),
    "purple": (178, 142, 226),
    "navy": (36, 46, 96),
}
INK: RGB = (34, 28, 40)
PALE_LINE: RGB = (232, 226, 234)
WHITE: RGB = (255, 255, 255)
NOSE: RGB = (244, 130, 146)
INNER_EAR: RGB = (250, 176, 184)
TONGUE: RGB = (240, 110, 126)
MOUTH: RGB = (122, 36, 52)
BLUSH: RGB = (255, 132, 140)
GOLD: RGB = (255, 204, 64)


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """`a` with a share of `b` in it."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


def luminance(colour: RGB) -> float:
    """How bright the colour looks, 0 to 1 (Rec. 601 weights)."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


def saturate(colour: RGB, factor: float) -> RGB:
    """The colour moved away from its own grey (factor above 1) or towards it (below 1)."""
    grey = 255 * luminance(colour)
    return tuple(round(min(255, max(0, grey + (c - grey) * factor))) for c in colour)  # type: ignore[return-value]


def mark_colour(scene: Scene) -> RGB:
    """The colour of patches, stripes or a tuxedo's white parts."""
    if scene.pattern == "stripes":
        return STRIPE[scene.coat]
    if scene.pattern == "tuxedo":
        return COAT["white"]
    return PATCH[scene.coat]


def face_line_colour(scene: Scene) -> RGB:
    """Ink for mouth and whiskers, or a pale line where ink would drown in black fur."""
    return PALE_LINE if scene.coat == "black" and scene.pattern != "tuxedo" else INK
