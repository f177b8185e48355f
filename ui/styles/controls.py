"""The corner of the page where styles are saved, described, renamed, deleted and carried."""

from __future__ import annotations

import gradio as gr

from presets.formats import FORMATS, READABLE
from ui.gradio_kit.html_component import Corner, constant
from ui.styles.panels import note_with_undo

OWN_HELP = (
    '<p class="em-help">Choose a style of your own on its card to edit it: change what you like, and Save preset saves '
    "over it. A style that comes with Emerge stays as it is, and is saved under a name of yours.</p>"
)
FILES_HELP = (
    f'<p class="em-help">Import reads files of {", ".join(READABLE[:-1])} and {READABLE[-1]}, several at once. '
    "Export takes the chosen styles, or all of your own where none is chosen, and says what of them the format cannot "
    "hold.</p>"
)


def build_presets() -> Corner:
    """The row that saves, and behind a fold what is done more seldom."""
    with gr.Row(elem_id="save-row"):
        name = gr.Textbox(
            label="Preset name", placeholder="My style", info="Keeps the settings below as a style of your own.",
            max_length=60, elem_id="preset-name", scale=3, min_width=120,
        )  # fmt: skip
        save = gr.Button("Save preset", elem_id="save-preset", size="sm", scale=1, min_width=110)
    note = note_with_undo("preset-note")
    with gr.Accordion("Your presets", open=False, elem_id="own-presets"):
        constant(OWN_HELP)
        described = _described()
        with gr.Row(elem_id="preset-buttons"):
            rename = gr.Button("Rename", size="sm", min_width=80)
            delete = gr.Button("Delete", size="sm", min_width=80)
        with gr.Row(elem_id="preset-files"):
            load = gr.UploadButton(
                "Import", file_types=[".json", ".csv"], file_count="multiple", size="sm", min_width=80,
                elem_id="import-preset",
            )  # fmt: skip
            export = gr.Button("Export", size="sm", min_width=80)
        export_as = gr.Dropdown(
            [(into.label, kind) for kind, into in FORMATS.items()], value="json", label="Export as",
            info=FORMATS["json"].about, elem_id="export-as",
        )  # fmt: skip
        constant(FILES_HELP)
    return {
        "preset_name": name, "save_preset": save, "preset_note": note, "rename_preset": rename,
        "delete_preset": delete, "import_presets": load, "export_presets": export, "export_as": export_as,
        "negative_by_style": gr.State(""),  # the negative prompt that a style set last
        **described,
    }  # fmt: skip


def _described() -> Corner:
    template = gr.Textbox(
        label="Words of the style",
        info="{prompt} stands for what you write in Prompt. Saved with the preset.",
        value="{prompt}", lines=2, max_lines=5, max_length=2_000, elem_id="preset-template",
    )  # fmt: skip
    about = gr.Textbox(
        label="Note", info="What the style is good for. Shown under its card, and searched.", max_length=300,
        elem_id="preset-about",
    )  # fmt: skip
    tags = gr.Textbox(
        label="Tags", info="Up to twelve words with commas between them, to find the style by.", max_length=400,
        elem_id="preset-tags", placeholder="ink, black and white",
    )  # fmt: skip
    with gr.Row():
        author = gr.Textbox(label="Author", info="Who made it.", max_length=100, elem_id="preset-author", min_width=120)
        licence = gr.Textbox(
            label="Licence", info="What others may do with it.", max_length=100, elem_id="preset-licence", min_width=120
        )
    suits_from, suits_to = _suits()
    return {
        "template": template, "style_note": about, "style_tags": tags, "style_author": author, "style_licence": licence,
        "suits_from": suits_from, "suits_to": suits_to,
    }  # fmt: skip


def _suits() -> tuple[gr.Number, gr.Number]:
    with gr.Row():
        low = gr.Number(
            label="Suits guidance from", info="Marked on the Guidance slider. Empty: no mark.", value=None, step=0.5,
            elem_id="preset-suits-from", min_width=120,
        )  # fmt: skip
        high = gr.Number(
            label="Suits guidance to", info="The style's own guidance scale always lies within.", value=None, step=0.5,
            elem_id="preset-suits-to", min_width=120,
        )  # fmt: skip
    return low, high
