"""Styles in and out of files: the Import button with its report, and what the Export buttons fetch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.errors import GenerationError, InvalidRequest
from presets import ImportReport, Line
from ui.form import upload_name, uploaded_file
from ui.messages import printable
from ui.shelf import Shelf, Told, bad, good

MAX_FILES = 50
KINDS = {"json": ("application/json", "emerge-styles.json"), "csv": ("text/csv; charset=utf-8", "styles.csv")}


def load(shelf: Shelf, files: Any) -> Told:
    """Import: the styles of the files, all or none of them; the note tells what came in and what did not."""
    try:
        report = shelf.store.import_files(_read(files, shelf.uploads_dir))
    except (GenerationError, OSError) as error:
        return gr.skip(), gr.skip(), bad(error)
    one = report.imported[0] if len(report.imported) == 1 else None
    cards = shelf.shown(one.key) if one else gr.HTML(cards=shelf.cards())
    return cards, one.name if one else gr.skip(), render_import(report)


def _read(files: Any, uploads_dir: Path) -> list[tuple[str, bytes]]:
    many = files if isinstance(files, list) else [files]
    if not 1 <= len(many) <= MAX_FILES:
        raise InvalidRequest("Preset file", f"got {len(many)} files, allowed are 1 to {MAX_FILES} at once.")
    found = []
    for file in many:
        path = uploaded_file("Preset file", file, uploads_dir)
        found.append((upload_name(file, path.name), path.read_bytes()))
    return found


def render_import(report: ImportReport) -> dict[str, Any]:
    """The note after an import: a sentence, Undo, and the lines of the report."""
    groups = [
        _group("Left out", report.skipped),
        _group("Renamed", report.renamed),
        _group("Changed on the way", report.remarks),
    ]
    groups = [group for group in groups if group["lines"]]
    note = good(report.sentence, report.undo) if report.imported else {"text": report.sentence, "tone": "bad"}
    return {**note, "report": {"title": "Report", "groups": groups}} if groups else note


def _group(title: str, lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "title": f"{title} ({len(lines)})",
        "lines": [[printable(line.place), printable(line.name), printable(line.told)] for line in lines],
    }


def export(shelf: Shelf, kind: str, keys: Sequence[str]) -> tuple[bytes, str, str] | None:
    """The file of these styles, or of all of one's own: content, media type, name. None where there is none."""
    if kind not in KINDS:
        return None
    media, name = KINDS[kind]
    try:
        if len(keys) == 1 and kind == "json":
            name = shelf.store.find(keys[0]).file_name
        return shelf.store.export(kind, keys), media, name
    except GenerationError:
        return None
