"""The wanted and the unwanted words of a sampler of ComfyUI: those that reach its input of that side.

Many nodes take both sides in and give both out. Which of the two goes on is said by the slot of the link, or by the
side that is asked for.
"""

from __future__ import annotations

from typing import Any, Literal

from pipeline.metadata.comfy.models import CHECKPOINTS
from pipeline.metadata.comfy.nodes import Graph, Link, linked, links_of
from pipeline.metadata.comfy.values import FILLED_IN, THROUGH, Values

Side = Literal["positive", "negative"]
SIDES: tuple[Side, Side] = ("positive", "negative")
# Behind these there are no words, whatever goes in.
SILENT = ("ConditioningZeroOut",)
# What encoders call their texts; several of one node are read by several text encoders of a model.
WORDS = (
    FILLED_IN, "text", "text_g", "text_l", "clip_g", "clip_l", "t5xxl", "llama", "bert", "mt5xl", "prompt",
    "user_prompt",
)  # fmt: skip
# What leads to no words.
OTHER = {
    "clip", "clip_vision", "clip_vision_output", "control_net", "image", "images", "latent", "latent_image", "mask",
    "model", "noise", "pixels", "samples", "sampler", "sigmas", "style_model", "vae",
}  # fmt: skip
# Where a sampler has no input for a side, what may carry it.
CARRIERS = ("pipe", "basic_pipe", "context", "base_ctx", "text_embeds")


def read_words(graph: Graph, values: Values, sampler: dict[str, Any], side: Side) -> tuple[str | None, bool]:
    """The words of a side, None where none can be read, and whether all of them could.

    A sampler without an input for the negative side paints without unwanted words: "".
    """
    start = next((sampler[name] for name in (side, *CARRIERS) if sampler.get(name) is not None), None)
    if start is None:
        return ("", True) if side == "negative" and sampler.get("positive") is not None else (None, False)
    texts, whole = _walk(graph, values, start, side)
    if not texts and not whole:
        return None, False
    return ", ".join(dict.fromkeys(filter(None, texts))), whole


def _walk(graph: Graph, values: Values, start: Any, side: Side) -> tuple[list[str], bool]:
    texts: list[str] = []
    whole, seen = True, set[tuple[str, Side]]()
    waiting: list[tuple[Any, Side]] = [(start, side)]
    while waiting:
        value, side = waiting.pop()
        link = linked(graph, value)
        if link is None:
            whole = False
            continue
        key, side = link[0], _side(graph, link, side)
        if (key, side) in seen or graph[key]["class_type"] in SILENT:
            continue
        seen.add((key, side))
        found = _written(graph, values, key, side)
        onward = [] if found else _onward(graph, key, side)
        texts += [text.strip() for text in found if text is not None]
        whole &= None not in found and bool(found or onward)
        waiting += [(list(each), side) for each in reversed(onward)]
    return texts, whole


def _side(graph: Graph, link: Link, side: Side) -> Side:
    """Which side a link carries. A node that gives out a model has that in a slot before the two."""
    key, slot = link
    gives_model = graph[key]["inputs"].keys() & {"model", *CHECKPOINTS}
    by_slot = set(SIDES) <= links_of(graph, key).keys() and not gives_model and slot < len(SIDES)
    return SIDES[slot] if by_slot else side


def _written(graph: Graph, values: Values, key: str, side: Side) -> list[str | None]:
    """The texts that a node has written itself, None for one that cannot be read; nothing where it has none."""
    inputs = graph[key]["inputs"]
    own = next((inputs[name] for name in (side, f"{side}_prompt") if isinstance(inputs.get(name), str)), None)
    if own is not None:
        values.read.add(key)
        return [own]
    names = [FILLED_IN] if isinstance(inputs.get(FILLED_IN), str) else [name for name in WORDS if name in inputs]
    if not names:
        alone = None if links_of(graph, key) else values.text([key, 0])
        return [] if alone is None else [alone]
    values.read.add(key)
    return _without_parts([values.text(inputs[name]) for name in names])


def _without_parts(texts: list[str | None]) -> list[str | None]:
    """Without what another of them says as well."""
    written = [text for text in texts if text]
    return [text for text in texts if not text or not any(text != other and text in other for other in written)]


def _onward(graph: Graph, key: str, side: Side) -> list[Link]:
    """The links that bring words of a side to a node, in the order in which they are read."""
    links = links_of(graph, key)
    if side in links:
        return [links[side]]
    mixed = sorted((name for name in links if name.startswith("conditioning")), key=lambda name: name.endswith("from"))
    carried = [name for name in links if THROUGH.fullmatch(name)]
    if mixed or carried:  # a switch hands on the first that it gets
        return [links[name] for name in mixed or carried[:1]]
    return [] if links.keys() & set(SIDES) else [link for name, link in links.items() if name not in OTHER]
