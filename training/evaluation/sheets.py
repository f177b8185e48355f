"""Sheets of pictures of an evaluation: a number does not say whether a picture is beautiful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.folders import PROJECT

Picture = NDArray[np.uint8]
EDGE_PX = 160
CLOSE_PX = 260  # of a detail
KEPT = PROJECT / "docs" / "pictures" / "sheets"  # those that a model card shows
KEPT_QUALITY = 80
# Name of a sheet -> what a card says of it.
OF_MODEL = {
    "styles": "a style a row, held-out prompts",
    "attributes": "an attribute a row, each of its values once",
    "restored": "faces of held-out drawings, and below what the autoencoder gives back",
    "restyles": "photos restyled at strength 0.6: chelsea five times, coffee, astronaut, five drawn cats",
}
OF_FLOW = {"few-steps": "the same prompts and noise: mau in 20, 8 and 4 steps, mau-flow in 8, 4 and 2"}


def lay_out(pictures: Picture, columns: int, edge_px: int = EDGE_PX) -> Image.Image:
    """`[N, H, W, 3]` row by row."""
    count = (len(pictures) + columns - 1) // columns
    sheet = Image.new("RGB", (columns * edge_px, count * edge_px), "white")
    for number, picture in enumerate(pictures):
        small = Image.fromarray(picture).resize((edge_px, edge_px), Image.Resampling.LANCZOS)
        sheet.paste(small, (number % columns * edge_px, number // columns * edge_px))
    return sheet


def write_sheets(out: Path, painted: Picture, drawn: Picture, wanted: Sequence[Mapping[str, str]]) -> None:
    """What was painted for `wanted`: all together, by style, by attribute, and each style over the drawings."""
    lay_out(painted[:64], 8).save(out / "painted.png")
    _in_rows(painted, [_rows_with(wanted, "style", name)[:10] for name in _values(wanted, "style")]).save(
        out / "styles.png"
    )
    firsts = [[_rows_with(wanted, name, value)[0] for value in _values(wanted, name)] for name in wanted[0]]
    _in_rows(painted, firsts).save(out / "attributes.png")
    for style in _values(wanted, "style"):
        rows = _rows_with(wanted, "style", style)[:12]
        lay_out(np.concatenate([painted[rows], drawn[rows]]), len(rows)).save(out / f"style-{style}.png")


def keep_sheets(out: Path, names: Sequence[str], kept: Path = KEPT) -> None:
    """Copies the sheets that a model card shows to where they are committed."""
    kept.mkdir(parents=True, exist_ok=True)
    for name in names:
        with Image.open(out / f"{name}.png") as sheet:
            sheet.resize((sheet.width * 3 // 5, sheet.height * 3 // 5), Image.Resampling.LANCZOS).save(
                kept / f"{name}.webp", quality=KEPT_QUALITY, method=6
            )


def shown_sheets(told: Mapping[str, str], kept: Path = KEPT) -> str:
    """Those that were kept, as Markdown for a card in `assets/models/<name>`."""
    there = [(name, text) for name, text in told.items() if (kept / f"{name}.webp").is_file()]
    return "\n".join(f"\n![{text}](../../../docs/pictures/sheets/{name}.webp)" for name, text in there)


def _values(wanted: Sequence[Mapping[str, str]], name: str) -> list[str]:
    return sorted({wishes[name] for wishes in wanted})


def _rows_with(wanted: Sequence[Mapping[str, str]], name: str, value: str) -> list[int]:
    return [row for row, wishes in enumerate(wanted) if wishes[name] == value]


def _in_rows(pictures: Picture, rows: Sequence[Sequence[int]]) -> Image.Image:
    """Rows of the pictures with these numbers; shorter ones end in white."""
    columns = max(map(len, rows))
    blank = np.full_like(pictures[0], 255)
    return lay_out(
        np.stack([pictures[row[place]] if place < len(row) else blank for row in rows for place in range(columns)]),
        columns,
    )
