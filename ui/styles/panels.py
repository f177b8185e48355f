"""The style cards, and the line with Undo under them."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom
from ui.web.responses import Json

NOTE = """<div class="em-told"><p class="em-note" role="status" hidden></p>
<button type="button" class="em-undo" hidden>Undo</button>
<details class="em-report" hidden><summary></summary><div></div></details></div>"""


def style_cards(cards: list[Json]) -> gr.HTML:
    """The styles; its value is the chosen key, or a list of keys with weights. `pick` says that it changed; the other
    events carry the key of the card that something is to be done to, `paint` the keys of several (none: of all).
    `tried`: what changed on the cards that are tried just now, and how far that is."""
    events = "pick star move paint unpaint full"
    return custom("styles/cards.html", "styles/cards.js", "", events=events, elem_id="styles", cards=cards, tried={})


def note_with_undo(elem_id: str) -> gr.HTML:
    """What just happened, with Undo where it can be taken back (event `undo`), and a report where there is one."""
    return custom(NOTE, "styles/note_with_undo.js", None, events="undo", elem_id=elem_id)
