"""The corner of the page where the numbers of a painting are set."""

from __future__ import annotations

import gradio as gr

from pipeline.models.catalog import Catalog
from pipeline.models.spec import ModelSpec
from pipeline.request import MAX_GUIDANCE, MAX_IMAGES, MAX_STEPS, MAX_VARIATION, MIN_GUIDANCE, MIN_GUIDANCE_END
from ui.form.choices import BEST_PRECISION, CUT, LONG_PROMPTS, OWN_SCHEDULER, PREVIEWS, shape_labels, side_limits
from ui.gradio_kit.html_component import Corner
from ui.numbers.panel import suits_panel


def build_numbers(spec: ModelSpec) -> Corner:
    """Guidance, steps, seed and how many."""
    guidance = gr.Slider(
        MIN_GUIDANCE, MAX_GUIDANCE, value=spec.defaults.guidance_scale, step=0.5, label="Guidance scale",
        info="How closely to follow the words. 1 lets the model wander; above 12 colours burn out.", elem_id="guidance",
        visible=spec.capabilities.guidance,
    )  # fmt: skip
    suits = suits_panel()
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
        variation = gr.Slider(
            0, MAX_VARIATION, value=0, step=0.05, label="Variation", elem_id="variation",
            info="Above 0, the seed's picture turns towards other ones: 0.1 gives near relatives, 1 a stranger.",
        )  # fmt: skip
    many = gr.Slider(
        1, MAX_IMAGES, value=1, step=1, label="Pictures", elem_id="pictures",
        info="How many to paint at once, side by side, each with the next seed. Two take almost twice as long.",
    )  # fmt: skip
    return {
        "guidance_scale": guidance, "suits": suits, "num_steps": steps, "seed": seed, "dice": dice, "reuse": reuse,
        "any_seed": any_seed, "variation_strength": variation, "num_images": many,
    }  # fmt: skip


def build_more(catalog: Catalog, spec: ModelSpec) -> Corner:
    """What is changed more seldom, behind a fold."""
    side = {**side_limits(spec), "value": spec.native_size_px}
    with gr.Accordion("More settings", open=False, elem_id="more"):
        scheduler = gr.Dropdown(
            [OWN_SCHEDULER, *spec.capabilities.schedulers], value=OWN_SCHEDULER, label="Scheduler",
            info="The rule by which noise is taken away. Some, “Euler a” and DDPM too, add fresh noise at every step.",
        )  # fmt: skip
        guidance_end = gr.Slider(
            MIN_GUIDANCE_END, 1, value=spec.defaults.guidance_end, step=0.05, label="Guidance until",
            elem_id="guidance-end", visible=spec.capabilities.guidance,
            info="The share of the steps that guidance steers. Those after it run freely, in about half the time.",
        )  # fmt: skip
        long_prompt = gr.Dropdown(
            list(LONG_PROMPTS), value=CUT, label="Long prompts", elem_id="long-prompt",
            info="The model reads so many tokens at a time. In parts it reads more: under Prompt each is marked.",
        )  # fmt: skip
        shape = gr.Dropdown(
            shape_labels(spec), value=shape_labels(spec)[0], label="Shape", elem_id="shape",
            info="Sizes that this model paints well. It sets Width and Height.",
        )  # fmt: skip
        with gr.Row():
            width = gr.Slider(**side, label="Width", info="In pixels.", min_width=120)
            height = gr.Slider(**side, label="Height", info="In pixels.", min_width=120)
        preview = gr.Dropdown(
            list(PREVIEWS), value="Auto", label="Preview quality",
            info="How the steps are shown. Fast costs nothing, Sharp a little, Exact slows painting down.",
        )  # fmt: skip
        variation_seed = gr.Number(
            label="Variation seed", value=None, precision=0, elem_id="variation-seed",
            placeholder="a new one every time", info="Which other noise Variation turns towards. Empty: any.",
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
        "scheduler": scheduler, "guidance_end": guidance_end, "long_prompt": long_prompt, "shape": shape,
        "width_px": width, "height_px": height, "preview": preview, "variation_seed": variation_seed,
        "precision": precision, "model": model,
    }  # fmt: skip
