"""A graph of ComfyUI: nodes by their keys, each with a class and inputs, which are values or links, [node, slot]."""

from __future__ import annotations

import json
from typing import Any

Graph = dict[str, dict[str, Any]]
Link = tuple[str, int]
MAX_GRAPH = 1_000_000  # characters
PROMPT = "prompt"  # where a graph stands in JSON that holds more


def read_nodes(text: str) -> Graph | None:
    """The nodes in a text; what is none among them is left out. None where there are no nodes at all."""
    data = _json(text)
    if isinstance(data, dict) and isinstance(data.get(PROMPT), (dict, str)):
        inner = data[PROMPT]
        data = _json(inner) if isinstance(inner, str) else inner
    nodes = data.items() if isinstance(data, dict) else ()
    return {str(key): node for key, node in nodes if _is_node(node)} or None


def linked(graph: Graph, value: Any) -> Link | None:
    """Node and slot that a value leads to; None where it is no link, or leads nowhere."""
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], (str, int)):
        return None
    key, slot = str(value[0]), value[1]
    return (key, slot) if key in graph and isinstance(slot, int) else None


def links_of(graph: Graph, key: str) -> dict[str, Link]:
    """The inputs of a node that come from other nodes."""
    inputs = graph[key]["inputs"].items()
    return {name: link for name, value in inputs if (link := linked(graph, value)) is not None}


def plain_inputs(graph: Graph, key: str) -> dict[str, Any]:
    """The inputs of a node that say something themselves."""
    return {name: v for name, v in graph[key]["inputs"].items() if v is not None and not isinstance(v, list)}


def _is_node(node: Any) -> bool:
    return isinstance(node, dict) and isinstance(node.get("class_type"), str) and isinstance(node.get("inputs"), dict)


def _json(text: str) -> Any:
    try:
        return json.loads(text) if len(text) <= MAX_GRAPH else None
    except (ValueError, RecursionError):
        return None
