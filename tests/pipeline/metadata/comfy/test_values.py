"""Values that come from other nodes of a ComfyUI graph, and graphs of any shape."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from pipeline.errors import RunUnreadable
from tests.pipeline.metadata.comfy.graphs import BASE, TOLD, Graph, node, sampler, told, wired
from tests.pipeline.metadata.files import found, found_in_graph, png_with, text_chunk


@pytest.mark.parametrize(
    "source",
    [
        node("PrimitiveInt", value=314),
        node("Seed (rgthree)", seed=314),
        node("INTConstant", value=314),
        node("Int Literal", int=314),
        node("easy seed", seed=314, control_after_generate="fixed"),
        node("Somebodys", amount=314),
        node("Reroute", value=["deep", 0]),
        node("Any Switch (rgthree)", any_01=["deep", 0]),
    ],
)
@pytest.mark.parametrize("name", ["seed", "noise_seed"])
def test_a_linked_seed_is_followed(source: dict[str, Any], name: str) -> None:
    more = {"source": source, "deep": node("Number", value=314)}
    changes = {"seed": None, name: ["source", 0]}
    got = found_in_graph(wired(more, **changes))
    assert got.settings["seed"] == 314
    assert source["class_type"] not in got.unused


@pytest.mark.parametrize(
    "source",
    [
        node("Dice", sides=6, rolls=2),
        node("MathExpression", expression="a*2", a=["deep", 0]),
        node("IntOperation", op="multiply", a=["deep", 0], b=8),
        node("Random"),
        node("Loop", value=["source", 0]),
    ],
)
def test_a_value_that_is_calculated_is_named_and_not_guessed(source: dict[str, Any]) -> None:
    more = {"source": source, "deep": node("PrimitiveInt", value=3)}
    got = found_in_graph(wired(more, seed=["source", 0]))
    assert "seed" not in got.settings and "seed" in got.unused


@pytest.mark.parametrize(
    ("name", "source", "value"),
    [
        ("steps", node("PrimitiveInt", value=18), 18),
        ("cfg", node("PrimitiveFloat", value=6.5), 6.5),
        ("sampler_name", node("Sampler Selector", sampler_name="euler"), "euler"),
        ("scheduler", node("Scheduler Selector", scheduler="normal"), "normal"),
        ("denoise", node("PrimitiveFloat", value=1.0), 1.0),
    ],
)
def test_every_value_of_a_sampler_may_be_linked(name: str, source: dict[str, Any], value: Any) -> None:
    assert told(wired({"source": source}, **{name: ["source", 0]})) == TOLD


def test_a_linked_schedule_that_we_cannot_follow_is_named() -> None:
    graph = wired({"source": node("Scheduler Selector", scheduler="karras")}, scheduler=["source", 0])
    assert "Schedule karras" in found_in_graph(graph).unused


@pytest.mark.parametrize(
    "source",
    [
        node("PrimitiveStringMultiline", value="a stone bridge"),
        node("String Literal", string="a stone bridge"),
        node("CR Text", text="a stone bridge"),
        node("ShowText|pysssss", text=["deep", 0], text_0="of another day"),
        node("ShowText|pysssss", text=["nobody", 0], text_0="a stone bridge"),
        node("StringConcatenate", string_a="a stone", string_b="bridge", delimiter=" "),
        node("Text Concatenate", delimiter=" ", clean_whitespace="true", text_a=["first", 0], text_b="bridge"),
        node("ImpactWildcardProcessor", wildcard_text="a __kind__", populated_text="a stone bridge", seed=3),
    ],
)
def test_a_linked_text_is_followed(source: dict[str, Any]) -> None:
    more = {
        "source": source,
        "deep": node("Text Multiline", text="a stone bridge"),
        "first": node("PrimitiveString", value="a stone"),
        "yes": node("CLIPTextEncode", text=["source", 0]),
    }
    assert told({**BASE, **more}) == TOLD


@pytest.mark.parametrize(
    ("empty", "more"),
    [
        (node("EmptyLatentImage", width=["w", 0], height=["h", 0]), {"w": node("PrimitiveInt", value=640)}),
        (node("EmptyFlux2LatentImage", width=640, height=["h", 0]), {}),
        (node("SDXLEmptyLatentSizePicker+", resolution="640x384 (1.67)", batch_size=1), {}),
    ],
)
def test_a_size_is_followed_and_read_of_any_empty_latent(empty: dict[str, Any], more: Graph) -> None:
    assert told({**BASE, **more, "h": node("PrimitiveInt", value=384), "empty": empty}) == TOLD


def test_the_size_of_a_photo_is_what_it_was_scaled_to() -> None:
    more = {
        "photo": node("VAEEncode", pixels=["scaled", 0]),
        "scaled": node("ImageScale", image=["file", 0], width=640, height=384, crop="center"),
        "file": node("LoadImage", image="bridge.png"),
    }
    assert told(wired(more, latent_image=["photo", 0], denoise=0.6)) == TOLD


def test_a_seed_node_of_a_sampler_in_parts_is_followed() -> None:
    parts = {
        "noise": node("RandomNoise", noise_seed=["seed", 0]),
        "seed": node("Seed (rgthree)", seed=314),
        "guide": node("CFGGuider", cfg=["cfg", 0], model=["check", 0], positive=["yes", 0], negative=["no", 0]),
        "cfg": node("PrimitiveFloat", value=6.5),
        "which": node("KSamplerSelect", sampler_name=["menu", 0]),
        "menu": node("Sampler Selector", sampler_name="euler"),
        "levels": node("BasicScheduler", scheduler="normal", steps=18, denoise=1.0, model=["check", 0]),
        "paint": node(
            "SamplerCustomAdvanced", noise=["noise", 0], guider=["guide", 0], sampler=["which", 0],
            sigmas=["levels", 0], latent_image=["empty", 0],
        ),
    }  # fmt: skip
    assert told({**BASE, **parts}) == TOLD


@pytest.mark.parametrize(
    "odd", [{"inputs": {}}, {"class_type": "Note"}, None, 7, "note", [], {"class_type": 7, "inputs": {}}]
)
def test_a_foreign_entry_makes_no_other_unreadable(odd: Any) -> None:
    assert told({"group": odd, **BASE, "extra": odd}) == TOLD


def test_keys_of_nodes_may_be_numbers_in_links() -> None:
    numbers = {key: str(number) for number, key in enumerate(BASE)}
    text = json.dumps({numbers[key]: each for key, each in BASE.items()})
    for key, number in numbers.items():
        text = text.replace(f'["{key}", ', f"[{number}, ")
    settings = found(png_with(text_chunk("prompt", text))).settings
    assert {name: settings.get(name) for name in TOLD} == TOLD


JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**30, "", "x", [], {}, ["check", 0], ["check", "0"],
    ["nobody", 0], ["check"], [["check"], 0], {"a": [1]}, ["paint", 0], ["yes", 1], [None, None], ["check", -5],
)  # fmt: skip


def test_reading_a_graph_ends_in_settings_or_in_a_sentence_whatever_is_in_it() -> None:
    chance = random.Random(3)
    graphs = [
        {**BASE, "again": sampler(denoise=0.5, latent_image=["paint", 0])},
        wired({"both": node("ControlNetApply", positive=["yes", 0], negative=["no", 0])}, positive=["both", 0]),
        {**BASE, "yes": node("CLIPTextEncode", text=["text", 0]), "text": node("Text", value="a bridge")},
    ]
    for _ in range(800):
        graph = json.loads(json.dumps(chance.choice(graphs)))
        for _ in range(chance.randint(1, 4)):
            key = chance.choice(list(graph))
            inputs = graph[key].get("inputs") if isinstance(graph[key], dict) else None
            if inputs and chance.random() < 0.8:
                inputs[chance.choice(list(inputs))] = chance.choice(JUNK)
            else:
                graph[key] = chance.choice(JUNK)
        try:
            got = found_in_graph(graph)
        except RunUnreadable:
            continue
        assert all(isinstance(name, str) for name in got.unused)
        assert all(isinstance(value, (str, int, float)) for value in got.settings.values())
