"""The line under the style cards, as its component takes it: what happened, and whether Undo takes it back."""

from __future__ import annotations

from ui.messages import printable, sentence
from ui.web.responses import Json

NO_NOTE: Json = {"text": "", "tone": ""}


def good_note(text: str, undo: str = "") -> Json:
    """On something that went well, with the token for Undo."""
    return {"text": printable(text), "tone": "good", "undo": undo}


def bad_note(error: BaseException) -> Json:
    """On something that did not."""
    return {"text": sentence(error), "tone": "bad"}
