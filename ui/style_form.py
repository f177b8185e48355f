"""The form beside the style cards: what a choice fills in, and whose words its negative prompt holds."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.shelf import Shelf


def choose(shelf: Shelf, key: Any, prompt: Any, negative: Any, model: Any, set_by_style: Any) -> list[Any]:
    """A card was chosen: what `Shelf.choose` tells, and last the negative prompt that a style set last.

    set_by_style: what came last the time before; a mix's is joined, so that no single style can vouch for it.
    """
    told = shelf.choose(key, prompt, negative, model, set_by_style)
    return [*told, set_by_style if told[0] == gr.skip() else told[0]]
