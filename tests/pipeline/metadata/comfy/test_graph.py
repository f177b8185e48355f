"""Pictures of ComfyUI beyond the plain PNG: WebP and JPEG, and samplers whose parts are nodes of their own.

Where ComfyUI writes what was read in its own source (comfy_extras/nodes_images.py for WebP, nodes_custom_sampler.py for
the nodes and the names of their inputs). It writes no JPEG itself: savers of its community do, with the same EXIF tags.
"""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import RunUnreadable
from pipeline.metadata.picture_files import FoundSettings, find_settings
from tests.pipeline.metadata.test_other_studios import COMFY, WORKFLOW, found_in

WANTED = {
    "prompt": "a manga cat", "negative_prompt": "blurry", "seed": 42, "num_steps": 25, "guidance_scale": 6.5,
    "scheduler": "DPM++ 2M Karras", "width_px": 512, "height_px": 768, "model": "sd15.safetensors", "strength": 1.0,
}  # fmt: skip
PARTS = {
    "20": {"class_type": "RandomNoise", "inputs": {"noise_seed": 42}},
    "21": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "dpmpp_2m"}},
    "22": {
        "class_type": "BasicScheduler",
        "inputs": {"scheduler": "karras", "steps": 25, "denoise": 1.0, "model": ["4", 0]},
    },
    "23": {
        "class_type": "CFGGuider",
        "inputs": {"cfg": 6.5, "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0]},
    },
}
ADVANCED = {
    **{key: node for key, node in COMFY.items() if key != "3"},
    **PARTS,
    "24": {
        "class_type": "SamplerCustomAdvanced",
        "inputs": {
            "noise": ["20", 0], "guider": ["23", 0], "sampler": ["21", 0], "sigmas": ["22", 0],
            "latent_image": ["5", 0],
        },
    },
    "25": {"class_type": "VAEDecode", "inputs": {"samples": ["24", 0], "vae": ["4", 2]}},
}  # fmt: skip
CUSTOM = {
    **{key: node for key, node in ADVANCED.items() if key not in ("20", "23", "24", "25")},
    "24": {
        "class_type": "SamplerCustom",
        "inputs": {
            "add_noise": True, "noise_seed": 42, "cfg": 6.5, "model": ["4", 0], "positive": ["6", 0],
            "negative": ["7", 0], "sampler": ["21", 0], "sigmas": ["22", 0], "latent_image": ["5", 0],
        },
    },
}  # fmt: skip


def changed(graph: dict[str, Any], key: str, class_type: str = "", **inputs: Any) -> dict[str, Any]:
    """The graph with another class, or with other inputs, in one of its nodes; None takes an input away."""
    node = graph[key]
    after = {name: value for name, value in {**node["inputs"], **inputs}.items() if value is not None}
    return {**graph, key: {"class_type": class_type or node["class_type"], "inputs": after}}


def in_exif(kind: str, *, prompt: Any, workflow: Any = None) -> FoundSettings:
    """What is found in a file as ComfyUI's SaveAnimatedWEBP writes its two texts."""
    exif = Image.Exif()
    exif[0x0110] = f"prompt:{json.dumps(prompt)}"
    if workflow is not None:
        exif[0x010F] = f"workflow:{json.dumps(workflow)}"
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind, exif=exif)
    return find_settings(io.BytesIO(out.getvalue()))


def only(found: FoundSettings) -> dict[str, Any]:
    return {name: found.settings.get(name) for name in WANTED}


@pytest.mark.parametrize("graph", [COMFY, ADVANCED, CUSTOM])
@pytest.mark.parametrize("kind", ["WEBP", "JPEG"])
def test_a_webp_of_comfyui_gives_its_settings(kind: str, graph: dict[str, Any]) -> None:
    found = in_exif(kind, prompt=graph, workflow=WORKFLOW)
    assert (found.origin, only(found)) == ("ComfyUI", WANTED)
    assert found.unused == ()


