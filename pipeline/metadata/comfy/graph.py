"""The graph that ComfyUI puts into a picture: which sampler painted it, and what that was told by the nodes before it.

PNG: the text "prompt". WebP and JPEG: an EXIF tag, Model by ComfyUI itself, which then begins with "prompt:".
Source: comfy_extras/nodes_images.py and nodes_custom_sampler.py of Comfy-Org/ComfyUI.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.errors import RunUnreadable
from pipeline.metadata.comfy.latents import Start, read_start, second_passes
from pipeline.metadata.comfy.models import hands_on, loras_beside, read_model
from pipeline.metadata.comfy.nodes import Graph, plain_inputs, read_nodes
from pipeline.metadata.comfy.samplers import with_plain_samplers
from pipeline.metadata.comfy.values import Values
from pipeline.metadata.comfy.words import read_words
from pipeline.metadata.raw_settings import RawSettings, real

EXIF_PREFIX = "prompt:"
SAMPLER_INPUTS = {"sampler_name", "steps", "cfg"}  # what every sampler is told
SAMPLERS = ("WanVideoSampler",)  # and those that are told otherwise
EMPTY_PICTURES = ("EmptyLatentImage", "EmptySD3LatentImage")
READ = {"seed", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "denoise"}
FULL = 1.0  # of denoise: nothing is left of what was there


def read_graph(texts: Iterable[str]) -> RawSettings | None:
    """What the first graph among `texts` says; None where there is none.

    Raises `RunUnreadable` where nothing in it samples.
    """
    nodes = next(filter(None, (read_nodes(_without_prefix(text)) for text in texts)), None)
    if nodes is None:
        return None
    graph = with_plain_samplers(nodes)
    samplers = [key for key in graph if _samples(graph, key)]
    if not samplers:
        raise RunUnreadable("There is a graph of ComfyUI in this picture, but no KSampler with settings in it.")
    return _told(graph, _first(graph, samplers), set(samplers))


def _without_prefix(text: str) -> str:
    start = text[: len(EXIF_PREFIX)]
    return text[len(EXIF_PREFIX) :] if start.lower() == EXIF_PREFIX else text


def _samples(graph: Graph, key: str) -> bool:
    return graph[key]["inputs"].keys() >= SAMPLER_INPUTS or graph[key]["class_type"] in SAMPLERS


def _first(graph: Graph, samplers: list[str]) -> str:
    """The sampler that starts the picture: no other has painted before it, and it paints all of it."""
    later = second_passes(graph, samplers)

    def rank(key: str) -> tuple[bool, bool]:
        denoise = real(graph[key]["inputs"].get("denoise"))
        return key in later, denoise is not None and denoise < FULL

    return min(samplers, key=rank)


def _told(graph: Graph, key: str, samplers: set[str]) -> RawSettings:
    values, sampler = Values(graph), graph[key]["inputs"]
    prompt, all_wanted = read_words(graph, values, sampler, "positive")
    negative, all_unwanted = read_words(graph, values, sampler, "negative")
    model, passed = read_model(graph, values, sampler)
    start = _start(graph, values, sampler)
    denoise = values.number("denoise", sampler.get("denoise"))
    follows = start.photo or real(denoise) == FULL
    settings = {
        "prompt": prompt,
        "negative_prompt": negative,
        "seed": values.number("seed", sampler.get("seed", sampler.get("noise_seed"))),
        "num_steps": values.number("steps", sampler.get("steps")),
        "guidance_scale": values.number("cfg", sampler.get("cfg")),
        "strength": denoise if follows else None,
        "sampler": values.name("sampler_name", sampler.get("sampler_name", sampler.get("scheduler"))),
        "spacing": values.name("scheduler", sampler.get("scheduler")),
        "width_px": start.width,
        "height_px": start.height,
        "model": model,
    }
    unused = _others(graph, {key, *values.read}, passed, samplers)
    unused += [name for name in plain_inputs(graph, key) if name not in READ]
    unused += [label for each in sorted(values.read) for label in loras_beside(graph, each)]
    unused += [] if follows or denoise is None else ["denoise"]
    unread = {"prompt": all_wanted, "negative_prompt": all_unwanted}
    return RawSettings(
        origin="ComfyUI",
        values=settings,
        unused=tuple(unused),
        unread=tuple(name for name, whole in unread.items() if not whole),
    )


def _start(graph: Graph, values: Values, sampler: dict[str, Any]) -> Start:
    """What the sampler starts from; where that cannot be followed, the empty picture of the graph."""
    start = read_start(graph, values, sampler)
    empty = [key for key, node in graph.items() if node["class_type"] in EMPTY_PICTURES]
    if start.width is not None or start.photo or not empty:
        return start
    return read_start(graph, values, {"latent_image": [empty[0], 0]})


def _others(graph: Graph, read: set[str], passed: set[str], samplers: set[str]) -> list[str]:
    """The classes of the nodes that say something and were not read, or that change the model."""
    names = []
    for key, node in graph.items():
        if key in read or not (plain_inputs(graph, key) or (key in passed and not hands_on(graph, key))):
            continue
        names.append(f"{node['class_type']} (another pass)" if key in samplers else node["class_type"])
    return names
