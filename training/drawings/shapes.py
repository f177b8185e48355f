"""Shapes: what a drawing is made of before any style has touched it.

Coordinates are those of a page of 256 x 256 units, y down, whatever the size of the picture in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import skia

RGB = tuple[int, int, int]
Point = tuple[float, float]

PAGE = 256.0
FORMS = ("coat", "finish", "cloth", "glove", "shoe", "metal")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One shape of a drawing.

    `role` says what it is (coat, mark, iris, cloth, ...), so that a style can treat it in its own way; `colour` is its
    natural colour. "finish" stands for the shade and contour of a form that is already filled. `outline` is the weight
    of its contour: 1 for silhouettes, less for inner lines, 0 for none. With `stroke_width` the path is a line of that
    width instead of an area.
    """

    path: skia.Path
    role: str
    colour: RGB
    outline: float = 0.0
    stroke_width: float = 0.0
    clip: skia.Path | None = None

    @property
    def is_form(self) -> bool:
        """Whether it is a rounded thing that takes shade and belongs to the silhouette."""
        return self.outline >= 1 and self.role in FORMS


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A whole picture as data: the shapes behind, the shapes of the animal, and where its face is."""

    background: tuple[Shape, ...]
    subject: tuple[Shape, ...]
    ground: RGB
    is_plain: bool
    face: Point
    face_radius: float
    is_running: bool


def smooth(points: Sequence[Point], closed: bool = True) -> skia.Path:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    path = skia.Path()
    path.moveTo(*points[0])
    for i in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        path.cubicTo(
            b[0] + (c[0] - a[0]) / 6,
            b[1] + (c[1] - a[1]) / 6,
            c[0] - (d[0] - b[0]) / 6,
            c[1] - (d[1] - b[1]) / 6,
            c[0],
            c[1],
        )
    if closed:
        path.close()
    return path


def mirror_half(right_half: Sequence[Point], centre_x: float = 0.0) -> skia.Path:
    """A closed symmetric curve; the points run from top to bottom at the right of the axis."""
    left = [(-x, y) for x, y in reversed(right_half) if x > 0]
    return smooth([(centre_x + x, y) for x, y in [*right_half, *left]])


def polygon(points: Sequence[Point], closed: bool = True) -> skia.Path:
    path = skia.Path()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    return path


def ellipse(x: float, y: float, rx: float, ry: float) -> skia.Path:
    path = skia.Path()
    path.addOval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry))
    return path


def rectangle(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> skia.Path:
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeLTRB(left, top, right, bottom), radius, radius)
    return path


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> skia.Path:
    """A band of changing width along a smooth line, with a round end: a tail, a leg, a scarf's end."""
    spine = np.array(points, dtype=float)
    place_on, slope_on, width_on = _ribbon_weights(len(points), len(widths))
    line, along = place_on @ spine, slope_on @ spine
    along /= np.sqrt((along**2).sum(axis=1, keepdims=True)) + 1e-6
    across = along[:, ::-1] * (-1, 1)
    half = (width_on @ np.array(widths, dtype=float))[:, None] / 2
    cap = line[-1:] + along[-1:] * half[-1]
    outline = np.concatenate([line + across * half, cap, (line - across * half)[::-1]])
    return smooth(outline.tolist())


@lru_cache(maxsize=64)
def _ribbon_weights(num_points: int, num_widths: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The matrices that give the line, its direction and its width from a ribbon's points and widths."""
    at = np.linspace(0, num_points - 1, 3 * num_points)
    basis = np.stack([_catmull_rom(column, at) for column in np.eye(num_points)], axis=1)
    knots = np.linspace(0, num_points - 1, num_widths)
    widths = np.stack([np.interp(at, knots, column) for column in np.eye(num_widths)], axis=1)
    return basis, np.gradient(basis, axis=0), widths


def _catmull_rom(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    last = len(values) - 1
    i = np.clip(at.astype(int), 0, last - 1)
    t = at - i
    a, b, c, d = (values[np.clip(i + k, 0, last)] for k in (-1, 0, 1, 2))
    curve: np.ndarray = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    return curve


def place(shapes: Iterable[Shape], matrix: skia.Matrix) -> list[Shape]:
    """The shapes moved by the matrix. Line widths stay: thin lines would be lost in small figures."""
    return [
        replace(
            shape,
            path=transform(shape.path, matrix),
            clip=None if shape.clip is None else transform(shape.clip, matrix),
        )
        for shape in shapes
    ]


def transform(path: skia.Path, matrix: skia.Matrix) -> skia.Path:
    """A transformed copy of the path."""
    copy = skia.Path(path)
    copy.transform(matrix)
    return copy


def placement(x: float, y: float, scale: float = 1.0, degrees: float = 0.0) -> skia.Matrix:
    """The matrix that scales, then turns, then moves the origin to (x, y)."""
    matrix = skia.Matrix.Translate(x, y)
    matrix.preRotate(degrees)
    matrix.preScale(scale, scale)
    return matrix
