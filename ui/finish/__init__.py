"""The Finish panel under the stage: colour, lettering, cut-out and files, without running the model again.

finish.html is its frame; `ui.finish.controls` writes the sliders into it, once, from the fields of `pipeline.finish`,
so that limits and defaults are those that are checked. finish.js brings it to life, with preview.js, lettering.js,
tab_memory.js, files.js, tabs.js and applied_finish.js.
"""

from __future__ import annotations

import gradio as gr

from ui.finish.controls import build_template
from ui.gradio_kit.html_component import custom


def build_finish() -> gr.HTML:
    """The panel, which watches the stage in the browser. Its value is what `ui.finish.settings_in` reads and writes."""
    return custom(build_template(), "finish/finish.js", None, elem_id="finish")
