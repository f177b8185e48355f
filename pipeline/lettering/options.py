"""`Lettering`: words on a picture, and the fonts that they may be set in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.checks import number, one_of, shown
from pipeline.errors import InvalidRequest

FontName: TypeAlias = Literal["comic", "hand", "plain"]
FOLDER = Path(__file__).resolve().parents[2] / "assets" / "fonts"
# All under the SIL Open Font Licence, which lies beside each.
FONTS: dict[str, Path] = {
    "comic": FOLDER / "bangers.ttf",
    "hand": FOLDER / "yusei-magic-latin-kana.ttf",
    "plain": FOLDER / "rubik-extrabold.ttf",
}
MAX_CHARS, MAX_LINES = 80, 4
MAX_NAMED = 4
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
RANGES: dict[str, tuple[str, float, float]] = {
    "size": ("Lettering size", 3, 60),
    "x": ("Lettering position from the left", 0, 1),
    "y": ("Lettering position from the top", 0, 1),
    "outline": ("Outline", 0, 30),
    "shadow": ("Shadow", 0, 30),
    "arc": ("Arc", -180, 180),
}
COLOURS = {"fill": "Lettering colour", "outline_colour": "Outline colour", "shadow_colour": "Shadow colour"}


@dataclass(frozen=True, kw_only=True)
class Lettering:
    """Words on a picture. Raises `InvalidRequest`, naming the field and every character that the font lacks.

    size: 3..60, height of the letters in percent of the picture's; long text is set smaller so that it fits.
    x, y: 0..1, where its middle lies; it is moved so that nothing is cut off.
    outline, shadow: 0..30 percent of the letters' size.
    arc: -180..180 degrees that the line is bent over; above 0 like a rainbow. Colours are "#rrggbb".
    """

    text: str
    font: FontName = "comic"
    size: float = 20.0
    x: float = 0.5
    y: float = 0.86
    outline: float = 9.0
    shadow: float = 6.0
    arc: float = 0.0
    fill: str = "#ffd23f"
    outline_colour: str = "#1d1a21"
    shadow_colour: str = "#d6336c"

    def __post_init__(self) -> None:
        one_of("Font", str(self.font), tuple(FONTS))
        for field, (label, low, high) in RANGES.items():
            object.__setattr__(self, field, number(label, getattr(self, field), low, high))
        for field, label in COLOURS.items():
            value = getattr(self, field)
            if not isinstance(value, str) or not COLOUR.fullmatch(value):
                raise InvalidRequest(label, f"got {shown(value)}, allowed are colours such as #d6336c.")
        object.__setattr__(self, "text", _checked_text(self.text, self.font))


def _checked_text(text: object, font: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise InvalidRequest("Lettering", f"got {shown(text)}, allowed is text.")
    if len(text) > MAX_CHARS:
        raise InvalidRequest("Lettering", f"has {len(text):,} characters, allowed are up to {MAX_CHARS}.")
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip("\n")
    if clean.count("\n") >= MAX_LINES:
        raise InvalidRequest("Lettering", f"has {clean.count(chr(10)) + 1} lines, allowed are up to {MAX_LINES}.")
    missing = missing_letters(clean, font)
    if missing:
        raise InvalidRequest("Lettering", _refusal(clean, font, missing))
    return clean


def missing_letters(text: str, font: str) -> tuple[str, ...]:
    """The characters of `text` that the font has no glyph for, each once, in order."""
    return tuple(dict.fromkeys(letter for letter in text if letter != "\n" and ord(letter) not in _letters_of(font)))


@cache
def _letters_of(font: str) -> frozenset[int]:
    """The code points that a font has glyphs for."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS[font], lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def _refusal(text: str, font: str, missing: tuple[str, ...]) -> str:
    named = ", ".join(_describe_letter(letter) for letter in missing[:MAX_NAMED])
    more = f" and {len(missing) - MAX_NAMED} more" if len(missing) > MAX_NAMED else ""
    complete = [name for name in FONTS if not missing_letters(text, name)]
    hint = (
        f"The font “{complete[0]}” has all of it." if complete else f"No font here has all of it{_emoji_hint(missing)}."
    )
    return f"the font “{font}” has no {named}{more}. {hint}"


def _emoji_hint(missing: tuple[str, ...]) -> str:
    """A word about emoji, where one is missing: what Unicode shows as one, alone or with its selector (UTS 51)."""
    import regex

    return "; emoji cannot be set" if regex.search(r"\p{Emoji_Presentation}|\ufe0f", "".join(missing)) else ""


def _describe_letter(letter: str) -> str:
    name = unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
    return f"{letter} ({name})" if letter.isprintable() else name
