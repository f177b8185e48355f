"""The stage: the one large custom component, which shows a run while it happens and afterwards.

stage.html is its constant template; stage.js takes the status that Gradio delivers and draws, with frames.js
(fetching), player.js (pace), step_viewer.js (which step is looked at, in which of views.js), strip.js (the film strip),
easel.js (the canvas), labels.js and words.js (what it says). current.js tells the rest of the page what is on it.
"""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom
from ui.stage.render import render_idle, render_views


def build_stage() -> gr.HTML:
    """The stage; its value is what `ui.stage.render.render_stage` gives, its prop `views` what `render_views` does."""
    return custom("stage/stage.html", "stage/stage.js", render_idle(), elem_id="stage", views=render_views())
