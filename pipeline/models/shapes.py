"""Sizes that a model paints well: its native area in several shapes. Far larger ones repeat the subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from pipeline.errors import InvalidRequest
from pipeline.models.spec import ModelSpec

RATIOS: dict[str, tuple[int, int]] = {
    "Square": (1, 1),
    "Portrait 3:4": (3, 4),
    "Portrait 2:3": (2, 3),
    "Tall 9:16": (9, 16),
    "Landscape 4:3": (4, 3),
    "Landscape 3:2": (3, 2),
    "Wide 16:9": (16, 9),
}
SHAPE_MATTERS = 8.0  # how much more a stretched photo counts than a picture that is larger or smaller than asked


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A size by name; `native` is the one that the model was trained on."""

    name: str
    width_px: int
    height_px: int
    native: bool

    @property
    def label(self) -> str:
        """As a menu shows it."""
        return f"{self.name}, {self.width_px} × {self.height_px}{' (native)' if self.native else ''}"


def shapes_of(spec: ModelSpec) -> tuple[Shape, ...]:
    """Shapes of about the native area, sides in eighths of the native side: denoisers halve those without a rest."""
    unit, side = max(spec.size_multiple_px, spec.native_size_px // 8), spec.native_size_px
    found = []
    for name, (across, down) in RATIOS.items():
        width = round(side * (across / down) ** 0.5 / unit) * unit
        height = round(side * (down / across) ** 0.5 / unit) * unit
        found.append(Shape(name=name, width_px=width, height_px=height, native=across == down))
    return tuple(shape for shape in found if _fits(spec, shape))


def shape_like(
    spec: ModelSpec, photo: tuple[int, int], width_px: int | None = None, height_px: int | None = None
) -> tuple[int, int]:
    """Width and height that `spec` takes, in the shape of a photo of that size, but for the rounding of its sides.

    One side given: that one, and the other follows. Both: they stay where they have that shape already, else their
    area does. None: the model's native area. Raises `InvalidRequest` for "Fit" where the model has no such size.
    """
    across, down = photo
    sides = (width_px, height_px)
    fitting = [size for size in _sizes_like(spec, across / down) if _agrees(size, sides)]
    if fitting and None not in sides:
        return fitting[0]
    if width_px is None or height_px is None:
        area = spec.native_size_px**2
    else:
        fitting, area = list(_sizes_like(spec, across / down)), width_px * height_px
    if not fitting:
        reason = f"{spec.key} has no size of this photo's shape, {across} × {down}: choose Crop or Pad."
        raise InvalidRequest("Fit", reason)

    def cost(size: tuple[int, int]) -> float:
        width, height = size
        return SHAPE_MATTERS * abs(log(width * down / (height * across))) + abs(log(width * height / area))

    return min(fitting, key=cost)


def _sizes_like(spec: ModelSpec, ratio: float) -> Iterator[tuple[int, int]]:
    """All sizes that the model takes in which one side follows from the other by `ratio`."""
    unit, least, most = spec.size_multiple_px, 8 * spec.px_per_latent, spec.max_side_px
    for side in range(least, most + 1, unit):
        for width, height in ((side, round(side / ratio / unit) * unit), (round(side * ratio / unit) * unit, side)):
            if least <= width <= most and least <= height <= most:
                yield width, height


def _agrees(size: tuple[int, int], wanted: tuple[int | None, int | None]) -> bool:
    return all(want is None or want == side for side, want in zip(size, wanted, strict=True))


def _fits(spec: ModelSpec, shape: Shape) -> bool:
    sides = (shape.width_px, shape.height_px)
    return min(sides) >= 8 * spec.px_per_latent and max(sides) <= spec.max_side_px
