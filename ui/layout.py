"""Builds the components of the page, given back in one frozen dataclass. No logic: `ui.wiring` connects them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.catalog import Catalog, ModelSpec, Source
from pipeline.request import MAX_GUIDANCE, MAX_IMAGES, MAX_STEPS, MIN_GUIDANCE, MIN_STRENGTH
from ui import panels
from ui.form import BEST_PRECISION, FITS, OWN_SCHEDULER, PREVIEWS
from ui.intake import Intake
from ui.panels import constant as _constant
from ui.stage import build_stage
from ui.style_corner import Presets, build_presets

SOURCES = ("Words", "My picture")
PROMPT_HINT = "a white cat with large expressive eyes and a pink scarf"


@dataclass(frozen=True, kw_only=True)
class Controls:
    """What a painting is asked for with: the fields of `ui.form.Form`, and `source`."""

    prompt: gr.Textbox
    negative_prompt: gr.Textbox
    style: gr.HTML
    source: gr.Radio
    photo: gr.Image
    fit: gr.Radio
    strength: gr.Slider
    all_steps: gr.Checkbox
    guidance_scale: gr.Slider
    num_steps: gr.Slider
    seed: gr.Number
    num_images: gr.Slider
    scheduler: gr.Dropdown
    width_px: gr.Slider
    height_px: gr.Slider
    precision: gr.Dropdown
    preview: gr.Dropdown
    model: gr.Dropdown

    def named(self) -> dict[str, Any]:
        """The components by field name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, kw_only=True)
class Page:
    """Every component that something happens to."""

    blocks: gr.Blocks
    controls: Controls
    presets: Presets
    stage: gr.HTML
    model_note: gr.HTML
    reading: gr.HTML
    photo_note: gr.HTML
    survives: gr.HTML
    sample: gr.Button
    try_all: gr.Button
    generate: gr.Button
    stop: gr.Button
    dice: gr.Button
    reuse: gr.Button
    any_seed: gr.Button
    recall: gr.UploadButton
    recall_photo: gr.Button
    recall_note: gr.HTML
    job_box: gr.Textbox


TRY_ALL_HELP = (
    '<p class="em-help">Paints your words, or your photo, in every style with a few steps and one seed. '
    "The pictures stay on the cards. Then choose a card and press Generate for the full picture.</p>"
)
RECALL_HELP = (
    '<p class="em-help">Reads what a picture was painted with: one of ours, or of AUTOMATIC1111, ComfyUI, InvokeAI '
    "or Fooocus.</p>"
)
HEADER = Path(__file__).parent / "look" / "header.html"


def build_page(catalog: Catalog, cards: list[dict[str, Any]], uploads_dir: Path, *, sample_photo: bool) -> Page:
    """All components, with the values of the model that the studio starts with."""
    known = catalog.default in catalog
    spec = catalog.spec(catalog.default) if known else ModelSpec(key=catalog.default, source=Source())
    with Intake(title="Emerge", analytics_enabled=False, fill_width=True, delete_cache=(60, 900)) as blocks:
        blocks.uploads_dir = uploads_dir
        with gr.Row(elem_id="top"):
            _constant(HEADER.read_text(encoding="utf-8"), elem_id="mark")
            model_note = panels.note("model-note")
        with gr.Row(elem_id="studio"):
            with gr.Column(elem_id="write", min_width=0):
                words = _words()
                generate, stop = _go()
            with gr.Column(elem_id="stage-side", min_width=0):
                stage = build_stage()
            with gr.Column(elem_id="choose", min_width=0):
                source, photo = _photo(spec, sample_photo)
                style = panels.style_cards(cards)
                try_all = gr.Button("Try all styles", size="sm", elem_id="try-all")
                _constant(TRY_ALL_HELP)
                presets = build_presets()
                numbers, seeds = _numbers(spec)
                recall = gr.UploadButton(
                    "Settings from a picture", file_types=["image"], size="sm", elem_id="recall", min_width=80
                )
                recall_note = panels.note("recall-note")
                _constant(RECALL_HELP)
                more = _more(catalog, spec)
        job_box = gr.Textbox(visible=False)
    controls = Controls(**words["controls"], style=style, source=source, **photo["controls"], **numbers, **more)
    return Page(
        blocks=blocks, controls=controls, presets=presets, stage=stage, model_note=model_note,
        reading=words["reading"], photo_note=photo["note"], survives=photo["survives"],
        sample=photo["sample"], recall_photo=photo["recall"], recall=recall, recall_note=recall_note,
        try_all=try_all, generate=generate, stop=stop, job_box=job_box, **seeds,
    )  # fmt: skip


def _words() -> dict[str, Any]:
    prompt = gr.Textbox(
        label="Prompt",
        placeholder=PROMPT_HINT,
        info="What you would like to see. Short phrases, separated by commas, work well.",
        lines=3,
        max_lines=8,
        max_length=4_000,
        elem_id="prompt",
        autofocus=False,
    )
    reading = panels.reading_panel()
    negative = gr.Textbox(
        label="Negative prompt",
        placeholder="blurry, text",
        info="What should not be in it. Leave it empty if nothing comes to mind.",
        lines=1,
        max_lines=4,
        max_length=4_000,
        elem_id="negative-prompt",
    )
    return {"controls": {"prompt": prompt, "negative_prompt": negative}, "reading": reading}


