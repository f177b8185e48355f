"""Sizes that a model paints well: its native area in several shapes. Far larger ones repeat the subject."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.catalog import ModelSpec

RATIOS: dict[str, tuple[int, int]] = {
    "Square": (1, 1),
    "Portrait 3:4": (3, 4),
    "Portrait 2:3": (2, 3),
    "Tall 9:16": (9, 16),
    "Landscape 4:3": (4, 3),
    "Landscape 3:2": (3, 2),
    "Wide 16:9": (16, 9),
}


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
    """Shapes of about the native area, sides in eighths of the native side: those the U-Net halves without a rest."""
    unit, side = max(spec.size_multiple_px, spec.native_size_px // 8), spec.native_size_px
    found = []
    for name, (across, down) in RATIOS.items():
        width = round(side * (across / down) ** 0.5 / unit) * unit
        height = round(side * (down / across) ** 0.5 / unit) * unit
        found.append(Shape(name=name, width_px=width, height_px=height, native=across == down))
    return tuple(shape for shape in found if _fits(spec, shape))


def _fits(spec: ModelSpec, shape: Shape) -> bool:
    sides = (shape.width_px, shape.height_px)
    return min(sides) >= 8 * spec.px_per_latent and max(sides) <= spec.max_side_px
