"""The corner of the page where the words are written."""

from __future__ import annotations

import gradio as gr

from pipeline.models.spec import ModelSpec
from ui.form.choices import fills_in
from ui.gradio_kit.html_component import Corner
from ui.prompt.panels import brief_panel, reading_panel

PROMPT_HINT = "a white cat with large expressive eyes and a pink scarf"


def build_words(spec: ModelSpec) -> Corner:
    """What to paint, how the model reads it, and what should not be in it."""
    prompt = gr.Textbox(
        label="Prompt",
        placeholder=PROMPT_HINT,
        info="What you would like to see, in short phrases with commas. (word:1.3) weighs more, [word] less.",
        lines=3,
        max_lines=8,
        max_length=4_000,
        elem_id="prompt",
        autofocus=False,
    )
    fill_in = gr.Checkbox(
        label="Fill in what I leave open",
        value=True,
        elem_id="fill-in",
        info="The seed chooses eyes, pose, background and what else you do not say, the style too where no card is "
        "chosen. Off, the model gets your words alone, and paints less clearly.",
        visible=fills_in(spec),
    )
    live = gr.Checkbox(
        label="Paint as I type",
        value=False,
        elem_id="live",
        info="Every change of the words is painted at once, with one seed. The history does not keep these sketches. "
        "Quickest with mau-flow, under More settings, Model.",
    )
    reading = reading_panel()
    make_brief = gr.Button("Make a brief of it", size="sm", elem_id="make-brief", min_width=80)
    brief = brief_panel()
    negative = gr.Textbox(
        label="Negative prompt",
        placeholder="blurry, text",
        info="What should not be in it. Leave it empty if nothing comes to mind.",
        lines=1,
        max_lines=4,
        max_length=4_000,
        elem_id="negative-prompt",
    )
    return {
        "prompt": prompt, "fill_in": fill_in, "live": live, "reading": reading, "make_brief": make_brief,
        "brief": brief, "negative_prompt": negative,
    }  # fmt: skip
