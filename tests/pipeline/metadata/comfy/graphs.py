"""A graph of ComfyUI as people build it, and what is read out of it; tests put other nodes into it."""

from __future__ import annotations

from typing import Any

from tests.pipeline.metadata.files import found_in_graph

Graph = dict[str, Any]
TOLD = {
    "prompt": "a stone bridge", "negative_prompt": "cars", "seed": 314, "num_steps": 18, "guidance_scale": 6.5,
    "scheduler": "Euler", "width_px": 640, "height_px": 384, "model": "bridge.safetensors",
}  # fmt: skip


def node(class_type: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": class_type, "inputs": inputs}


def sampler(**changes: Any) -> dict[str, Any]:
    inputs = {
        "seed": 314, "steps": 18, "cfg": 6.5, "sampler_name": "euler", "scheduler": "normal", "denoise": 1.0,
        "model": ["check", 0], "positive": ["yes", 0], "negative": ["no", 0], "latent_image": ["empty", 0], **changes,
    }  # fmt: skip
    return node("KSampler", **{name: value for name, value in inputs.items() if value is not None})


BASE: Graph = {
    "check": node("CheckpointLoaderSimple", ckpt_name="bridge.safetensors"),
    "yes": node("CLIPTextEncode", text="a stone bridge", clip=["check", 1]),
    "no": node("CLIPTextEncode", text="cars", clip=["check", 1]),
    "empty": node("EmptyLatentImage", width=640, height=384, batch_size=1),
    "paint": sampler(),
    "out": node("VAEDecode", samples=["paint", 0], vae=["check", 2]),
}


def told(graph: Graph) -> dict[str, Any]:
    settings = found_in_graph(graph).settings
    return {name: settings.get(name) for name in TOLD}


def wired(more: Graph, **changes: Any) -> Graph:
    """The graph with more nodes, and other inputs of its sampler."""
    return {**BASE, **more, "paint": sampler(**changes)}
