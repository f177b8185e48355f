"""A prompt as a brief: who is in it, what of them to keep, style, medium, light, palette.

Rules, no model: clauses are told apart by the words in `brief.json`, and what a brief still lacks is offered, fitting
its style. Nothing is added that the person did not choose.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

FACETS = {
    "subject": "Subject",
    "keep": "Features to keep",
    "style": "Style",
    "medium": "Medium",
    "light": "Light",
    "palette": "Palette",
}
SPLIT = re.compile(r"\s*[,;\n]\s*|\s+(?=(?:with|wearing)\s)")
STYLE_OF = re.compile(r"^(?P<style>.+?)\s+of\s+(?=(?:a|an|the|my|our|his|her|mau)\b)", re.IGNORECASE)
ORDER = ("style", "medium", "light", "palette", "keep")  # a clause goes to the first facet that has a word of it


@dataclass(frozen=True, kw_only=True)
class Brief:
    """`chips` by facet, in the person's words; `offers` by facet, what might be added."""

    chips: dict[str, tuple[str, ...]]
    offers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The prompt that the chips make."""
        return join_chips(self.chips)


def make_brief(prompt: str, style: str = "") -> Brief:
    """The brief of a prompt; `style` is the key of a built-in style that goes around it, which then names itself."""
    chips: dict[str, list[str]] = {facet: [] for facet in FACETS}
    for clause in _clauses(prompt):
        chips[_facet(clause, first=not chips["subject"])].append(clause)
    return brief_of({facet: tuple(phrases) for facet, phrases in chips.items()}, style)


def brief_of(chips: dict[str, tuple[str, ...]], style: str = "") -> Brief:
    """The brief with these chips by facet, and what fits them; `style` as in `make_brief`."""
    key = style or known_style(" ".join(chips["style"]))
    return Brief(chips=chips, offers=_offers(chips, key, styled=bool(style)))


def join_chips(chips: dict[str, tuple[str, ...]]) -> str:
    """Chips as one prompt, in the order of the facets."""
    return ", ".join(chip for facet in FACETS for chip in chips.get(facet, ()) if chip.strip())


def _clauses(prompt: str) -> list[str]:
    """The clauses of a prompt; "a manga drawing of a cat" is two, and "with" goes where the comma says it."""
    clauses: list[str] = []
    for clause in filter(None, SPLIT.split(prompt.strip())):
        named = STYLE_OF.match(clause)
        if named and _facet(named["style"], first=False) == "style":
            clauses.append(re.sub(r"^(an?|the)\s+", "", named["style"], flags=re.IGNORECASE))
            clause = clause[named.end() :]
        clauses.append(re.sub(r"^with\s+(an?\s+)?", "", clause, flags=re.IGNORECASE))
    return [clause for clause in clauses if clause]


def _facet(clause: str, *, first: bool) -> str:
    """Where a clause belongs. One that says nothing known is the subject where there is none yet, else a feature."""
    known = rules()
    for facet in ORDER:
        if any(says(clause, word) for word in known[facet]):
            # "a smiling cat sitting" is who it is about, as long as nobody else is
            return "subject" if first and facet == "keep" else facet
    return "subject" if first else "keep"


def says(clause: str, word: str) -> bool:
    """Whether a clause has a word, or several in a row, in any case."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", clause, re.IGNORECASE) is not None


def known_style(text: str) -> str:
    """The key of the built-in style that a text speaks of, else ""."""
    keys = (key for key, words in rules()["style_words"].items() if any(says(text, word) for word in words))
    return next(keys, "")


def _offers(chips: dict[str, tuple[str, ...]], key: str, *, styled: bool) -> dict[str, tuple[str, ...]]:
    words = rules()
    offers = dict(words["suggestions"].get(key, words["suggestions"][""]))
    offers["keep"] = words["always_keep"]
    if styled:
        offers.pop("style", None)
    text = join_chips(chips).lower()
    fresh = {facet: tuple(word for word in some if word.lower() not in text) for facet, some in offers.items()}
    return {facet: some for facet, some in fresh.items() if some}


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The words of `brief.json`."""
    words: dict[str, Any] = json.loads(Path(__file__).with_name("brief.json").read_text(encoding="utf-8"))
    return words
