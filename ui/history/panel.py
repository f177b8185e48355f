"""What is kept: the Export panel and the history under the stage.

export.html and history.html are their constant templates; export.js, history.js and the modules beside them draw.
Whatever a person wrote reaches the document by `textContent` only.
"""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom


def history_panel() -> gr.HTML:
    """The newest pictures, and the drawer with all of them. Its value is what to reuse, its event is `reuse`."""
    return custom("history/history.html", "history/history.js", None, events="reuse", elem_id="history")
