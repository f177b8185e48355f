"""Styles in and out of files: the Import button with its report, and what Export fetches and says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gradio as gr

from pipeline.errors import GenerationError, InvalidRequest
from presets import ImportReport, Line, Preset
from presets.formats import FORMATS, Left, style_format
from ui.gradio_kit.updates import Updates, Values
from ui.messages import printable
from ui.styles.notes import bad_note, good_note
from ui.styles.styles import Styles
from ui.web.responses import Json
from ui.web.uploads import upload_name, uploaded_file

MAX_FILES = 50
MOST_NAMED = 4


def load(styles: Styles, files: object) -> tuple[gr.HTML | None, Preset | None, Json]:
    """Import: the styles of the files, all or none of them. The cards (None: as they are), the style where it is a
    single one, which is chosen then, and a note on what was imported and what was not."""
    try:
        report = styles.store.import_files(_read(files, styles.uploads_dir))
    except (GenerationError, OSError) as error:
        return None, None, bad_note(error)
    one = report.imported[0] if len(report.imported) == 1 else None
    return styles.cards_update(one.key if one else None), one, render_import(report)


def _read(files: object, uploads_dir: Path) -> list[tuple[str, bytes]]:
    many = files if isinstance(files, list) else [files]
    if not 1 <= len(many) <= MAX_FILES:
        raise InvalidRequest("Preset file", f"got {len(many)} files, allowed are 1 to {MAX_FILES} at once.")
    found = []
    for file in many:
        path = uploaded_file("Preset file", file, uploads_dir)
        found.append((upload_name(file, path.name), path.read_bytes()))
    return found


def render_import(report: ImportReport) -> Json:
    """The note after an import: a sentence, Undo, and the lines of the report."""
    groups = [
        _group("Left out", report.skipped),
        _group("Renamed", report.renamed),
        _group("Changed on the way", report.remarks),
    ]
    groups = [group for group in groups if group["lines"]]
    note = good_note(report.sentence, report.undo) if report.imported else {"text": report.sentence, "tone": "bad"}
    return {**note, "report": {"title": "Report", "groups": groups}} if groups else note


def _group(title: str, lines: Sequence[Line]) -> Json:
    return {
        "title": f"{title} ({len(lines)})",
        "lines": [[printable(line.place), printable(line.name), printable(line.text)] for line in lines],
    }


def export(styles: Styles, kind: str, keys: Sequence[str]) -> tuple[bytes, str, str] | None:
    """The file of these styles, or of all of one's own: content, media type, name. None where there is none."""
    try:
        into = style_format(kind)
        name = styles.store.find(keys[0]).file_name if len(keys) == 1 and kind == "json" else into.file_name
        return styles.store.export(kind, keys), into.media_type, name
    except GenerationError:
        return None


def describe_format(values: Values) -> Updates:
    """Another format was chosen: what it keeps and what it cannot."""
    kind = values["export_as"]
    return {"export_as": gr.Dropdown(info=FORMATS[kind].about)} if isinstance(kind, str) and kind in FORMATS else {}


def describe_export(styles: Styles, values: Values) -> Updates:
    """Export was pressed: what goes out, and what of it the format cannot hold; tone "bad" where nothing can."""
    return {"preset_note": _export_note(styles, values["export_as"], values["style"])}


def _export_note(styles: Styles, kind: object, chosen: object) -> Json:
    try:
        into = style_format(kind)
        shares = styles.chosen(chosen)
        presets = [share.preset for share in shares if share.preset] or styles.store.own()
        if not presets:
            raise InvalidRequest("Export", "there are no styles of your own yet: choose a style first.")
        losses = styles.store.left_behind(str(kind), [preset.key for preset in presets])
    except GenerationError as error:
        return bad_note(error)
    what = f"“{presets[0].name}”" if len(presets) == 1 else f"{len(presets):,} styles"
    line = f"Exported {what} as {into.label}."
    line += " Each goes by itself: save the mix first to export it as one style." if len(shares) > 1 else ""
    note = good_note(line + (" What the file cannot hold stays here." if losses else ""))
    lines = [Line(place="", name=each.what, text=_of_whom(each, len(presets))) for each in losses]
    report = {"title": "What stays here", "groups": [_group("Not in the file", lines)]}
    return {**note, "report": report} if losses else note


def _of_whom(loss: Left, count: int) -> str:
    """Which of `count` styles lose it."""
    if len(loss.names) == count:
        return "" if count == 1 else f"of all {count:,}"
    more = len(loss.names) - MOST_NAMED
    return f"of {', '.join(loss.names[:MOST_NAMED])}" + (f" and {more:,} more" if more > 0 else "")
