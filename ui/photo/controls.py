"""The corner of the page where a photo comes in, is framed and masked; and where many come in at once."""

from __future__ import annotations

import gradio as gr

from pipeline.models.spec import ModelSpec
from pipeline.request import MAX_KEPT_LAYOUT, MIN_STRENGTH
from ui.form.choices import FITS, sources_of
from ui.gradio_kit.html_component import Corner, constant, note_line
from ui.painting.panel import batch_panel
from ui.photo.panels import framing_panel, photos_panel, survives_panel

MANY_HELP = (
    '<p class="em-help">Every photo is painted with the style and the settings of this page, cropped or padded about '
    "its middle, or whole with Fit. Those already painted with the same settings and seed are skipped, so you may stop "
    "and go on. A reload finds it again; it ends half a minute after its last window is closed.</p>"
)
WORDS_HELP = (
    '<p class="em-help">Say in the prompt what the photo shows, such as “an orange cat with green eyes”: the model '
    "gets its light and its colours, and only words tell it what they are.</p>"
)
KEPT_HELP = (
    '<p class="em-help">With the picture, the history keeps this photo too: on the machine that runs Emerge, without '
    "place and camera data, until the last picture painted from it is deleted. “Keep the originals too” in the open "
    "history turns that off.</p>"
)


def build_photo(spec: ModelSpec, *, sample_photo: bool, history: bool) -> Corner:
    """Where painting starts from, and what is done to a photo first."""
    source = gr.Radio(
        sources_of(spec), value=sources_of(spec)[0], label="Start from", elem_id="source",
        info="Pure noise, or a photo of yours under as much noise as you like.",
    )  # fmt: skip
    with gr.Column(elem_id="photo-group", min_width=0):
        photo = gr.Image(
            label="Photo", type="filepath", image_mode=None, sources=["upload", "webcam", "clipboard"],
            height=230, elem_id="photo", buttons=[],
        )  # fmt: skip
        constant(WORDS_HELP)
        note = note_line("photo-note")
        use_settings = gr.Button("Use the settings inside it", size="sm", elem_id="recall-photo", visible=False)
        sample = gr.Button("Use the sample cat", size="sm", elem_id="sample", visible=sample_photo)
        fit = gr.Radio(
            list(FITS), value="Crop", label="Framing", elem_id="fit",
            info="Crop fills the picture and cuts the edges off; Pad shows all of the photo with white around it; Fit "
            "shows all of it and gives the picture the photo’s own shape.",
        )  # fmt: skip
        framing = framing_panel()
        over, survives = _painted_over(spec)
        if history:
            constant(KEPT_HELP)
        many = _many_photos()
    report = batch_panel()  # outside: after a reload nothing of this corner may be open
    return {
        "source": source, "photo": photo, "fit": fit, "framing": framing, **over, "photo_note": note,
        "survives": survives, "sample": sample, "photo_settings": use_settings, "batch_report": report, **many,
    }  # fmt: skip


def _painted_over(spec: ModelSpec) -> tuple[Corner, gr.HTML]:
    """How much of a photo is painted over, and the panel that shows what survives it."""
    strength = gr.Slider(
        MIN_STRENGTH, 1, value=spec.defaults.strength, step=0.05, label="Strength", elem_id="strength",
        info="How much of the photo is painted over. Low keeps the likeness, high keeps only the layout.",
    )  # fmt: skip
    survives = survives_panel()
    all_steps = gr.Checkbox(
        label="Always run all steps", elem_id="all-steps",
        info="Spends as many steps on a photo as Steps says, by taking smaller ones.",
    )  # fmt: skip
    keep_layout = gr.Slider(
        0, MAX_KEPT_LAYOUT, value=spec.defaults.keep_layout, step=0.05, label="Keep layout", elem_id="keep-layout",
        info="How firmly light, dark and colours stay where the photo has them. 0 lets go; a mask does without it.",
    )  # fmt: skip
    return {"strength": strength, "keep_layout": keep_layout, "all_steps": all_steps}, survives


def _many_photos() -> Corner:
    with gr.Accordion("Many photos at once", open=False, elem_id="many-photos"):
        photos = photos_panel()
        constant(MANY_HELP)
        paint_all = gr.Button("Paint them all", size="sm", elem_id="paint-all")
    return {"photos": photos, "paint_all": paint_all}
