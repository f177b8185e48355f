"""What a prompt leaves open, filled in by chance.

A small model that is told of a cat alone paints the mean of many cats: two eyes of two colours on a ground of all
grounds. Told everything it paints one of them. So its words.json may say what there is to be told, in which words it
is told already, and what else to say; the seed chooses, so that a seed stays one picture.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.prompt.emphasis import parse_emphasis

WORD = re.compile(r"[a-z0-9]+")
NEAR = 2  # words


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One thing that a prompt may say.

    said: words, or several in a row, that say it. unless_before: words behind which they are said of something else
    ("blue" of a scarf). said_of: words for what it is said of, such as a hat; then only what stands near before them,
    or behind them, says it. choices: clauses to choose from. by_word: instead of them, where the prompt has the word.
    once: words that no choice should repeat, such as colours: a white cat is not seen on white.
    """

    name: str
    said: tuple[str, ...]
    choices: tuple[str, ...]
    unless_before: tuple[str, ...] = ()
    said_of: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    by_word: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OpenDetails:
    """All that a model can be told. `subjects`: words for what has these details; a prompt without is left alone."""

    subjects: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()

    def left_open(self, prompt: str, settled: Collection[str] = ()) -> tuple[Detail, ...]:
        """What `prompt` does not say, in the order in which it would be said; `settled` names what need not be."""
        return self._left_open(_said_in(prompt), settled)

    def _left_open(self, words: list[str], settled: Collection[str]) -> tuple[Detail, ...]:
        if not any(_says(words, subject) for subject in self.subjects):
            return ()
        details = (each for each in self.details if each.name not in settled)
        return tuple(each for each in details if _choices(each, words) and not _is_said(words, each))

    def chosen(self, prompt: str, seed: int, settled: Collection[str] = ()) -> tuple[str, ...]:
        """A clause for everything that `prompt` leaves open, each fitting those before it; the same for the same seed
        (0..2^32-1)."""
        words, clauses = _said_in(prompt), []
        for detail in self._left_open(words, settled):
            clauses.append(_choice(detail, words, seed))
            words += words_of(clauses[-1])
        return tuple(clauses)


def parse_open_details(data: Any) -> OpenDetails:
    """Out of words.json; what does not hold there counts as nothing."""
    try:
        details = [
            Detail(
                name=str(each["name"]),
                said=_texts(each["said"]),
                choices=_texts(each["choices"]),
                unless_before=_texts(each.get("unless_before", ())),
                said_of=_texts(each.get("said_of", ())),
                once=_texts(each.get("once", ())),
                by_word={str(word): _texts(choices) for word, choices in each.get("by_word", {}).items()},
            )
            for each in data["details"]
        ]
        return OpenDetails(subjects=_texts(data["subjects"]), details=tuple(details))
    except (TypeError, KeyError, AttributeError):
        return OpenDetails()


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def words_of(text: str) -> list[str]:
    """The lowercase words of a text; a hyphen separates words, as it does for the built-in model's tokenizer."""
    return WORD.findall(text.lower())


def _said_in(prompt: str) -> list[str]:
    """Its words without the numbers of weights: "(red:1.2)" says red."""
    return words_of(parse_emphasis(prompt).text)


def _says(words: list[str], phrase: str) -> bool:
    return f" {phrase} " in f" {' '.join(words)} "


def _is_said(words: list[str], detail: Detail) -> bool:
    if detail.said_of:
        return _is_said_of(words, detail)
    if detail.unless_before:
        return _is_said_alone(words, detail)
    return any(_says(words, phrase) for phrase in detail.said)


def _is_said_of(words: list[str], detail: Detail) -> bool:
    """Whether it is said right before what it is said of ("a red knitted scarf"), or somewhere behind ("its hat is
    red")."""
    places = [place for place, word in enumerate(words) if word in detail.said_of]
    if any(word in detail.said for place in places for word in words[max(0, place - NEAR) : place]):
        return True
    return bool(places) and _is_said_alone(words[places[0] + 1 :], detail)


def _is_said_alone(words: list[str], detail: Detail) -> bool:
    """Whether one of its words stands before none that takes it for something else."""
    pairs = zip(words, [*words, ""][1:], strict=True)
    return any(word in detail.said and after not in detail.unless_before for word, after in pairs)


def _choices(detail: Detail, words: list[str]) -> tuple[str, ...]:
    """What there is to choose from for a prompt of these words."""
    return next((choices for word, choices in detail.by_word.items() if word in words), detail.choices)


def _choice(detail: Detail, words: list[str], seed: int) -> str:
    """The seed's, among those that repeat nothing where there are such."""
    choices, taken = _choices(detail, words), set(words) & set(detail.once)
    fresh = [choice for choice in choices if not taken & set(words_of(choice))] or choices
    digest = hashlib.sha256(f"{seed}|{detail.name}".encode()).digest()
    return fresh[int.from_bytes(digest[:4], "big") % len(fresh)]
