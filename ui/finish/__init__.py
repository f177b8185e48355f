"""The Finish panel under the stage: colour, lettering, cut-out and files, without running the model again.

finish.html is its frame; `ui.finish.controls` writes the sliders into it, once, from the fields of `pipeline.finish`,
so that limits and defaults are those that are checked. finish.js brings it to life, with preview.js, letters.js,
memory.js, files.js and tabs.js.
"""

from __future__ import annotations

import gradio as gr

from ui.finish.controls import build_template
from ui.panels import custom


def build_finish() -> gr.HTML:
    """The panel. It has no value of its own: it watches the stage in the browser."""
    return custom(build_template(), "finish/finish.js", None, elem_id="finish")
