"""The custom parts of the prompt's corner: what the model reads, and the brief."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom

READING = """<div class="em-reading" aria-live="polite">
<p class="em-reading-head"><span>What the model reads</span><span class="em-tokens"></span></p>
<p class="em-final" data-testid="final-prompt"></p><p class="em-remark"></p></div>"""


def reading_panel() -> gr.HTML:
    """The final prompt, its tokens and their marks."""
    return custom(READING, "prompt/reading.js", None, elem_id="reading")


def brief_panel() -> gr.HTML:
    """The prompt as chips. Its event `apply`: its value's `text` is the prompt. Its event `fit`: what fits its value's
    `chips` is wanted."""
    return custom("prompt/brief.html", "prompt/brief.js", None, events="apply fit", elem_id="brief")
