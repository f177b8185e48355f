"""Weights in a prompt as InvokeAI writes them, put into ours.

There `word+` weighs 1.1 times as much and `word-` 0.9 times, each further sign once more, `(words)++` and `(words)1.3`
take several together, and brackets alone weigh nothing. Source: prompt_parser.py of damian0815/compel.
"""

from __future__ import annotations

import re

MORE, LESS = 1.1, 0.9
MAX_SIGNS, MAX_WEIGHT = 40, 99.0  # more are not meant
WEIGHT = r"(\++|-+(?![\d.])|-?(?:\d+(?:\.\d+)?|\.\d+))"
# An escaped character, quoted words with what they weigh, a bracket, one that closes with it, a word, anything else.
PIECE = re.compile(rf'\\.|"([^"]*)"{WEIGHT}|(\()|(\)){WEIGHT}?|([^\s,()"\\.;:!?]+)|.', re.DOTALL)
OWN_WEIGHT = re.compile(r":\s*[+-]?[\d.]+\s*$")
FUNCTION = re.compile(r'(?<=[\w)"])\.(?:attend|blend|and|add|swap)\(')


def from_compel(prompt: str) -> str:
    """The prompt with InvokeAI's weights as `(words:1.3)`; as it is where it has none of them."""
    written: list[str] = []
    opened: list[int] = []
    weighted = False
    for found in PIECE.finditer(prompt):
        quoted, quoted_weight, bracket, closing, weight, word = found.groups()
        if quoted_weight:
            weighted = True
            written.append(f"({quoted}:{_factor(quoted_weight):.4g})")
        elif bracket:
            opened.append(len(written))
            written.append("(")
        elif closing and opened:
            weighted |= weight is not None
            _close(written, opened.pop(), weight)
        elif word and _signs(word):
            weighted = True
            signs = _signs(word)
            written.append(f"({word.removesuffix(signs)}:{_factor(signs):.4g})")
        else:
            written.append(found.group())
    return "".join(written) if weighted else prompt


def has_functions(prompt: str) -> bool:
    """Whether it says .blend(), .and() or another function of InvokeAI, which nobody else reads."""
    return FUNCTION.search(prompt) is not None


def _close(written: list[str], start: int, weight: str | None) -> None:
    """Ends the brackets that were opened at `start`: with their weight, or without them where they have none."""
    if weight is not None:
        written.append(f":{_factor(weight):.4g})")
    elif OWN_WEIGHT.search("".join(written[-6:])):
        written.append(")")
    else:
        written[start] = ""


def _signs(word: str) -> str:
    """The + or - at the end of a word."""
    signs = word[len(word.rstrip(word[-1])) :] if word[-1] in "+-" else ""
    return "" if signs == word else signs


def _factor(weight: str) -> float:
    if weight.strip("+-"):
        return min(MAX_WEIGHT, float(weight))
    base = MORE if weight[0] == "+" else LESS
    return float(base ** min(MAX_SIGNS, len(weight)))
