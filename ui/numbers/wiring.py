"""The events of the model, the shape and the seed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.form.form import OrderDesk
from ui.gradio_kit.event_modes import AT_ONCE, LATEST
from ui.numbers.model_choice import SUITED, reshape, suit
from ui.photo.fitting import FITTED, SEEN, fit_to_photo

if TYPE_CHECKING:
    from ui.page.layout import Page

NO_SEEDS = "() => ({ seed: null, variation_seed: null })"
NO_SEED = "() => ({ seed: null, variation_strength: 0, variation_seed: null })"
ROLL = "() => ({ seed: Math.floor(Math.random() * 2 ** 32) })"


def wire_model(page: Page, desk: OrderDesk) -> None:
    """Another model, another shape: the photo's own shape follows either."""
    chosen = ("model", "scheduler", "style", "guidance_scale")
    resized = (
        page.on(page["model"].input, partial(suit, desk), chosen, SUITED, **LATEST),
        page.on(page["shape"].input, partial(reshape, desk), ("shape", "model"), FITTED, **LATEST),
    )
    for event in resized:
        page.on(event.then, partial(fit_to_photo, "", desk), SEEN, FITTED, **LATEST)


def wire_seed(page: Page) -> None:
    """The dice, and an empty seed."""
    # Gradio's number field starts at 0 where it should be empty.
    page.in_browser(page.blocks.load, NO_SEEDS, (), ("seed", "variation_seed"), **AT_ONCE)
    page.in_browser(page["dice"].click, ROLL, (), ["seed"], **AT_ONCE)
    page.in_browser(page["any_seed"].click, NO_SEED, (), ("seed", "variation_strength", "variation_seed"), **AT_ONCE)
