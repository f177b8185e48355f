"""Writes a sheet of drawings: `python -m training.pictures.drawing_sheet --level 1 --out build/sheets/drawings.png`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from training.drawings import draw_scene
from training.evaluation.sheets import lay_out
from training.world import LEVELS, STYLES, Scene, is_drawable, sample_scene


def sample_styled(rng: np.random.Generator, level: int, style: str | None) -> Scene:
    """A scene of the level, in the given style if there is one."""
    while True:
        scene = sample_scene(rng, level)
        if style is None:
            return scene
        scene = replace(scene, style=style)
        if is_drawable(scene):
            return scene


def build_sheet(scenes: list[Scene], columns: int, size_px: int) -> Image.Image:
    """The scenes row by row."""
    return lay_out(np.stack([draw_scene(scene, seed, size_px) for seed, scene in enumerate(scenes)]), columns, size_px)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--level", type=int, choices=sorted(LEVELS), default=1)
    parser.add_argument("--out", type=Path, default=Path("build/sheets/drawings.png"))
    parser.add_argument("--count", type=int, default=64)
    parser.add_argument("--columns", type=int, default=8)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--style", choices=STYLES)
    parser.add_argument("--all-styles", action="store_true", help="one row for each style")
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    if options.all_styles:
        scenes = [sample_styled(rng, options.level, style) for style in STYLES for _ in range(options.columns)]
    else:
        scenes = [sample_styled(rng, options.level, options.style) for _ in range(options.count)]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    build_sheet(scenes, options.columns, options.size).save(options.out)


if __name__ == "__main__":
    main()