@pytest.mark.parametrize("graph", [ADVANCED, CUSTOM])
@pytest.mark.parametrize("workflow", [{}, {"workflow": {"links": []}}, {"workflow": WORKFLOW}])
def test_a_sampler_in_parts_gives_what_its_parts_say(graph: dict[str, Any], workflow: dict[str, Any]) -> None:
    found = found_in(prompt=graph, **workflow)
    assert (found.origin, only(found), found.unused) == ("ComfyUI", WANTED, ())


def test_the_size_of_an_empty_picture_for_newer_models_is_read() -> None:
    found = found_in(prompt=changed(ADVANCED, "5", "EmptySD3LatentImage"))
    assert (found.settings["width_px"], found.settings["height_px"], found.unused) == (512, 768, ())


def test_a_guider_without_guidance_counts_as_scale_one() -> None:
    guided = changed(ADVANCED, "23", "BasicGuider", cfg=None, positive=None, negative=None, conditioning=["6", 0])
    found = found_in(prompt=guided)
    assert (found.settings["guidance_scale"], found.settings["prompt"]) == (1.0, "a manga cat")
    assert not found.settings.get("negative_prompt")


@pytest.mark.parametrize(
    ("graph", "scheduler", "named"),
    [
        (changed(ADVANCED, "21", sampler_name="heun"), None, {"Sampler heun", "Schedule karras"}),
        (changed(ADVANCED, "21", "SamplerEulerAncestral", sampler_name=None, eta=1.0), "Euler a", {"Schedule karras"}),
        (changed(ADVANCED, "21", "SomebodysOwn", sampler_name=None), None, {"Sampler SomebodysOwn", "Schedule karras"}),
        (changed(ADVANCED, "22", "KarrasScheduler", scheduler=None, denoise=None), "DPM++ 2M Karras", set()),
        (changed(ADVANCED, "22", "ExponentialScheduler", scheduler=None), "DPM++ 2M", {"Schedule exponential"}),
        (changed(ADVANCED, "22", "ManualSigmas", scheduler=None, steps=None, denoise=None), "DPM++ 2M",
         {"Schedule manualsigmas", "steps"}),
        (changed(ADVANCED, "20", "DisableNoise", noise_seed=None), "DPM++ 2M Karras", {"seed", "add_noise"}),
        (changed(CUSTOM, "24", add_noise=False), "DPM++ 2M Karras", {"add_noise"}),
        (changed(ADVANCED, "20", noise_seed=["99", 0]), "DPM++ 2M Karras", {"seed"}),
        (changed(ADVANCED, "24", guider=["99", 0]), "DPM++ 2M Karras", {"prompt", "guidance scale", "CFGGuider"}),
        (changed(ADVANCED, "24", guider=7), "DPM++ 2M Karras", {"prompt", "guidance scale", "CFGGuider"}),
    ],
)  # fmt: skip
def test_what_the_parts_do_not_say_in_a_way_that_is_known_is_named(
    graph: dict[str, Any], scheduler: str | None, named: set[str]
) -> None:
    found = found_in(prompt=graph)
    assert found.settings.get("scheduler") == scheduler
    assert named <= set(found.unused)
    assert not {"Sampler unknown"} & set(found.unused)


def test_the_camera_in_a_photos_exif_is_no_graph() -> None:
    exif = Image.Exif()
    exif[0x0110] = "EOS R5"
    for kind in ("WEBP", "JPEG"):
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, kind, exif=exif)
        with pytest.raises(RunUnreadable, match="no settings"):
            find_settings(io.BytesIO(out.getvalue()))


@pytest.mark.parametrize("text", ["{", "[]", '{"3": 7}', "", "null"])
def test_a_broken_graph_in_exif_is_no_settings(text: str) -> None:
    exif = Image.Exif()
    exif[0x0110] = f"prompt:{text}"
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "WEBP", exif=exif)
    with pytest.raises(RunUnreadable):
        find_settings(io.BytesIO(out.getvalue()))
