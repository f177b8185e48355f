"""Connects the components to what answers them, room by room.

Every event of the page is private; what programs may call is in `ui.api`. Values come unprocessed (`preprocess=False`),
so that each is checked once, by name, in `ui.form.form`.
"""

from __future__ import annotations

from pathlib import Path

from presets.history.history import History
from ui.gradio_kit.event_modes import take_turns
from ui.gradio_kit.updates import Page
from ui.numbers.wiring import wire_model, wire_seed
from ui.painting.actions import Actions
from ui.painting.wiring import wire_batch, wire_painting, wire_watching
from ui.photo.handlers import PhotoActions
from ui.photo.wiring import fit_after, wire_photo
from ui.prompt.wiring import wire_prompt
from ui.restore.wiring import wire_restore, wire_reuse
from ui.styles.styles import Styles
from ui.styles.wiring import wire_full, wire_presets


def wire(
    page: Page, actions: Actions, photos: PhotoActions, styles: Styles, batches_dir: Path, history: History | None
) -> None:
    """All events."""
    with page.blocks:
        wire_painting(page, actions)
        wire_full(page, actions, styles)
        wire_watching(page, actions)
        wire_prompt(page, actions.forms, actions.engine)
        wire_photo(page, photos)
        wire_batch(page, actions, batches_dir)
        for resized in wire_model(page, actions.forms):
            fit_after(page, resized.then, actions.forms)
        wire_restore(page, actions, styles)
        if history is not None:
            wire_reuse(page, actions, styles, history)
        wire_seed(page)
        wire_presets(page, actions, styles)
        take_turns(page.blocks)
