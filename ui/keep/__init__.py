"""What is kept: the Export panel and the history under the stage.

export.html and history.html are their constant templates; export.js, history.js and the modules beside them draw.
Whatever a person wrote reaches the document by `textContent` only.
"""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from ui.panels import custom

HERE = Path(__file__).parent


def export_panel(*, mp4_missing: str) -> gr.HTML:
    """A film of what is on the stage. `mp4_missing`: what to do where MP4 cannot be written here, "" where it can."""
    template = (HERE / "export.html").read_text(encoding="utf-8")
    return custom(template, "keep/export.js", None, elem_id="export", mp4_missing=mp4_missing)


def history_panel() -> gr.HTML:
    """The newest pictures, and the drawer with all of them. Its value is what to reuse, its event is `reuse`."""
    template = (HERE / "history.html").read_text(encoding="utf-8")
    return custom(template, "keep/history.js", None, events="reuse", elem_id="history")
