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
RECORDED_SHEETS = PROJECT / "docs" / "pictures" / "sheets"  # those that a model card shows
WEBP_QUALITY = 80
# Name of a sheet -> what a card says of it.
MODEL_SHEETS = {
    "styles": "a style a row, held-out prompts",
    "attributes": "an attribute a row, each of its values once",
    "restored": "faces of held-out drawings, and below what the autoencoder gives back",
    "restyles": "photos restyled at strength 0.6: chelsea five times, coffee, astronaut, five drawn cats",
}
FLOW_SHEETS = {"few-steps": "the same prompts and noise: mau in 20, 8 and 4 steps, mau-flow in 8, 4 and 2"}


def lay_out(pictures: Picture, columns: int, edge_px: int = EDGE_PX) -> Image.Image:
    """`[N, H, W, 3]` row by row."""
    count = (len(pictures) + columns - 1) // columns
    sheet = Image.new("RGB", (columns * edge_px, count * edge_px), "white")
    for number, picture in enumerate(pictures):
        small = Image.fromarray(picture).resize((edge_px, edge_px), Image.Resampling.LANCZOS)
        sheet.paste(small, (number % columns * edge_px, number // columns * edge_px))
    return sheet


def write_sheets(out: Path, paintings: Picture, drawings: Picture, targets: Sequence[Mapping[str, str]]) -> None:
    """What was painted for `targets`: all together, by style, by attribute, and each style over the drawings."""
    lay_out(paintings[:64], 8).save(out / "painted.png")
    _lay_out_rows(paintings, [_find_rows(targets, "style", name)[:10] for name in _list_values(targets, "style")]).save(
        out / "styles.png"
    )
    first_rows = [[_find_rows(targets, name, value)[0] for value in _list_values(targets, name)] for name in targets[0]]
    _lay_out_rows(paintings, first_rows).save(out / "attributes.png")
    for style in _list_values(targets, "style"):
        rows = _find_rows(targets, "style", style)[:12]
        lay_out(np.concatenate([paintings[rows], drawings[rows]]), len(rows)).save(out / f"style-{style}.png")


def record_sheets(out: Path, names: Sequence[str], folder: Path = RECORDED_SHEETS) -> None:
    """Copies the sheets that a model card shows to where they are committed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        with Image.open(out / f"{name}.png") as sheet:
            sheet.resize((sheet.width * 3 // 5, sheet.height * 3 // 5), Image.Resampling.LANCZOS).save(
                folder / f"{name}.webp", quality=WEBP_QUALITY, method=6
            )


def list_sheets(captions: Mapping[str, str], folder: Path = RECORDED_SHEETS) -> str:
    """Those of `captions` that are in `folder`, as Markdown for a card in `assets/models/<name>`."""
    recorded = [(name, text) for name, text in captions.items() if (folder / f"{name}.webp").is_file()]
    return "\n".join(f"\n![{text}](../../../docs/pictures/sheets/{name}.webp)" for name, text in recorded)


def _list_values(targets: Sequence[Mapping[str, str]], name: str) -> list[str]:
    return sorted({target[name] for target in targets})


def _find_rows(targets: Sequence[Mapping[str, str]], name: str, value: str) -> list[int]:
    return [row for row, target in enumerate(targets) if target[name] == value]


def _lay_out_rows(pictures: Picture, rows: Sequence[Sequence[int]]) -> Image.Image:
    """Rows of the pictures with these numbers; shorter ones end in white."""
    columns = max(map(len, rows))
    blank = np.full_like(pictures[0], 255)
    return lay_out(
        np.stack([pictures[row[place]] if place < len(row) else blank for row in rows for place in range(columns)]),
        columns,
    )
