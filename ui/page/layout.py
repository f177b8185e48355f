"""Builds the components of the page, given back in one frozen dataclass. No logic: `ui.page.wiring` connects them."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from pipeline.models.catalog import Catalog
from pipeline.models.spec import ModelSpec, Source
from ui.export.panel import export_panel
from ui.finish import build_finish
from ui.gradio_kit.checked_files import CheckedBlocks
from ui.gradio_kit.html_component import Corner, constant, note_line
from ui.gradio_kit.updates import Page
from ui.history.panel import history_panel
from ui.numbers.controls import build_more, build_numbers
from ui.photo.controls import build_photo
from ui.prompt.controls import build_words
from ui.restore.panel import dropped_bar
from ui.stage import build_stage
from ui.styles.controls import build_presets
from ui.styles.panels import style_cards
from ui.web.responses import Json
from ui.web.uploads import UNUSED_FOR_S

TRY_ALL_HELP = (
    '<p class="em-help">“Try all styles” paints your words, or your photo, in every style that the cards show, with a '
    "few steps and one seed. The pictures stay on the cards. “Paint in full” on a card makes the whole picture with "
    "the same seed.</p>"
)
SETTINGS_HELP = (
    '<p class="em-help">Reads what a picture was painted with: one of ours, or of AUTOMATIC1111, ComfyUI, InvokeAI '
    "or Fooocus.</p>"
)
ONWARD = """<p class="em-onward"><a href="#finish">Finish it</a><a href="#export">Export</a>{}</p>"""
ONWARD_HISTORY = '<a href="#history">History</a>'
SWEPT_EVERY_S = 60
HEADER = Path(__file__).resolve().parents[1] / "look" / "header.html"


def build_page(catalog: Catalog, cards: list[Json], uploads_dir: Path, *, sample_photo: bool, history: bool) -> Page:
    """All components, with the values of the model that the studio starts with."""
    known = catalog.default in catalog
    spec = catalog.spec(catalog.default) if known else ModelSpec(key=catalog.default, source=Source())
    with CheckedBlocks(
        title="Emerge", analytics_enabled=False, fill_width=True, delete_cache=(SWEPT_EVERY_S, UNUSED_FOR_S)
    ) as blocks:
        blocks.uploads_dir = uploads_dir
        with gr.Row(elem_id="top"):
            constant(HEADER.read_text(encoding="utf-8"), elem_id="mark")
            model_note = note_line("model-note")
        with gr.Row(elem_id="studio"):
            with gr.Column(elem_id="write", min_width=0):
                words = build_words(spec)
                go = _go()
            with gr.Column(elem_id="stage-side", min_width=0):
                shown = _stage_side(history=history)
            with gr.Column(elem_id="choose", min_width=0):
                photo = build_photo(spec, sample_photo=sample_photo, history=history)
                style = style_cards(cards)
                constant(TRY_ALL_HELP)
                presets = build_presets()
                numbers = build_numbers(spec)
                restore = _settings_from_picture()
                more = build_more(catalog, spec)
        job_box = gr.Textbox(visible=False)
        dropped = dropped_bar()
    parts = {"style": style, "model_note": model_note, "job_box": job_box, "dropped": dropped}
    return Page(blocks, {**parts, **words, **go, **shown, **photo, **presets, **numbers, **restore, **more})


def _go() -> Corner:
    with gr.Row(elem_id="go"):
        generate = gr.Button("Generate", variant="primary", elem_id="generate", min_width=80, scale=3)
        stop = gr.Button("Stop", variant="secondary", elem_id="stop", min_width=80, scale=1, interactive=False)
        # Shown by page.css while one of several is painted.
        skip = gr.Button("Skip", variant="secondary", elem_id="skip", min_width=70, scale=1)
    return {"generate": generate, "stop": stop, "skip": skip}


def _stage_side(*, history: bool) -> Corner:
    """The stage, and under it what can be done with a finished picture."""
    stage = build_stage()
    vary = gr.Button("Four variations of it", size="sm", elem_id="vary", min_width=80)
    constant(ONWARD.format(ONWARD_HISTORY if history else ""), elem_id="onward")
    finish = build_finish()
    export_panel()
    components = {"stage": stage, "finish": finish, "vary": vary}
    return {**components, "history": history_panel()} if history else components


def _settings_from_picture() -> Corner:
    upload = gr.UploadButton("Settings from a picture", file_types=["image"], size="sm", elem_id="recall", min_width=80)
    note = note_line("recall-note")
    constant(SETTINGS_HELP)
    return {"settings_file": upload, "settings_note": note}
