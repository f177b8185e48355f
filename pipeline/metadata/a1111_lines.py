"""Which part of an A1111 text is what: prompt, negative prompt, the line of parameters, and what stands behind it.

The line of parameters is the last one that begins as such a line does. Where none does, everything may stand in one
line, as exporters write it: then the parameters are what comes behind the last "Steps: ".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.metadata.key_values import KEY, pairs_in
from pipeline.metadata.raw_settings import real

Pairs = list[tuple[str, str]]
MAX_LINE = 20_000  # characters of a line of keys and values
LEAST_PAIRS = 3
# By these a line of parameters is known: nobody's lacks them all.
TELLING = ("Steps", "Sampler", "Schedule type", "CFG scale", "Seed", "Size", "Model hash", "Model")
NUMBERS = ("steps", "cfg scale", "seed")  # of which one can be read, where the keys are not in A1111's own writing
TELLS = re.compile(rf"(?<!\w)({'|'.join(TELLING)})\s*:", re.IGNORECASE)
STEPS = re.compile(r"Steps\s*:\s*\d", re.IGNORECASE)  # parameters, in whatever form
NEGATIVE = re.compile(r"Negative prompt:\s*", re.IGNORECASE)
NEGATIVE_INSIDE = re.compile(r"(?<=[\s.,;|])Negative prompt:\s*", re.IGNORECASE)
BEFORE = re.compile(r"[.,;|]\s\w[^,]{1,80},\s*")  # one more key and value, and what divides it from the words
JOINTS = " \t.,;|"  # between prompts and parameters that were put into one line


@dataclass(frozen=True, kw_only=True)
class Parts:
    """`negative` is None where nothing says so. `pairs`: keys and values as they stand, none without parameters.

    `behind`: the names of what stands behind the line of parameters.
    """

    prompt: str
    negative: str | None = None
    pairs: Pairs = field(default_factory=list)
    behind: tuple[str, ...] = ()


def split_text(text: str) -> Parts:
    """The parts of an A1111 text; without parameters all of it is prompts."""
    lines = [line.strip() for line in re.split(r"\r\n?|\n", text)]
    number = _line_of_parameters(lines)
    if number is not None:
        return _parts(lines[:number], lines[number], lines[number + 1 :])
    joined = _parts_of_joined(lines)
    if joined is not None or not any(map(NEGATIVE.match, lines)):
        return joined or Parts(prompt="\n".join(lines).strip())
    unread = next((number for number, line in enumerate(lines) if STEPS.match(line)), len(lines))
    return _parts(lines[:unread], "", lines[unread:])


def _line_of_parameters(lines: Sequence[str]) -> int | None:
    """Where the last line that begins as a line of parameters stands; of one that was broken into several the first."""
    number = len(lines) - 1
    while number >= 0:
        pairs: Pairs = []
        while number >= 0 and TELLS.match(lines[number]):
            more = _pairs(lines[number])
            pairs += more
            number -= 1
            if "steps" in _folded(more):
                break
        if _tells_enough(pairs):
            return number + 1
        number -= not pairs
    return None


def _tells_enough(pairs: Pairs) -> bool:
    said = _folded(pairs)
    known = [key for key in TELLING if key.lower() in said]
    enough = len(pairs) >= LEAST_PAIRS and (len(known) > 1 or "Steps" in known)
    return enough and ("Steps" in dict(pairs) or any(real(said.get(key)) is not None for key in NUMBERS))


def _parts_of_joined(lines: Sequence[str]) -> Parts | None:
    """Where the parameters stand in one line with words before them; None where there are none."""
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        begin = _begin_of_parameters(line)
        if begin is None:
            continue
        if KEY.match(line) and any(lines[:number]) and not re.search(NEGATIVE, line):
            return _parts(lines[:number], line, lines[number + 1 :])  # only their order is another
        words = [*lines[:number], line[:begin].rstrip(JOINTS)]
        return _parts(words, line[begin:], lines[number + 1 :], joints=JOINTS)
    return None


def _begin_of_parameters(line: str) -> int | None:
    """Where parameters begin in a line; None where there are none in it."""
    pairs = list(TELLS.finditer(line, max(0, len(line) - MAX_LINE)))
    if not pairs:
        return None
    steps = [place for place, each in enumerate(pairs) if STEPS.match(line, each.start())]
    first = next((place for place in reversed(steps) if len(pairs) - place >= LEAST_PAIRS), 0)
    while first and BEFORE.fullmatch(line, pairs[first - 1].start() - 2, pairs[first].start()):
        first -= 1
    begin = pairs[first].start()
    return begin if _tells_enough(_pairs(line[begin:])) else None


def _parts(words: Sequence[str], parameters: str, behind: Sequence[str], joints: str = " ,;|\n") -> Parts:
    prompt, negative = _split_prompts(words, joints)
    pairs, names = _pairs(parameters), list[str]()
    for line in filter(None, behind):
        more = _pairs(line)
        if not KEY.match(line) or TELLS.match(line):  # the rest of a value that a line break went through
            pairs += more
        names += [key for key, _ in more] or [line[:40]]
    return Parts(prompt=prompt, negative=negative, pairs=pairs, behind=tuple(names))


def _split_prompts(lines: Sequence[str], joints: str) -> tuple[str, str | None]:
    """Prompt and negative prompt. Where no line begins with the latter, it may stand within one, behind `joints`."""
    cut = next((number for number, line in enumerate(lines) if NEGATIVE.match(line)), None)
    if cut is not None:
        negative = [line[found.end() :] if (found := NEGATIVE.match(line)) else line for line in lines[cut:]]
        return "\n".join(lines[:cut]).strip(), "\n".join(negative).strip()
    whole = "\n".join(lines).strip()
    inside = NEGATIVE_INSIDE.search(whole)
    if inside is None:
        return whole, None
    return whole[: inside.start()].rstrip(joints), whole[inside.end() :].strip()


def _folded(pairs: Pairs) -> dict[str, str]:
    return {key.lower(): value for key, value in pairs}


def _pairs(line: str) -> Pairs:
    return pairs_in(line[:MAX_LINE])
