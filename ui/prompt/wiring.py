"""The events of the prompt: what the model reads of it, and the brief."""

from __future__ import annotations

from functools import partial
from typing import Unpack

from gradio.events import Dependency

from pipeline.engine.protocol import Engine
from ui.form.form import FormParser
from ui.gradio_kit.event_modes import AT_ONCE, LATEST, ONCE, EventMode
from ui.gradio_kit.updates import Page, Trigger
from ui.prompt.brief import fill, make_brief_of
from ui.prompt.reading import READ, read_prompt

BRIEF_TEXT = "({ brief }) => ({ prompt: brief?.text ?? '' })"


def wire_prompt(page: Page, forms: FormParser, engine: Engine) -> None:
    """All of them. Called inside `page.blocks`."""
    # Not the photo: what it does to the source goes first, and comes here as a change of that, or after it.
    changed = ("prompt", "model", "long_prompt", "fill_in", "seed", "source")
    for trigger in (*(page[name].change for name in changed), page["style"].pick, page.blocks.load):
        page.on(trigger, partial(read_prompt, forms, engine), READ, ["reading"], **LATEST)
    page.on(page["make_brief"].click, partial(make_brief_of, engine), ("prompt", "style"), ["brief"], **ONCE)
    page.on(page["brief"].fit, partial(fill, engine), ("brief", "style", "model"), ["brief"], **AT_ONCE)
    page.in_browser(page["brief"].apply, BRIEF_TEXT, ["brief"], ["prompt"], **AT_ONCE)


def read_after(
    page: Page, trigger: Trigger, forms: FormParser, engine: Engine, **mode: Unpack[EventMode]
) -> Dependency:
    """The prompt is read anew once something else has been answered: `trigger` is that event's `then` or `success`."""
    return page.on(trigger, partial(read_prompt, forms, engine), READ, ["reading"], **mode)