def _go() -> tuple[gr.Button, gr.Button]:
    with gr.Row(elem_id="go"):
        generate = gr.Button("Generate", variant="primary", elem_id="generate", min_width=80, scale=3)
        stop = gr.Button("Stop", variant="secondary", elem_id="stop", min_width=80, scale=1, interactive=False)
    return generate, stop


def _photo(spec: ModelSpec, sample_photo: bool) -> tuple[gr.Radio, dict[str, Any]]:
    source = gr.Radio(
        SOURCES, value=SOURCES[0], label="Start from", elem_id="source",
        info="Pure noise, or a photo of yours under as much noise as you like.",
    )  # fmt: skip
    with gr.Column(elem_id="photo-group", min_width=0):
        photo = gr.Image(
            label="Photo", type="filepath", image_mode=None, sources=["upload", "webcam", "clipboard"],
            height=230, elem_id="photo", buttons=[],
        )  # fmt: skip
        note = panels.note("photo-note")
        recall = gr.Button("Use the settings inside it", size="sm", elem_id="recall-photo", visible=False)
        sample = gr.Button("Use the sample cat", size="sm", elem_id="sample", visible=sample_photo)
        strength = gr.Slider(
            MIN_STRENGTH, 1, value=spec.defaults.strength, step=0.05, label="Strength", elem_id="strength",
            info="How much of the photo is painted over. Low keeps the likeness, high keeps only the layout.",
        )  # fmt: skip
        survives = panels.survives_panel()
        all_steps = gr.Checkbox(
            label="Always run all steps", elem_id="all-steps",
            info="Spends as many steps on a photo as Steps says, by taking smaller ones.",
        )  # fmt: skip
        fit = gr.Radio(
            list(FITS), value="Crop", label="Fit", elem_id="fit",
            info="Crop fills the picture and cuts the edges off; Pad shows all of the photo with white around it.",
        )  # fmt: skip
    controls = {"photo": photo, "fit": fit, "strength": strength, "all_steps": all_steps}
    return source, {"controls": controls, "note": note, "survives": survives, "sample": sample, "recall": recall}


def _numbers(spec: ModelSpec) -> tuple[dict[str, Any], dict[str, Any]]:
    guidance = gr.Slider(
        MIN_GUIDANCE, MAX_GUIDANCE, value=spec.defaults.guidance_scale, step=0.5, label="Guidance scale",
        info="How closely to follow the words. 1 lets the model wander; above 12 colours burn out.", elem_id="guidance",
    )  # fmt: skip
    steps = gr.Slider(
        1, MAX_STEPS, value=spec.defaults.num_steps, step=1, label="Steps", elem_id="steps",
        info="How often the noise is refined. More is slower, and past 30 rarely better.",
    )  # fmt: skip
    with gr.Column(elem_id="seed-part", min_width=0):
        seed = gr.Number(
            label="Seed", value=None, precision=0, elem_id="seed", placeholder="a new one every time",
            info="The number of the noise: the same seed and settings give the same picture. Empty draws a new one.",
        )  # fmt: skip
        with gr.Row(elem_id="seed-buttons"):
            dice = gr.Button("Roll the dice", size="sm", min_width=60, elem_id="dice")
            reuse = gr.Button("Reuse last", size="sm", min_width=60, elem_id="reuse")
            any_seed = gr.Button("Clear", size="sm", min_width=50, elem_id="any-seed")
    many = gr.Slider(
        1, MAX_IMAGES, value=1, step=1, label="Pictures", elem_id="pictures",
        info="How many to paint at once, side by side, each with the next seed. Two take almost twice as long.",
    )  # fmt: skip
    return (
        {"guidance_scale": guidance, "num_steps": steps, "seed": seed, "num_images": many},
        {"dice": dice, "reuse": reuse, "any_seed": any_seed},
    )


def _more(catalog: Catalog, spec: ModelSpec) -> dict[str, Any]:
    side = {**side_limits(spec), "value": spec.native_size_px}
    with gr.Accordion("More settings", open=False, elem_id="more"):
        scheduler = gr.Dropdown(
            [OWN_SCHEDULER, *spec.capabilities.schedulers], value=OWN_SCHEDULER, label="Scheduler",
            info="The rule by which noise is taken away. “Euler a” and DDPM add fresh noise at every step.",
        )  # fmt: skip
        with gr.Row():
            width = gr.Slider(**side, label="Width", info="In pixels.", min_width=120)
            height = gr.Slider(**side, label="Height", info="In pixels.", min_width=120)
        preview = gr.Dropdown(
            list(PREVIEWS), value="Auto", label="Preview quality",
            info="How the steps are shown. Fast costs nothing, Sharp a little, Exact slows painting down.",
        )  # fmt: skip
        precision = gr.Dropdown(
            [BEST_PRECISION, "exact", "fast"], value=BEST_PRECISION, label="Precision",
            info="Exact repeats the textbook's numbers bit for bit; fast takes what this machine is quickest at.",
        )  # fmt: skip
        model = gr.Dropdown(
            list(catalog.keys) or [spec.key], value=spec.key, label="Model",
            info="Models that whoever started Emerge has put there.",
        )  # fmt: skip
    return {
        "scheduler": scheduler, "width_px": width, "height_px": height,
        "preview": preview, "precision": precision, "model": model,
    }  # fmt: skip


def side_limits(spec: ModelSpec) -> dict[str, int]:
    """What the Width and Height sliders may say for a model."""
    return {"minimum": 8 * spec.px_per_latent, "maximum": spec.max_side_px, "step": spec.size_multiple_px}
