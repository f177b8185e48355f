"""Which words of a ComfyUI graph are wanted and which are not, and the nodes that hold them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipeline.metadata.comfy.graphs import BASE, TOLD, Graph, node, sampler, told, wired
from tests.pipeline.metadata.files import found_in_graph

CONTROL = node("ControlNetApplyAdvanced", strength=0.8, positive=["yes", 0], negative=["no", 0], control_net=["net", 0])
CONTEXT = node("Context (rgthree)", positive=["yes", 0], negative=["no", 0], model=["check", 0])


@pytest.mark.parametrize(
    ("more", "positive", "negative"),
    [
        ({"both": CONTROL}, ["both", 0], ["both", 1]),
        (
            {"both": CONTROL, "second": node("ControlNetApplyAdvanced", positive=["both", 0], negative=["both", 1])},
            ["second", 0],
            ["second", 1],
        ),
        ({"both": CONTEXT}, ["both", 4], ["both", 5]),
        ({"both": CONTEXT, "next": node("Context (rgthree)", base_ctx=["both", 0])}, ["next", 4], ["next", 5]),
        (
            {"face": node("ApplyFace", model=["check", 0], positive=["yes", 0], negative=["no", 0])},
            ["face", 1],
            ["face", 2],
        ),
        ({"guide": node("FluxGuidance", guidance=3.5, conditioning=["yes", 0])}, ["guide", 0], ["no", 0]),
        ({"switch": node("Any Switch (rgthree)", any_01=["yes", 0], any_02=["no", 0])}, ["switch", 0], ["no", 0]),
        ({"loop": node("Conditioning", conditioning_1=["yes", 0], conditioning_2=["loop", 0])}, ["loop", 0], ["no", 0]),
    ],
)
def test_words_come_from_the_side_that_they_are_on(more: Graph, positive: list[Any], negative: list[Any]) -> None:
    assert told(wired(more, positive=positive, negative=negative)) == TOLD


def test_sides_that_were_crossed_by_the_slots_of_a_node_are_crossed() -> None:
    crossed = told(wired({"both": CONTROL}, positive=["both", 1], negative=["both", 0]))
    assert (crossed["prompt"], crossed["negative_prompt"]) == ("cars", "a stone bridge")


@pytest.mark.parametrize("through", [["zero", 0], ["guide", 0]])
def test_behind_words_that_are_zeroed_there_are_none(through: list[Any]) -> None:
    more = {
        "zero": node("ConditioningZeroOut", conditioning=["yes", 0]),
        "guide": node("FluxGuidance", guidance=3.5, conditioning=["zero", 0]),
    }
    assert told(wired(more, negative=through)) == {**TOLD, "negative_prompt": ""}
    assert told(wired(more, positive=through))["prompt"] == ""


def test_words_that_lead_to_both_sides_are_on_both() -> None:
    assert told(wired({}, negative=["yes", 0]))["negative_prompt"] == "a stone bridge"


def test_a_sampler_without_unwanted_words_has_none() -> None:
    assert told(wired({}, negative=None)) == {**TOLD, "negative_prompt": ""}


@pytest.mark.parametrize("swapped", [False, True])
def test_joined_words_come_in_their_order(swapped: bool) -> None:
    links = {"conditioning_to": ["yes", 0], "conditioning_from": ["more", 0]}
    inputs = dict(reversed(links.items())) if swapped else links
    more = {"both": node("ConditioningConcat", **inputs), "more": node("CLIPTextEncode", text=" at dawn ")}
    assert told(wired(more, positive=["both", 0]))["prompt"] == "a stone bridge, at dawn"


@pytest.mark.parametrize(
    ("holder", "prompt"),
    [
        (node("CLIPTextEncodeSDXL", text_g="a stone bridge", text_l="a stone bridge", width=1024), "a stone bridge"),
        (node("CLIPTextEncodeSDXL", text_g="a stone bridge", text_l="old arches"), "a stone bridge, old arches"),
        (node("CLIPTextEncodeSDXLRefiner", text="a stone bridge", ascore=6.0), "a stone bridge"),
        (node("CLIPTextEncodeFlux", clip_l="bridge", t5xxl="a stone bridge", guidance=3.5), "a stone bridge"),
        (node("CLIPTextEncodeSD3", clip_l="", t5xxl="a stone bridge", empty_padding="none"), "a stone bridge"),
        (node("CLIPTextEncodeHiDream", clip_l="x", clip_g="y", t5xxl="z", llama="w"), "y, x, z, w"),
        (node("TextEncodeQwenImageEdit", prompt="a stone bridge", image=["photo", 0]), "a stone bridge"),
        (node("ImpactWildcardEncode", wildcard_text="a __kind__", populated_text="a stone bridge", mode="populate"),
         "a stone bridge"),
    ],
)  # fmt: skip
def test_nodes_that_hold_words_are_read(holder: dict[str, Any], prompt: str) -> None:
    got = found_in_graph({**BASE, "yes": holder})
    assert {name: got.settings.get(name) for name in TOLD} == {**TOLD, "prompt": prompt}
    assert holder["class_type"] not in got.unused


@pytest.mark.parametrize("linked", [False, True])
def test_a_loader_that_holds_everything_is_read(linked: bool) -> None:
    words = (["text", 0], ["unwanted", 0]) if linked else ("a stone bridge", "cars")
    graph = {
        "load": node(
            "Efficient Loader", ckpt_name="bridge.safetensors", lora_name="moss.safetensors", positive=words[0],
            negative=words[1], empty_latent_width=640, empty_latent_height=384,
        ),
        "text": node("Text Multiline", text="a stone bridge"),
        "unwanted": node("Text Multiline", text="cars"),
        "paint": sampler(model=["load", 0], positive=["load", 1], negative=["load", 2], latent_image=["load", 3]),
    }  # fmt: skip
    assert told(graph) == TOLD
    assert "LoRA moss.safetensors" in found_in_graph(graph).unused


MACHINE = {
    "machine": node("My Words", recipe=[1, 2], amount=7),
    "mood": node("Mood", mood="noir", seed=3),
    "lottery": node("RandomPrompt", text="a {stone|wood} bridge", seed=3, autorefresh="Yes"),
    "written": node("Ask", prompt="write about a bridge", model="llama", seed=1),
    "other": node("Translate", text=["text", 0], source="en", target="fr"),
    "text": node("PrimitiveString", value="a stone bridge"),
}


@pytest.mark.parametrize("source", ["machine", "mood", "lottery", "written", "other", "nobody"])
@pytest.mark.parametrize(
    ("key", "name", "label"), [("yes", "prompt", "prompt"), ("no", "negative_prompt", "negative prompt")]
)
def test_words_that_cannot_be_read_are_named_and_left_out(source: str, key: str, name: str, label: str) -> None:
    got = found_in_graph({**BASE, **MACHINE, key: node("CLIPTextEncode", text=[source, 0])})
    assert name not in got.settings and label in got.unused
    left = {each: value for each, value in TOLD.items() if each != name}
    assert {each: got.settings.get(each) for each in left} == left


def test_of_words_that_can_be_read_in_part_that_part_comes_and_the_rest_is_named() -> None:
    more = {
        **MACHINE,
        "both": node("ConditioningCombine", conditioning_1=["yes", 0], conditioning_2=["odd", 0]),
        "odd": node("CLIPTextEncode", text=["machine", 0]),
    }
    got = found_in_graph(wired(more, positive=["both", 0]))
    assert got.settings["prompt"] == "a stone bridge" and "prompt" in got.unused


@pytest.mark.parametrize("positive", [["nobody", 0], "words", 7, None, [], {}, ["empty", 0]])
def test_a_side_that_leads_nowhere_is_named(positive: Any) -> None:
    got = found_in_graph(wired({}, positive=positive))
    assert "prompt" not in got.settings and "prompt" in got.unused
