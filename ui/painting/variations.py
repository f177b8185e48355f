"""Painting on from one of several pictures: by its own seed, and by the words that it was painted from.

Several pictures of one press have one prompt, filled in by the first one's seed; the seed of another one alone would
fill in something else.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from pipeline.errors import GenerationError
from pipeline.request import parse_seed
from ui.form.form import OrderDesk
from ui.form.prompt_additions import added_to, final_prompt
from ui.form.style_mix import taken_apart
from ui.messages import printable

NEAR, SEVERAL = 0.2, 4  # how far variations go, and how many are painted


def vary(desk: OrderDesk, painted: Any, *words: Any) -> list[Any]:
    """Seed, variation, number of pictures and Prompt for variations of the picture on the stage."""
    return [_of(painted, "seed"), NEAR, SEVERAL, carried_words(desk, painted, *words)]


def reuse_last(desk: OrderDesk, painted: Any, variation_seed: Any, *words: Any) -> list[Any]:
    """Seed, variation seed and Prompt that paint the picture on the stage."""
    towards = _of(painted, "variation_seed")
    return [_of(painted, "seed"), variation_seed if towards is None else towards, carried_words(desk, painted, *words)]


def carried_words(desk: OrderDesk, painted: Any, prompt: Any, style: Any, model: Any, fill_in: Any) -> Any:
    """The Prompt with what the first picture's seed filled in, where the picture has another seed and the page's words
    are still those that it was painted from; else as it stands.

    painted: of the stage: seed, variation_seed, first (the seed of the first picture) and prompt (the whole one).
    """
    if fill_in is not True or _of(painted, "seed") == _of(painted, "first"):
        return gr.skip()
    try:
        written, parts = desk.words(prompt).strip(), taken_apart(desk.styles.chosen(style))
        first = parse_seed(_of(painted, "first"))
        added = added_to(written, parts, desk.spec(model), photo=False, fill_in=True, seed=first)
    except GenerationError:  # Generate will say it
        return gr.skip()
    same = printable(final_prompt(parts[0], written, added)) == _of(painted, "prompt")
    return written + added.behind(written) if same else gr.skip()


def _of(painted: Any, name: str) -> Any:
    return painted.get(name) if isinstance(painted, dict) else None
