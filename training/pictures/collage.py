"""Dead leaves with a surface: what a photograph has and plain discs lack.

Shapes of every kind (turned ellipses, polygons, strips, thin lines) cover one another, the large ones first; each has a
texture of its own, coloured noise or stripes, and light that falls from a side. Colours are as muted as in
photographs. After Baradad et al., "Learning to see by looking at noise", 2021, who learn most from textured leaves.
Everything is painted at twice the size, so that edges are as a lens and a sensor leave them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from training.pictures.noise_fields import add_light, coloured_noise

NUM_TEXTURES = 8
CHROMA = 26.0  # standard deviation of a colour's channels around their grey, of 255


def draw_collage(rng: np.random.Generator, size_px: int) -> NDArray[np.float32]:
    """One picture `[size_px, size_px, 3]` float32, about 0..255."""
    side = 2 * size_px
    textures = [_random_texture(rng, size_px) for _ in range(NUM_TEXTURES)]
    picture = _random_surface(textures, rng, side)
    for radius in sorted(_random_radii(rng, side), reverse=True):
        mask = Image.new("L", (side, side))
        _draw_shape(ImageDraw.Draw(mask), rng, side, radius)
        if rng.random() < 0.2:
            mask = mask.filter(ImageFilter.BoxBlur(float(rng.uniform(1, 6))))  # out of focus
        picture.paste(_random_surface(textures, rng, side), mask=mask)
    small = picture.resize((size_px, size_px), Image.Resampling.BOX if rng.random() < 0.5 else Image.Resampling.LANCZOS)
    return np.asarray(small, np.float32)


def _random_radii(rng: np.random.Generator, side: int) -> NDArray[np.float64]:
    """Radii whose density falls with their third power, as what photographs show does (Lee et al., 2001)."""
    smallest, count = side * float(rng.uniform(0.01, 0.07)), int(rng.integers(30, 120))
    return np.minimum(side / 2, smallest / np.sqrt(1.0 - rng.random(count)))


def _draw_shape(pen: ImageDraw.ImageDraw, rng: np.random.Generator, side: int, radius: float) -> None:
    x, y = rng.uniform(-0.2 * side, 1.2 * side, 2)
    turn = float(rng.uniform(0, 2 * math.pi))
    kind = rng.random()
    if kind < 0.2:  # a line, a whisker or a cable
        reach = 4 * radius
        ends = [
            x - reach * math.cos(turn),
            y - reach * math.sin(turn),
            x + reach * math.cos(turn),
            y + reach * math.sin(turn),
        ]
        pen.line(ends, fill=255, width=int(rng.integers(2, 10)))
        return
    corners = 40 if kind < 0.6 else int(rng.integers(3, 7))
    angles = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    reach = radius * (1.0 if corners == 40 else rng.uniform(0.6, 1.4, corners))
    across, down = reach * np.cos(angles), reach * float(rng.uniform(0.15, 1.0)) * np.sin(angles)
    points = np.stack(
        [x + across * math.cos(turn) - down * math.sin(turn), y + across * math.sin(turn) + down * math.cos(turn)], 1
    )
    pen.polygon([(float(px), float(py)) for px, py in points], fill=255)


def _random_surface(textures: list[NDArray[np.float32]], rng: np.random.Generator, side: int) -> Image.Image:
    """A whole picture of one surface: a grey of photographs, a little colour, one texture, light from a side."""
    colour = rng.uniform(10, 245) + rng.normal(0, CHROMA * rng.choice((0.4, 1.0, 2.5)), 3)
    surface = colour + textures[int(rng.integers(len(textures)))] * float(rng.choice((0.0, 0.15, 0.4, 0.9)))
    if rng.random() < 0.6:
        surface = add_light(surface, rng)
    whole = Image.fromarray(np.clip(surface, 0, 255).astype(np.uint8))
    return whole.resize((side, side), Image.Resampling.BILINEAR)


def _random_texture(rng: np.random.Generator, size_px: int) -> NDArray[np.float32]:
    """`[size_px, size_px, 3]` around zero, a standard deviation of 25 to 60."""
    if rng.random() < 0.7:
        noise = coloured_noise(rng, size_px)
        return noise - noise.mean((0, 1))
    row, column = np.mgrid[:size_px, :size_px].astype(np.float32)
    turn = float(rng.uniform(0, math.pi))
    phase = 2 * math.pi * (row * math.sin(turn) + column * math.cos(turn)) / float(rng.uniform(4, 40))
    stripes = np.sin(phase) if rng.random() < 0.5 else np.sign(np.sin(phase))
    return np.repeat(stripes[..., None], 3, 2).astype(np.float32) * 45.0
