"""Weights in prompts, and prompts longer than the model's window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.events import Finished
from pipeline.models.families.stable_diffusion.conditioning import prompt_arguments
from pipeline.prompt.emphasis import MAX_WEIGHT, parse_emphasis
from pipeline.request import GenerationRequest, Prompt
from pipeline.sampling.painter import Painter
from tests import tiny


def pieces(prompt: str) -> list[tuple[str, float]]:
    """Runs of characters of the same weight."""
    said = parse_emphasis(prompt)
    runs: list[tuple[str, float]] = []
    for character, weight in zip(said.text, said.weights, strict=True):
        if runs and runs[-1][1] == weight:
            runs[-1] = (runs[-1][0] + character, weight)
        else:
            runs.append((character, weight))
    return [(text, round(weight, 3)) for text, weight in runs]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a cat", [("a cat", 1.0)]),
        ("a (cat)", [("a ", 1.0), ("cat", 1.1)]),
        ("a ((cat))", [("a ", 1.0), ("cat", 1.21)]),
        ("a [cat] x", [("a ", 1.0), ("cat", 0.909), (" x", 1.0)]),
        ("(a cat:1.3), red", [("a cat", 1.3), (", red", 1.0)]),
        ("(a (cat:2):0.5)", [("a ", 0.5), ("cat", 1.0)]),
        (r"a \(cat\) \\", [("a (cat) \\", 1.0)]),
        ("a (cat", [("a ", 1.0), ("cat", 1.1)]),
        ("a cat) b]", [("a cat) b]", 1.0)]),
        ("(a ] b)", [("a ] b", 1.1)]),
        ("time: 12:30", [("time: 12:30", 1.0)]),
        ("x :1.5) y", [("x :1.5) y", 1.0)]),
        ("(cat:abc)", [("cat:abc", 1.1)]),
        ("(cat: .5 )", [("cat", 0.5)]),
        ("(cat:99)", [("cat", MAX_WEIGHT)]),
        ("(cat:+1.4), x", [("cat", 1.4), (", x", 1.0)]),
        ("(cat: + 1.4)", [("cat: + 1.4", 1.1)]),
        ("(cat:2.)", [("cat", 2.0)]),
        ("(cat:+.5 )", [("cat", 0.5)]),
        ("(cat:1.2.3)", [("cat:1.2.3", 1.1)]),
        ("", []),
        ("()", []),
    ],
)
def test_brackets_are_read_as_automatic1111_reads_them(prompt: str, expected: list[tuple[str, float]]) -> None:
    assert pieces(prompt) == expected


@pytest.mark.parametrize(
    "prompt", ["(cat:-1), x", "(cat:-.5), x", "(cat: -2. ), x", "((cat:-2):-3), x", "((cat):-9), x"]
)
def test_a_negative_weight_never_strengthens(prompt: str) -> None:
    assert pieces(prompt) == [("cat", 0.0), (", x", 1.0)]


@pytest.fixture(scope="module")
def pipe() -> Any:
    return tiny.build_pipeline()


def test_prompts_without_weights_go_to_the_stock_pipeline_as_they_stand(pipe: Any) -> None:
    request = GenerationRequest(prompt="a cat (really)", negative_prompt="dog")
    assert prompt_arguments(pipe, request.words) == {"prompt": "a cat (really)", "negative_prompt": "dog"}
    assert prompt_arguments(pipe, Prompt(text=r"a \(b\)", emphasis=True))["prompt"] == "a (b)"


def test_embeddings_of_ours_are_the_stock_pipelines_where_all_weights_are_1(pipe: Any) -> None:
    import torch

    with torch.inference_mode():
        ours = prompt_arguments(pipe, Prompt(text="a cat", negative="(x:1.5)", emphasis=True))
        theirs, _ = pipe.encode_prompt("a cat", "cpu", 1, False)
    assert torch.equal(ours["prompt_embeds"], theirs)


def test_a_weight_moves_a_word_and_leaves_those_before_it(pipe: Any) -> None:
    import torch

    def embedded(prompt: str) -> torch.Tensor:
        request = GenerationRequest(prompt=prompt, negative_prompt="(x:1.1)", emphasis=True)
        with torch.inference_mode():
            made: torch.Tensor = prompt_arguments(pipe, request.words)["prompt_embeds"]
        return made

    plain, strong, empty = embedded("ab cd"), embedded("ab (cd:2)"), embedded("")
    assert torch.equal(plain[:, :3], strong[:, :3])
    assert torch.allclose(strong[:, 3:5] - empty[:, 3:5], 2 * (plain[:, 3:5] - empty[:, 3:5]), atol=1e-5)
    nothing = embedded("ab (cd:0)")
    assert torch.allclose(nothing[:, 3:5], empty[:, 3:5], atol=1e-6)


def test_a_long_prompt_is_read_whole_in_windows_that_end_at_commas(pipe: Any) -> None:
    import torch

    room = tiny.MAX_TOKENS - 2
    request = GenerationRequest(prompt="abcdefghij, klmnop", long_prompt="whole")
    with torch.inference_mode():
        arguments = prompt_arguments(pipe, request.words)
        first, _ = pipe.encode_prompt("abcdefghij,", "cpu", 1, False)
        second, _ = pipe.encode_prompt("klmnop", "cpu", 1, False)
    assert len("abcdefghij,klmnop") > room
    assert torch.equal(arguments["prompt_embeds"], torch.cat([first, second], 1))
    assert arguments["negative_prompt_embeds"].shape == arguments["prompt_embeds"].shape
    cut = request.with_(long_prompt="cut")
    assert prompt_arguments(pipe, cut.words)["prompt"] == request.prompt


def test_weights_and_length_change_the_picture(painter: Painter) -> None:
    def painted(**fields: Any) -> np.ndarray[Any, Any]:
        *_, last = painter.paint(GenerationRequest(seed=3, num_steps=3, precision="exact", **fields))
        assert isinstance(last, Finished)
        return np.array(last.images[0], int)

    plain = painted(prompt="a cat")
    assert np.abs(plain - painted(prompt="a (cat:2.5)", emphasis=True)).max() > 0
    assert np.abs(plain - painted(prompt="a (cat:1.0)", emphasis=True)).max() == 0
    long = "a cat " + "z" * 30
    assert np.abs(painted(prompt=long) - painted(prompt=long, long_prompt="whole")).max() > 0
