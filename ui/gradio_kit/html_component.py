"""The small custom parts of the page: style cards, the reading of a prompt, notes.

Each is a `gr.HTML` with a constant template: whatever a person wrote reaches the document by `textContent` only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

UI = Path(__file__).resolve().parents[1]
READING = """<div class="em-reading" aria-live="polite">
<p class="em-reading-head"><span>What the model reads</span><span class="em-tokens"></span></p>
<p class="em-final" data-testid="final-prompt"></p><p class="em-remark"></p></div>"""
TOLD = """<div class="em-told"><p class="em-note" role="status" hidden></p>
<button type="button" class="em-undo" hidden>Undo</button>
<details class="em-report" hidden><summary></summary><div></div></details></div>"""
SURVIVES = """<figure class="em-survives"><img alt="Your photo with as much noise as this strength puts in" hidden>
<figcaption><svg class="em-curve" viewBox="0 0 200 64" preserveAspectRatio="none" aria-hidden="true" hidden>
<path class="em-curve-run"/><path class="em-curve-all"/><line class="em-curve-entry" y1="0" y2="64"/></svg>
<span class="em-curve-ends" aria-hidden="true" hidden><span>your photo</span><span>pure noise</span></span><p></p>
</figcaption></figure>"""
BATCH = """<div class="em-batch"><p role="status" hidden></p>
<progress aria-label="Photos that are done" hidden></progress><ul hidden></ul>
<label class="em-inside" hidden><input type="checkbox" data-inside checked> Write the settings into saved files</label>
<a download="emerge-photos.zip" hidden>Save all pictures and the report</a></div>"""
SUITS = """<p class="em-suits" role="status" hidden></p>"""
NOTE = """<p class="em-note" role="status" hidden></p>"""


def custom(template: str, module: str, value: Any, *, events: str = "", elem_id: str, **props: Any) -> gr.HTML:
    """A component with a constant `template` (or the path in `ui/` of the file that holds it), brought to life
    by the ES module at `module` (a path in `ui/`, which we serve under the same).

    `events` names its events: gradio finds them by their quoted names in this script.
    """
    if template.endswith(".html"):
        template = (UI / template).read_text(encoding="utf-8")
    quoted = " ".join(f'"{event}"' for event in events.split())
    script = f"""/* events: {quoted} */
import(new URL("ui/{module}", document.baseURI)).then((part) => part.mount({{ element, props, watch, trigger }}));"""
    return gr.HTML(
        value=value, html_template=template, js_on_load=script, apply_default_css=False, elem_id=elem_id, **props
    )


def reading_panel() -> gr.HTML:
    """The final prompt, its tokens and their marks."""
    return custom(READING, "prompt/reading.js", None, elem_id="reading")


def style_cards(cards: list[dict[str, Any]]) -> gr.HTML:
    """The styles; its value is the chosen key, or a list of keys with weights. `pick` says that it changed; the other
    events carry the key of the card that something is to be done to, `paint` the keys of several (none: of all).
    `tried`: what changed on the cards that are tried just now, and how far that is."""
    events = "pick star move paint unpaint full"
    return custom("styles/cards.html", "styles/cards.js", "", events=events, elem_id="styles", cards=cards, tried={})


def told_with_undo(elem_id: str) -> gr.HTML:
    """What just happened, with Undo where it can be taken back (event `undo`), and a report where there is one."""
    return custom(TOLD, "styles/told.js", None, events="undo", elem_id=elem_id)


def survives_panel() -> gr.HTML:
    """The person's photo at the noise of the chosen strength."""
    return custom(SURVIVES, "photo/survives.js", None, elem_id="survives")


def framing_panel() -> gr.HTML:
    """The framed photo; its value is what `ui.form.framing.parse_framing` reads, its event is `frame`. `wanted`: such a
    value, and the `photo` that it is for."""
    return custom(
        "photo/framing.html", "photo/framing.js", None, events="frame", elem_id="framing", photo="", frame={}, wanted={}
    )


def brief_panel() -> gr.HTML:
    """The prompt as chips. Its event `apply`: its value's `text` is the prompt. Its event `fit`: what fits its value's
    `chips` is wanted."""
    return custom("prompt/brief.html", "prompt/brief.js", None, events="apply fit", elem_id="brief")


def arrival_bar() -> gr.HTML:
    """What a dropped picture brought; its value is what `ui.restore.dropped_picture` tells. Its events: `arrive`, when
    one came, and what is wanted of it then: `settings`, `photo` or `undo`."""
    return custom(
        "restore/arrival.html", "restore/arrival.js", {}, events="arrive settings photo undo", elem_id="arrival"
    )


def photos_panel() -> gr.HTML:
    """Many photos, chosen or dropped; its value is what `ui.painting.batch_choice.parse_chosen` reads."""
    return custom("photo/photos.html", "photo/photos.js", None, elem_id="photos")


def batch_panel() -> gr.HTML:
    """How a batch of photos stands."""
    return custom(BATCH, "painting/batch.js", None, elem_id="batch-report")


def suits_panel() -> gr.HTML:
    """Where the guidance scale suits the chosen style, marked on the slider with the id "guidance"."""
    return custom(SUITS, "numbers/suits.js", None, elem_id="suits")


def note(elem_id: str) -> gr.HTML:
    """One line for what just happened."""
    return custom(NOTE, "gradio_kit/note.js", None, elem_id=elem_id)


def constant(template: str, elem_id: str | None = None) -> gr.HTML:
    """Words of ours that never change."""
    return gr.HTML(html_template=template, js_on_load=None, apply_default_css=False, elem_id=elem_id)
