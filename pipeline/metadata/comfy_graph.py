"""The graph that ComfyUI puts into a picture, where sd-parsers by itself finds nothing: WebP and JPEG, pictures that
were saved over the API, without a drawing of the graph, and samplers whose parts are nodes of their own.

PNG: the text "prompt". WebP and JPEG: the EXIF tag Model, which then begins with "prompt:".
Source: comfy_extras/nodes_images.py and nodes_custom_sampler.py of Comfy-Org/ComfyUI.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.errors import RunUnreadable
from pipeline.metadata.comfy_samplers import with_plain_samplers

if TYPE_CHECKING:
    from PIL import Image
    from sd_parsers.data import PromptInfo

GRAPH_KEY = "prompt"
EXIF_MODEL, EXIF_PREFIX = 0x0110, "prompt:"
MAX_GRAPH = 1_000_000  # characters


def read_graph(picture: Image.Image) -> PromptInfo | None:
    """What sd-parsers finds in the graph of a picture; None where there is none.

    Raises `RunUnreadable` where nothing in it samples. sd-parsers asks the drawing for the links alone, and each node
    names those as well, as [node, slot].
    """
    from sd_parsers.parsers import ComfyUIParser

    graph = _graph(_text_in(picture))
    if graph is None:
        return None
    graph = with_plain_samplers(graph)
    found = ComfyUIParser().parse({"prompt": graph, "workflow": {"links": _links(graph)}})
    if not found.samplers:
        raise RunUnreadable("There is a graph of ComfyUI in this picture, but no KSampler with settings in it.")
    return found


def _text_in(picture: Image.Image) -> Any:
    if picture.format == "PNG":
        return picture.info.get(GRAPH_KEY)
    told = picture.getexif().get(EXIF_MODEL)
    return told.removeprefix(EXIF_PREFIX) if isinstance(told, str) and told.startswith(EXIF_PREFIX) else None


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
