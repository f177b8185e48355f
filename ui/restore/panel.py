"""The bar that says what a dropped picture holds, and what can be done with it."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom


def dropped_bar() -> gr.HTML:
    """What was done with a dropped picture; its value is as `ui.restore.dropped_picture` says. Its events: `arrive`,
    when one is dropped, and what is wanted of it then: `settings`, `photo` or `undo`."""
    return custom(
        "restore/dropped_picture.html",
        "restore/dropped_picture.js",
        {},
        events="arrive settings photo undo",
        elem_id="arrival",
    )
