"""Runs put into a history without painting them."""

from __future__ import annotations

from typing import Any

from PIL import Image

from pipeline.metadata.picture_files import png_with_settings
from presets.history.history import History, Wanted

START_MS = 1_790_000_000_000


def settings_of(prompt: str, **more: Any) -> dict[str, Any]:
    size = {"width_px": 64, "height_px": 64, "num_steps": 4, "guidance_scale": 5.0, "scheduler": "DDIM"}
    return {"prompt": prompt, "negative_prompt": "", "model": "mau", "seed": 7, "num_images": 1, **size, **more}


def keep(
    history: History, prompt: str, at: int = 0, *, preset: str = "", colour: str = "teal", series: str = "", **more: Any
) -> str:
    """Painted `at` minutes after the start."""
    settings = settings_of(prompt, **more)
    pictures = [Image.new("RGB", (64, 64), colour) for _ in range(settings["num_images"])]
    pngs = [png_with_settings(picture, settings, image) for image, picture in enumerate(pictures)]
    return history.add(pngs, settings, preset=preset, painted_ms=START_MS + 60_000 * at, series=series)


def prompts(history: History, **wanted: Any) -> list[str]:
    return [run.prompt for run in history.page(Wanted(**wanted)).runs]
