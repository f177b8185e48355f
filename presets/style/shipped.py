"""The styles that come with Emerge: one JSON file each in `builtin/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from presets.style.preset import Preset, parse_preset

FOLDER = Path(__file__).resolve().parents[1] / "builtin"
# The order of the cards; a file that is not named here comes after them.
ORDER = ("manga", "sega-mascot", "watercolour", "pixel-art", "neon-retrofuture", "pencil", "sticker", "photo")


@cache
def load_builtin() -> tuple[Preset, ...]:
    """In the order of the cards. Raises `InvalidRequest` for a file that has been damaged."""
    found = [parse_preset(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.json")]
    return tuple(sorted(found, key=lambda preset: (_place(preset.key), preset.name)))


def _place(key: str) -> int:
    return ORDER.index(key) if key in ORDER else len(ORDER)
