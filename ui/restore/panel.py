"""The bar that says what a dropped picture holds, and what can be done with it."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom


def arrival_bar() -> gr.HTML:
    """What a dropped picture brought; its value is what `ui.restore.dropped_picture` tells. Its events: `arrive`, when
    one came, and what is wanted of it then: `settings`, `photo` or `undo`."""
    return custom(
        "restore/arrival.html", "restore/arrival.js", {}, events="arrive settings photo undo", elem_id="arrival"
    )
