"""The Export panel under the stage; export.js draws it."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom


def export_panel(*, mp4_missing: str) -> gr.HTML:
    """A film of what is on the stage. `mp4_missing`: what to do where MP4 cannot be written here, "" where it can."""
    return custom("export/export.html", "export/export.js", None, elem_id="export", mp4_missing=mp4_missing)
