"""How a model reads a prompt: its tokens, counted and marked, without torch."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.models.families import family_of
from pipeline.prompt.emphasis import weigh_characters
from pipeline.prompt.windows import window_starts

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from pipeline.models.spec import ModelSpec

WORD = re.compile(r"[^\W\d_]+|\d|[^\w\s]+|_+")


@dataclass(frozen=True, kw_only=True)
class Token:
    """`text` as typed; `known`: in the words that the model has seen (True where that is not recorded);
    `read`: before the mark where the model stops reading; `weight`: of its first character
    (`pipeline.prompt.emphasis`); `window`: from 0, the one that it is read in (`pipeline.prompt.windows`)."""

    text: str
    known: bool
    read: bool
    weight: float = 1.0
    window: int = 0


@dataclass(frozen=True, kw_only=True)
class TokenReport:
    """`count` tokens without the start and end marks; the model reads `limit` of them at once: the first ones, or,
    where all are read, `windows` times as many as that or fewer."""

    tokens: tuple[Token, ...]
    count: int
    limit: int
    windows: int = 1


def read_tokens(spec: ModelSpec, prompt: str, *, emphasis: bool = False, whole: bool = False) -> TokenReport:
    """How the model of `spec` reads `prompt`. Torch-free; works before the model is loaded.

    emphasis, whole: as `GenerationRequest.emphasis`, and its long_prompt "whole".
    """
    weighted = weigh_characters(prompt, brackets=emphasis)
    pieces = _pieces(family_of(spec).tokenizer(spec.source.folder), weighted.text)
    unseen = _unseen(weighted.text, None if spec.world is None else spec.world.words)
    commas = [place for place, (text, _) in enumerate(pieces) if "," in text]
    starts = window_starts(len(pieces), spec.max_tokens, commas) if whole else (0,)
    tokens = tuple(
        Token(
            text=text,
            known=span[0] not in unseen,
            read=whole or index < spec.max_tokens,
            weight=weighted.weights[span[0]] if span[0] < len(weighted.weights) else 1.0,
            window=bisect_right(starts, index) - 1,
        )
        for index, (text, span) in enumerate(pieces)
    )
    return TokenReport(tokens=tokens, count=len(tokens), limit=spec.max_tokens, windows=len(starts))


def _pieces(tokenizer: Tokenizer | None, prompt: str) -> list[tuple[str, tuple[int, int]]]:
    """Every token's own text with its place in `prompt`; by words where the vocabulary cannot be read."""
    if tokenizer is None:
        return [(found.group(), found.span()) for found in WORD.finditer(prompt)]
    offsets = tokenizer.encode(prompt, add_special_tokens=False).offsets
    return [(prompt[start:end], (start, end)) for start, end in offsets]


def _unseen(prompt: str, words: frozenset[str] | None) -> frozenset[int]:
    """The places of the letters of every word that is none of `words`; punctuation and digits are no words."""
    if words is None:
        return frozenset()
    found = [(each.group(), each.span()) for each in WORD.finditer(prompt)]
    return frozenset(
        place for text, span in found if text.isalpha() and text.lower() not in words for place in range(*span)
    )
