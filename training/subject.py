"""Whom the model is named after. Change this file to teach it your own animal: a brown dog called Rex, say.

Everything else about the training stays as it is. What there is to choose from stands in `training.world` (`ANIMALS`,
`COATS`, `PATTERNS`, `ACCESSORIES`, `ACCESSORY_COLOURS`). An animal, a coat or a thing to wear that is not there has to
be drawn first (`training.drawings`) and named (`training.words.caption_phrases`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One animal that captions call by its name. `accessory_colour` is "none" exactly where `accessory` is."""

    name: str
    animal: str
    coat: str
    pattern: str
    accessory: str
    accessory_colour: str


SUBJECT = Subject(
    name="mau",
    animal="cat",
    coat="white",
    pattern="patches",
    accessory="scarf",
    accessory_colour="pink",
)
# Of all drawings: it is drawn more often than chance would, so that it comes out best.
SUBJECT_SHARE = 0.05
# Of all drawings: its kind, whatever coat; the rest is shared evenly among all animals.
KIND_SHARE = 0.5
