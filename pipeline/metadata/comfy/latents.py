"""Where the picture of a ComfyUI sampler starts: an empty latent or a photo, and of which size; and which samplers go
on with what another one has painted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.metadata.comfy.nodes import Graph, Link, linked, links_of
from pipeline.metadata.comfy.values import THROUGH, Values

# The inputs that bring a picture, first those of samplers.
PICTURES = ("latent_image", "latent", "samples", "pixels", "image", "images", "latents", "optional_latent")
# The inputs that bring none.
OTHER = {"model", "clip", "vae", "positive", "negative", "control_net", "noise", "guider", "sampler", "sigmas"}
SIDES = (("width", "height"), ("empty_latent_width", "empty_latent_height"))
SCALES = {"scale_by", "upscale_by"}  # behind these the size is another, and of what kind is not said
PAIR = re.compile(r"(\d{2,5})\s*[x×,*]\s*(\d{2,5})")
EMPTY, FROM_PHOTO = "Empty", ("VAEEncode", "LoadImage")  # in the names of nodes


@dataclass(frozen=True, kw_only=True)
class Start:
    """`width` and `height` as they stand, None where they cannot be known."""

    width: Any = None
    height: Any = None
    photo: bool = False


def second_passes(graph: Graph, samplers: Iterable[str]) -> set[str]:
    """The nodes that get what a sampler has painted, in whatever way: the samplers among them start no picture."""
    users = defaultdict(list)
    for key in graph:
        for name, link in links_of(graph, key).items():
            if name not in OTHER:
                users[link[0]].append(key)
    reached, waiting = set[str](), list(samplers)
    while waiting:
        fresh = [key for key in users[waiting.pop()] if key not in reached]
        reached.update(fresh)
        waiting += fresh
    return reached


def read_start(graph: Graph, values: Values, sampler: dict[str, Any]) -> Start:
    """What the first latent of a sampler is made of. The size is that of the last node that gives it one."""
    width = height = None
    photo, seen = False, set[str]()
    link = _picture(graph, sampler)
    while link is not None and link[0] not in seen and not graph[link[0]]["inputs"].keys() & SCALES:
        key, node = link[0], graph[link[0]]
        seen.add(key)
        photo |= any(name in node["class_type"] for name in FROM_PHOTO)
        if width is None and height is None:
            width, height = _size(values, node["inputs"])
            if EMPTY in node["class_type"]:
                values.read.add(key)
        link = _picture(graph, node["inputs"])
    return Start(width=width, height=height, photo=photo)


def _size(values: Values, inputs: dict[str, Any]) -> tuple[Any, Any]:
    for names in SIDES:
        if all(name in inputs for name in names):
            width, height = (values.number(name.removeprefix("empty_latent_"), inputs[name]) for name in names)
            return width, height
    size = next((inputs[name] for name in ("resolution", "dimensions") if isinstance(inputs.get(name), str)), "")
    pair = PAIR.search(size)
    return (pair[1], pair[2]) if pair else (None, None)


def _picture(graph: Graph, inputs: dict[str, Any]) -> Link | None:
    names = [*PICTURES, *(name for name in inputs if THROUGH.fullmatch(name))]
    return next((link for name in names if (link := linked(graph, inputs.get(name))) is not None), None)
