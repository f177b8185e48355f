"""ComfyUI's samplers in parts (SamplerCustom, SamplerCustomAdvanced) as the one node that readers know, KSampler.

Seed, guidance, solver and noise levels are nodes of their own there: RandomNoise, CFGGuider, KSamplerSelect,
BasicScheduler. Source: comfy_extras/nodes_custom_sampler.py of Comfy-Org/ComfyUI.
"""

from __future__ import annotations

from typing import Any

from pipeline.metadata.comfy.nodes import Graph, linked

WHOLE, ADVANCED = "SamplerCustom", "SamplerCustomAdvanced"
SELECT = "KSamplerSelect"
# A node that is a solver by itself -> the name that KSamplerSelect has for it.
SOLVERS = {
    "SamplerEulerAncestral": "euler_ancestral",
    "SamplerDPMPP_2M_SDE": "dpmpp_2m_sde",
    "SamplerDPMPP_3M_SDE": "dpmpp_3m_sde",
    "SamplerDPMPP_SDE": "dpmpp_sde",
    "SamplerDPMPP_2S_Ancestral": "dpmpp_2s_ancestral",
    "SamplerLMS": "lms",
}
# Nodes that give noise levels -> the name of the spacing; None: the node says which.
SPACINGS: dict[str, str | None] = {
    "BasicScheduler": None,
    "KarrasScheduler": "karras",
    "ExponentialScheduler": "exponential",
    "PolyexponentialScheduler": "polyexponential",
    "BetaSamplingScheduler": "beta",
    "SDTurboScheduler": "sd_turbo",
    "VPScheduler": "vp",
    "LaplaceScheduler": "laplace",
}
NO_GUIDANCE = 1.0  # what BasicGuider paints with: the words alone


def with_plain_samplers(graph: Graph) -> Graph:
    """The graph with a KSampler in place of every sampler in parts; the parts that were read into it are gone.

    What a part does not say in a way that can be read stays unsaid in it.
    """
    plain: Graph = {}
    read: set[str] = set()
    for key, node in graph.items():
        if node["class_type"] in (WHOLE, ADVANCED):
            inputs, parts = _joined(graph, node)
            plain[key] = {"class_type": "KSampler", "inputs": inputs}
            read |= parts
    return {key: plain.get(key, node) for key, node in graph.items() if key not in read}


def _joined(graph: Graph, node: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The inputs of the KSampler that paints what this one does, and the keys of the nodes that are in them."""
    own = node["inputs"]
    noise, guider, sampler, sigmas = (_part(graph, own.get(name)) for name in ("noise", "guider", "sampler", "sigmas"))
    guided = own if node["class_type"] == WHOLE else guider[1]
    inputs = {
        "seed": own.get("noise_seed") if node["class_type"] == WHOLE else noise[1].get("noise_seed"),
        "steps": sigmas[1].get("steps"),
        "cfg": NO_GUIDANCE if guider[0] == "BasicGuider" else guided.get("cfg"),
        "sampler_name": SOLVERS.get(sampler[0]) or sampler[1].get("sampler_name") or sampler[0] or "unknown",
        "scheduler": SPACINGS.get(sigmas[0], sigmas[0]) or sigmas[1].get("scheduler"),
        "denoise": sigmas[1].get("denoise"),
        "model": guided.get("model"),
        "positive": guided.get("positive", guided.get("conditioning")),
        "negative": guided.get("negative"),
        "latent_image": own.get("latent_image"),
        "add_noise": False if own.get("add_noise") is False or noise[0] == "DisableNoise" else None,
    }
    # KSampler needs these three to be known as one; a value of None is named as missing further on.
    given = {name: value for name, value in inputs.items() if value is not None or name in ("steps", "cfg")}
    known = {SELECT, "RandomNoise", "DisableNoise", "CFGGuider", "BasicGuider", *SOLVERS, *SPACINGS}
    links = [own.get(name) for name in ("noise", "guider", "sampler", "sigmas")]
    return given, {str(link[0]) for link in links if _part(graph, link)[0] in known}


def _part(graph: Graph, value: Any) -> tuple[str, dict[str, Any]]:
    """Class and inputs of the node that a link leads to; "" and {} where it leads nowhere."""
    link = linked(graph, value)
    return ("", {}) if link is None else (graph[link[0]]["class_type"], graph[link[0]]["inputs"])
