r"""Weights in a prompt, in AUTOMATIC1111's syntax, which the field shares.

`(words)` weigh 1.1 times as much, `[words]` 1.1 times less, `(words:1.3)` 1.3 times as much; brackets nest, their
weights multiply, and one that is never closed reaches to the end. A weight may have a sign and a dot at either end
(`:+1.2`, `:.5`, `:2.`); a negative one counts as 0, since there is nothing less than not at all here. `\(`, `\)`,
`\[`, `\]` and `\\` are the characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

STRONGER = 1.1
SURROGATE = re.compile("[\ud800-\udfff]")  # half of a character: no tokenizer takes it
MAX_WEIGHT = 3.0  # beyond this pictures fall apart
SYNTAX = re.compile(
    r"\\([()\[\]\\])|:\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))\s*\)|([()\[\]])|([^\\()\[\]:]+|.)", re.DOTALL
)


@dataclass(frozen=True, kw_only=True)
class Emphasis:
    """Text without its syntax; `weights` has one value a character of `text`, 0..3."""

    text: str
    weights: tuple[float, ...]

    @property
    def even(self) -> bool:
        """Whether everything weighs the same, as if there were no syntax."""
        return all(weight == 1.0 for weight in self.weights)


def weigh_characters(prompt: str, *, brackets: bool) -> Emphasis:
    """What a prompt says in characters that tokenizers take; brackets are weights, or read as they stand."""
    clean = SURROGATE.sub("\ufffd", prompt)
    return parse_emphasis(clean) if brackets else Emphasis(text=clean, weights=(1.0,) * len(clean))


def parse_emphasis(prompt: str) -> Emphasis:
    """What a prompt says and how much each of its characters weighs. Every text is allowed."""
    characters: list[str] = []
    weights: list[float] = []
    opened: list[tuple[str, int]] = []
    for found in SYNTAX.finditer(prompt):
        escaped, weight, bracket, plain = found.groups()
        if weight is not None and opened and opened[-1][0] == "(":
            _multiply(weights, opened.pop()[1], max(0.0, float(weight)))
        elif bracket and bracket in "([":
            opened.append((bracket, len(weights)))
        elif bracket and opened and opened[-1][0] + bracket in ("()", "[]"):
            kind, start = opened.pop()
            _multiply(weights, start, _factor(kind))
        else:
            text = escaped or plain or found.group()
            characters.append(text)
            weights += [1.0] * len(text)
    for kind, start in opened:
        _multiply(weights, start, _factor(kind))
    return Emphasis(text="".join(characters), weights=tuple(min(MAX_WEIGHT, round(each, 6)) for each in weights))


def _factor(bracket: str) -> float:
    return STRONGER if bracket == "(" else 1 / STRONGER


def _multiply(weights: list[float], start: int, factor: float) -> None:
    weights[start:] = [weight * factor for weight in weights[start:]]
