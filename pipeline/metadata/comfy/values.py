"""What an input of a ComfyUI node says, where it comes from another node: a primitive, a seed, a text.

A link is followed to a node that holds one plain value of the sort. What is calculated, drawn by lot or written by
another program on the way cannot be known, and is None.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pipeline.metadata.comfy.nodes import Graph, Link, linked, links_of, plain_inputs

MAX_HOPS = 20
MAX_WORDS = 20_000  # characters
NUMBERS = ("value", "int", "float", "number", "seed", "noise_seed")
# Inputs of nodes that hand on what they get: the first that is connected.
THROUGH = re.compile(r"(?:any|ctx|input|value|anything|source|base_ctx|context|pipe|basic_pipe)(?:_?\d{1,2})?")
TEXT = re.compile(r"(?:multiline_?)?(?:text|string|str|value|prompt)(?:_\d{1,2})?", re.IGNORECASE)
JOINED = re.compile(r"(?:text|string)_?(?:[a-z]|\d{1,2})", re.IGNORECASE)
FILLED_IN = "populated_text"  # what a wildcard node has made of its template


class Values:
    """Reads the values of a graph; `read` are the keys of the nodes that are used up by it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.read: set[str] = set()
        self._texts: dict[str, str | None] = {}

    def number(self, name: str, value: Any) -> Any:
        """A number, or what stands in its place; None where it cannot be known."""
        return self._plain(name, value, (int, float), NUMBERS)

    def name(self, name: str, value: Any) -> str | None:
        """One of a menu: a sampler, a file."""
        if isinstance(value, dict):  # a file with its thumbnail
            value = value.get("content")
        found = self._plain(name, value, (str,), ("value",))
        return found if isinstance(found, str) else None

    def text(self, value: Any, hops: int = 0) -> str | None:
        """Words: as they stand, or from the node that holds them."""
        if isinstance(value, str):
            return value
        link = linked(self.graph, value)
        if link is None or hops > MAX_HOPS:
            return None
        key = link[0]
        if key not in self._texts:
            self._texts[key] = None  # while it is read: a node that leads back to itself says nothing
            found = self._text_of(key, hops)
            self._texts[key] = found if found is None or len(found) <= MAX_WORDS else None
            if found is not None:
                self.read.add(key)
        return self._texts[key]

    def _plain(self, name: str, value: Any, sort: tuple[type, ...], names: Collection[str]) -> Any:
        for _ in range(MAX_HOPS):
            if not isinstance(value, list):
                return value
            link = linked(self.graph, value)
            if link is None:
                return None
            links = links_of(self.graph, link[0])
            fit = _of_sort(plain_inputs(self.graph, link[0]), sort)
            found = _chosen(fit, links, name, names)
            if found is not None:
                self.read.add(link[0])
                return found
            onward = None if fit else _onward(links, name)
            value = list(onward) if onward else None
        return None

    def _text_of(self, key: str, hops: int) -> str | None:
        """The words that a node gives out."""
        inputs, links = self.graph[key]["inputs"], links_of(self.graph, key)
        if isinstance(inputs.get(FILLED_IN), str):
            return str(inputs[FILLED_IN])
        if isinstance(inputs.get("delimiter"), str):
            return self._joined(inputs, hops)
        written = _of_sort(plain_inputs(self.graph, key), (str,))
        if all(map(TEXT.fullmatch, written)):  # another text beside it says what is done to the words
            onward = next((link for name, link in links.items() if TEXT.fullmatch(name)), _onward(links, "text"))
            found = self.text(list(onward), hops + 1) if onward else None
            if found is not None:
                return found
        alone = len(written) == 1 and (TEXT.fullmatch(next(iter(written))) or len(inputs) == 1)
        return next(iter(written.values())) if alone else None

    def _joined(self, inputs: dict[str, Any], hops: int) -> str | None:
        parts = [self.text(value, hops + 1) for name, value in inputs.items() if JOINED.fullmatch(name)]
        known_parts = [part for part in parts if part is not None]
        return (
            str(inputs["delimiter"]).join(filter(None, known_parts))
            if known_parts and len(known_parts) == len(parts)
            else None
        )


def _of_sort(plain: dict[str, Any], sort: tuple[type, ...]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if isinstance(value, sort) and not isinstance(value, bool)}


def _chosen(fit: dict[str, Any], links: Collection[str], name: str, names: Collection[str]) -> Any:
    """Of the values of a node the one of that name; of a node that gets nothing one of `names`, or the only one."""
    if name in fit or links:
        return fit.get(name)
    return next((fit[key] for key in names if key in fit), next(iter(fit.values())) if len(fit) == 1 else None)


def _onward(links: dict[str, Link], name: str) -> Link | None:
    """Where a node that only hands on gets it from."""
    return links.get(name) or next((link for key, link in links.items() if THROUGH.fullmatch(key)), None)
