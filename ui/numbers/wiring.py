"""The events of the model, the shape and the seed."""

from __future__ import annotations

from functools import partial

from gradio.events import Dependency

from ui.form.form import FormParser
from ui.gradio_kit.event_modes import AT_ONCE, LATEST
from ui.gradio_kit.updates import Page
from ui.numbers.model_choice import SIDES, SUITED, reshape, suit

NO_SEEDS = "() => ({ seed: null, variation_seed: null })"
NO_SEED = "() => ({ seed: null, variation_strength: 0, variation_seed: null })"
ROLL = "() => ({ seed: Math.floor(Math.random() * 2 ** 32) })"


def wire_model(page: Page, forms: FormParser) -> tuple[Dependency, Dependency]:
    """Another model, another shape. Gives back both events, for what follows another size."""
    chosen = ("model", "scheduler", "style", "guidance_scale")
    return (
        page.on(page["model"].input, partial(suit, forms), chosen, SUITED, **LATEST),
        page.on(page["shape"].input, partial(reshape, forms), ("shape", "model"), SIDES, **LATEST),
    )


def wire_seed(page: Page) -> None:
    """The dice, and an empty seed."""
    # Gradio's number field starts at 0 where it should be empty.
    page.in_browser(page.blocks.load, NO_SEEDS, (), ("seed", "variation_seed"), **AT_ONCE)
    page.in_browser(page["dice"].click, ROLL, (), ["seed"], **AT_ONCE)
    page.in_browser(page["any_seed"].click, NO_SEED, (), ("seed", "variation_strength", "variation_seed"), **AT_ONCE)
