"""Our own components: how a template and a script of ours become one, and the two that every room uses.

Each is a `gr.HTML` with a constant template: whatever a person wrote reaches the document by `textContent` only.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import gradio as gr
from gradio.blocks import Block

from ui.web.responses import UI

# A corner of the page: its components by the names under which `ui.gradio_kit.updates.Page` has them.
Corner: TypeAlias = dict[str, Block]
NOTE = """<p class="em-note" role="status" hidden></p>"""


def custom(template: str, module: str, value: object, *, events: str = "", elem_id: str, **props: Any) -> gr.HTML:
    """A component with a constant `template` (or the path in `ui/` of the file that holds it), brought to life
    by the ES module at `module` (a path in `ui/`, which we serve under the same).

    `events` names its events: gradio finds them by their quoted names in this script. `props` are whatever the module
    reads beside the value, hence Any.
    """
    if template.endswith(".html"):
        template = (UI / template).read_text(encoding="utf-8")
    quoted = " ".join(f'"{event}"' for event in events.split())
    script = f"""/* events: {quoted} */
import(new URL("ui/{module}", document.baseURI)).then((part) => part.mount({{ element, props, watch, trigger }}));"""
    return gr.HTML(
        value=value, html_template=template, js_on_load=script, apply_default_css=False, elem_id=elem_id, **props
    )


def note_line(elem_id: str) -> gr.HTML:
    """One line for what just happened."""
    return custom(NOTE, "gradio_kit/note.js", None, elem_id=elem_id)


def constant(template: str, elem_id: str | None = None) -> gr.HTML:
    """Words of ours that never change."""
    return gr.HTML(html_template=template, js_on_load=None, apply_default_css=False, elem_id=elem_id)
