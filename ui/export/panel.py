"""The Export panel under the stage; export.js draws it."""

from __future__ import annotations

import gradio as gr

from pipeline.film.formats import FILM_FORMATS, FilmFormat
from ui.gradio_kit.html_component import custom
from ui.web.responses import Json


def export_panel() -> gr.HTML:
    """A film of what is on the stage, in one of the formats of `pipeline.film.formats`."""
    formats = [render_format(row) for row in FILM_FORMATS.values()]
    return custom("export/export.html", "export/export.js", None, elem_id="export", formats=formats)


def render_format(row: FilmFormat) -> Json:
    """What the panel has to know of a format. missing: what to do before it can be written here, "" where it can."""
    return {
        "key": row.key,
        "label": row.label,
        "help": row.help,
        "ending": row.ending,
        "missing": row.missing(),
        "moving": row.moving,
        "video": row.media_type.startswith("video/"),
        "holds_settings": row.inside is not None,
    }
