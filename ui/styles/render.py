"""The style cards as the page shows them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.finish import describe_finish, read_finish
from presets import Card, Preset
from presets.style.mix import describe_mix
from ui.messages import printable
from ui.web.responses import Json


def render_cards(presets: Iterable[Preset], level: int | None, touched: Mapping[str, Card] | None = None) -> list[Json]:
    """The style cards in order. Styles of a world that the model has not been trained on are left out.

    `touched`: what people did to the cards (`presets.Card`), by key.
    """
    return [
        render_card(preset, (touched or {}).get(preset.key))
        for preset in presets
        if level is None or not preset.builtin or preset.level <= level
    ]


def render_card(preset: Preset, card: Card | None = None) -> Json:
    """One style's card: its picture is what people painted on it, else what it came with."""
    return {
        "key": preset.key,
        "name": printable(preset.name),
        **(render_painted(preset.key, card) if card and card.painted else _unpainted(preset)),
        "own": not preset.builtin,
        "favourite": bool(card and card.favourite),
        "note": printable(preset.note or ""),
        "mix": printable(f"Mix: {describe_mix(preset.mix)}") if preset.mix else "",
        "tags": [printable(tag) for tag in preset.tags],
        "range": "Guidance {:g} to {:g}".format(*preset.guidance_range) if preset.guidance_range else "",
        "finish": printable(_finish_line(preset.finish)),
        "credit": printable(", ".join(part for part in (preset.author, preset.licence) if part)),
    }


def render_painted(key: str, card: Card) -> Json:
    """What a painted picture changes on a card: `seed` is the one that it was painted with, None where unknown."""
    return {"thumbnail": f"cards/{key}.jpg?{card.painted}", "painted": True, "seed": card.seed}


def _unpainted(preset: Preset) -> Json:
    return {"thumbnail": f"thumbnails/{preset.thumbnail or ''}", "painted": False, "seed": None}


def _finish_line(finish: Json) -> str:
    steps = describe_finish(read_finish(finish)[0])
    return f"Finish: {steps}" if steps else ""
