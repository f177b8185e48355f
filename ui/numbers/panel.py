"""The line under the guidance scale: where it suits the chosen style."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom

SUITS = """<p class="em-suits" role="status" hidden></p>"""


def suits_panel() -> gr.HTML:
    """Where the guidance scale suits the chosen style, marked on the slider with the id "guidance"."""
    return custom(SUITS, "numbers/suits.js", None, elem_id="suits")
