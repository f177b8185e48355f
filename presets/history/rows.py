"""One kept run, and what the table of runs holds of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

COLUMNS = (
    "key, painted_ms, prompt, model, preset, seed, num_images, width_px, height_px, bytes, favourite, photo, series"
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One run of the history. `painted_ms`: milliseconds since 1970. `preset`: the style's name at the time, or "".

    `photo`: the fingerprint of the photo that it began from, "" where there was none or where it is not kept.
    `series`: the same for all runs of one press, "" for a run by itself. `many`: how many runs this entry stands for.
    """

    key: str
    painted_ms: int
    prompt: str
    model: str
    preset: str
    seed: int
    num_images: int
    width_px: int
    height_px: int
    bytes: int
    favourite: bool
    photo: str
    series: str
    many: int = 1


def row_from_settings(key: str, settings: dict[str, Any], preset: str, painted_ms: int) -> dict[str, Any]:
    """What the table holds of a run's settings, by column."""
    prompt, model = str(settings.get("prompt", "")), str(settings.get("model", ""))
    numbers = {name: _whole(settings.get(name)) for name in ("seed", "width_px", "height_px")}
    words = " ".join((prompt, preset, model, str(numbers["seed"]))).casefold()
    row = {"key": key, "painted_ms": painted_ms, "prompt": prompt, "words": words, "model": model, "preset": preset}
    return {**row, **numbers, "num_images": max(1, _whole(settings.get("num_images")))}


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def kept_from_row(row: tuple[Any, ...]) -> Kept:
    """The run in a row of `COLUMNS`."""
    fields = dict(zip((*COLUMNS.split(", "), "many"), row, strict=False))
    return Kept(**{**fields, "favourite": bool(fields["favourite"])})
