"""The checkpoint that a sampler of ComfyUI paints with, and what stands between the two: LoRAs, FreeU, IP-Adapters."""

from __future__ import annotations

from typing import Any

from pipeline.metadata.comfy.nodes import Graph, linked, links_of, plain_inputs
from pipeline.metadata.comfy.values import THROUGH, Values

CHECKPOINTS = ("ckpt_name", "unet_name", "model_name", "base_ckpt_name")
MODEL = "model"
NO_LORA = ("", "none")


def read_model(graph: Graph, values: Values, sampler: dict[str, Any]) -> tuple[str | None, set[str]]:
    """The name of the checkpoint, None where none can be read, and the keys of the nodes on the way to it."""
    passed: set[str] = set()
    link = linked(graph, sampler.get(MODEL)) or _onward(graph, sampler)
    while link is not None and link[0] not in passed:
        key, inputs = link[0], graph[link[0]]["inputs"]
        name = next(
            (each for each in CHECKPOINTS if each in inputs), MODEL if isinstance(inputs.get(MODEL), str) else ""
        )
        if name:
            values.read.add(key)
            return values.name(name, inputs[name]), passed
        passed.add(key)
        link = _onward(graph, inputs)
    return None, passed


def loras_beside(graph: Graph, key: str) -> list[str]:
    """The LoRAs that a node loads with a checkpoint, for people."""
    said = {
        name: value for name, value in plain_inputs(graph, key).items() if "lora" in name and isinstance(value, str)
    }
    return [f"LoRA {value}" for value in said.values() if value.strip().lower() not in NO_LORA]


def hands_on(graph: Graph, key: str) -> bool:
    """Whether a node only carries what it gets: a context, a switch."""
    return not plain_inputs(graph, key) and any(map(THROUGH.fullmatch, links_of(graph, key)))


def _onward(graph: Graph, inputs: dict[str, Any]) -> Any:
    names = [MODEL, *(name for name in inputs if name.startswith(MODEL) or THROUGH.fullmatch(name))]
    return next((link for name in names if (link := linked(graph, inputs.get(name))) is not None), None)
