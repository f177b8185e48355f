"""The custom parts of the photo's corner: what survives of it, its framing, and many photos at once."""

from __future__ import annotations

import gradio as gr

from ui.gradio_kit.html_component import custom

SURVIVES = """<figure class="em-survives"><img alt="Your photo with as much noise as this strength puts in" hidden>
<figcaption><svg class="em-curve" viewBox="0 0 200 64" preserveAspectRatio="none" aria-hidden="true" hidden>
<path class="em-curve-run"/><path class="em-curve-all"/><line class="em-curve-entry" y1="0" y2="64"/></svg>
<span class="em-curve-ends" aria-hidden="true" hidden><span>your photo</span><span>pure noise</span></span><p></p>
</figcaption></figure>"""


def survives_panel() -> gr.HTML:
    """The person's photo at the noise of the chosen strength."""
    return custom(SURVIVES, "photo/survives.js", None, elem_id="survives")


def framing_panel() -> gr.HTML:
    """The framed photo; its value is what `ui.form.framing.parse_framing` reads, its event is `frame`. `wanted`: such a
    value, and the `photo` that it is for."""
    return custom(
        "photo/framing.html", "photo/framing.js", None, events="frame", elem_id="framing", photo="", frame={}, wanted={}
    )


def photos_panel() -> gr.HTML:
    """Many photos, chosen or dropped; its value is what `ui.painting.batch_choice.parse_batch_choice` reads."""
    return custom("photo/photos.html", "photo/photos.js", None, elem_id="photos")
