"""Keys and values in a line such as `Steps: 20, Sampler: Euler a, Model: "a, b", Civitai resources: [{"type": "x"}]`.

A key begins the line or follows a comma. What stands in quotation marks or in brackets belongs to the value around it.
"""

from __future__ import annotations

import json
import re

# A key is short: looked for everywhere, a long word costs its length squared.
KEY = re.compile(r"\s*(\w[\w \-/]{1,60}):\s*")
QUOTED = re.compile(r'"(?:\\.|[^\\"])*"(?=\s*(?:,|$))')
# What can end a value or hides commas: a comma, brackets that open, words in quotation marks.
STOP = re.compile(r'[,(\[{]|(?<=\s)"[^"]*"(?=[\s,]|$)')
BRACKET = re.compile(r"[()\[\]{}]")
OPENED_BY = {")": "(", "]": "[", "}": "{"}


def pairs_in(line: str) -> list[tuple[str, str]]:
    """Every key with its value, as they stand, in their order; what has no key is left out."""
    closed_by = _closing_brackets(line)
    pairs, place = [], 0
    while place <= len(line):
        key = KEY.match(line, place)
        begin = key.end() if key else place
        end = _end_of_value(line, begin, closed_by)
        if key:
            pairs.append((key[1].strip(), line[begin:end].strip()))
        place = end + 1
    return pairs


def unquoted(value: str) -> str:
    """A value as it was before it was put into quotation marks."""
    if not (len(value) > 1 and value.startswith('"') and value.endswith('"')):
        return value.strip()
    try:
        return str(json.loads(value))
    except ValueError:
        return value.strip('"')


def _end_of_value(line: str, begin: int, closed_by: dict[int, int]) -> int:
    """Where the value that begins there ends: at a comma, or with the line."""
    whole = QUOTED.match(line, begin)
    place = whole.end() if whole else _end_of_json(line, begin)
    while (stop := STOP.search(line, place)) is not None:
        if stop[0] == ",":
            return stop.start()
        place = closed_by.get(stop.start(), stop.end() - 1) + 1
    return len(line)


def _end_of_json(line: str, begin: int) -> int:
    """Behind the JSON that begins there; `begin` itself where none does."""
    if not line.startswith(("[", "{"), begin):
        return begin
    try:
        return json.JSONDecoder().raw_decode(line, begin)[1]
    except (ValueError, RecursionError):
        return begin


def _closing_brackets(line: str) -> dict[int, int]:
    """The places of brackets that open, with those of the brackets that close them."""
    opened: dict[str, list[int]] = {"(": [], "[": [], "{": []}
    closed_by = {}
    for found in BRACKET.finditer(line):
        if found[0] in opened:
            opened[found[0]].append(found.start())
        elif places := opened[OPENED_BY[found[0]]]:
            closed_by[places.pop()] = found.start()
    return closed_by
