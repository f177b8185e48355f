"""The form beside the style cards: what a choice fills in, and whose words its negative prompt holds."""

from __future__ import annotations

from typing import Any

import gradio as gr

from pipeline.errors import GenerationError
from presets.style.fields import PLACEHOLDER, check_range
from ui.finish.settings_in import Json, again, finish_settings
from ui.styles.import_export import load
from ui.styles.styles import Shelf

FIELDS = 11  # what `Shelf.choose` tells
NUMBERS = 4  # those after the negative prompt
NAME = 6  # the place of the name among them
LEFT = 8  # what `leave` tells


def guidance_ends(shelf: Shelf, chosen: Any) -> list[float | None]:
    """Where the guidance range of what is chosen begins and ends; twice None where nothing is known."""
    suits = shelf.suits(chosen)
    return [suits.get("low"), suits.get("high")]


def guidance_range(low: Any, high: Any) -> tuple[float, float] | None:
    """The range that two fields say, None where both are empty. Raises `InvalidRequest`."""
    if low in (None, "") and high in (None, ""):
        return None
    return check_range((low, high))


def choose(shelf: Shelf, key: Any, prompt: Any, negative: Any, model: Any, set_by_style: Any) -> list[Any]:
    """A card was chosen: what `Shelf.choose` tells, the ends of its guidance range, and what negative prompt
    a style set last.

    set_by_style: what came last the time before; a mix's is joined, so that no single style can vouch for it.
    """
    told = shelf.choose(key, prompt, negative, model, set_by_style)
    return [*told, *guidance_ends(shelf, key), set_by_style if told[0] == gr.skip() else told[0]]


def style_fields(shelf: Shelf, key: str, model: Any) -> list[Any]:
    """Of a style what `leave` tells of none: template, name, note, tags, author, licence, and guidance range."""
    return [*shelf.choose(key, "", "", model)[1 + NUMBERS :], *guidance_ends(shelf, key)]


def bring(shelf: Shelf, files: Any, negative: Any, model: Any, set_by_style: Any) -> list[Any]:
    """Import: cards and note; then, where it was a single style, all that choosing it fills in, and its finish."""
    cards, one, note = load(shelf, files)
    if one is None:
        return [cards, note, *[gr.skip()] * (FIELDS + 4)]
    return [cards, note, *choose(shelf, one.key, "", negative, model, set_by_style), from_style(shelf, one.key)]


def undo(shelf: Shelf, note: Any, model: Any) -> list[Any]:
    """Undo: cards and note; then, where one style came back, all that choosing it fills in, and its finish.

    Else the next Save preset would write the edits over it again. A name that came back leaves edits alone.
    """
    before = {preset.key: preset for preset in shelf.all()}
    cards, name, told = shelf.undo(note)
    back = next((preset for preset in shelf.all() if preset.name == name), None)
    was = before.get(back.key) if back else None
    if back is None or (was and was.model_copy(update={"name": back.name}) == back):
        fields = [gr.skip()] * FIELDS
        fields[NAME] = name
        return [cards, told, *fields, *[gr.skip()] * 4]
    filled = shelf.choose(back.key, "", "", model)
    return [cards, told, *filled, *guidance_ends(shelf, back.key), filled[0], again(from_style(shelf, back.key))]


def delete(shelf: Shelf, key: Any, negative: Any, model: Any, set_by_style: Any) -> list[Any]:
    """Delete: cards and note; then what choosing no style fills in, but for the numbers, which stay as they are."""
    cards, _, told = shelf.delete(key)
    if told["tone"] == "bad":
        return [cards, told, *[gr.skip()] * (FIELDS + 3)]
    words, *filled = choose(shelf, "", "", negative, model, set_by_style)
    return [cards, told, words, *[gr.skip()] * NUMBERS, *filled[NUMBERS:]]


def leave(shelf: Shelf, chosen: Any, name: Any, told: list[Any]) -> list[Any]:
    """Settings came from a picture: template, name, note, tags, author, licence and guidance range of no style.

    told: what `PhotoActions.recall` gives. Where it chooses no style, what belonged to the one before would be saved
    with the picture's numbers, and over that style. A new name that the person has typed stays.
    """
    *_, style, _, _ = told
    if style != "":
        return [gr.skip()] * LEFT
    wanted = name.strip().casefold() if isinstance(name, str) else None
    taken = any(preset.name.casefold() == wanted for preset in shelf.all())
    template, about, end = (PLACEHOLDER, "", None) if chosen else (gr.skip(),) * 3
    return [template, "" if taken else gr.skip(), *[about] * 4, end, end]


def from_style(shelf: Shelf, chosen: Any) -> Json:
    """For the panel: the finish of the chosen style, of a mix that of the heaviest one that has any."""
    try:
        shares = shelf.chosen(chosen)
    except GenerationError:  # deleted in another window
        shares = ()
    for share in shares:
        if share.preset is not None and share.preset.finish:
            return finish_settings(share.preset.key, f"“{share.preset.name}”", share.preset.finish)
    keys = sorted(share.preset.key for share in shares if share.preset is not None)  # whatever their weights
    return finish_settings("+".join(keys), "The style", {})
