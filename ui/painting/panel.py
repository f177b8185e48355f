"""How a batch of photos stands."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom

BATCH = """<div class="em-batch"><p role="status" hidden></p>
<progress aria-label="Photos that are done" hidden></progress><ul hidden></ul>
<label class="em-inside" hidden><input type="checkbox" data-inside checked> Write the settings into saved files</label>
<a download="emerge-photos.zip" hidden>Save all pictures and the report</a></div>"""


def batch_panel() -> gr.HTML:
    """How a batch of photos stands."""
    return custom(BATCH, "painting/batch.js", None, elem_id="batch-report")
