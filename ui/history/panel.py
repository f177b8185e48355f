"""The history under the stage; history.js and the modules beside it draw it."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom


def history_panel() -> gr.HTML:
    """The newest pictures, and the drawer with all of them. Its value is what to reuse, its event is `reuse`."""
    return custom("history/history.html", "history/history.js", None, events="reuse", elem_id="history")
