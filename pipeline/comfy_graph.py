"""The graph that ComfyUI puts into a picture, where the drawing of it is missing: as its API saves them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.errors import RunUnreadable

if TYPE_CHECKING:
    from sd_parsers.data import PromptInfo

GRAPH_KEY = "prompt"
MAX_GRAPH = 1_000_000  # characters


def read_graph(text: Any) -> PromptInfo | None:
    """What sd-parsers finds in a graph; None where `text` is none. Raises `RunUnreadable` where nothing in it samples.

    sd-parsers asks the drawing for the links alone, and each node names those as well, as [node, slot].
    """
    from sd_parsers.parsers import ComfyUIParser

    graph = _graph(text)
    if graph is None:
        return None
    found = ComfyUIParser().parse({"prompt": graph, "workflow": {"links": _links(graph)}})
    if not found.samplers:
        raise RunUnreadable("There is a graph of ComfyUI in this picture, but no KSampler with settings in it.")
    return found


def _graph(text: Any) -> dict[str, dict[str, Any]] | None:
    try:
        graph = json.loads(text) if isinstance(text, str) and len(text) <= MAX_GRAPH else None
    except (ValueError, RecursionError):
        return None
    nodes = list(graph.values()) if isinstance(graph, dict) else []
    whole = nodes and all(
        isinstance(node, dict) and isinstance(node.get("class_type"), str) and isinstance(node.get("inputs"), dict)
        for node in nodes
    )
    return graph if whole else None


def _links(graph: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    """[link, from node, from slot, to node, to slot, type]; an input that is called clip takes a CLIP."""
    return [
        (0, value[0], 0, node_id, 0, name.upper())
        for node_id, node in graph.items()
        for name, value in node["inputs"].items()
        if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and value[0] in graph
    ]
