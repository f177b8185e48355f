"""Where a long prompt is cut into what the model reads at once, and that the page tells the cuts that are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.models.families.stable_diffusion.conditioning import prompt_arguments
from pipeline.models.spec import ModelSpec, Source
from pipeline.models.tokens import read_tokens
from pipeline.prompt.windows import window_starts
from pipeline.request import GenerationRequest
from tests import tiny

ROOM = tiny.MAX_TOKENS - 2


@pytest.mark.parametrize(
    ("count", "commas", "starts"),
    [
        (0, [], (0,)),
        (10, [], (0,)),
        (11, [], (0, 10)),
        (30, [], (0, 10, 20)),
        (11, [6], (0, 7)),
        (11, [9], (0, 10)),
        (11, [10], (0, 10)),
        (25, [3, 6, 15], (0, 7, 16)),
    ],
)
def test_a_window_ends_after_the_last_comma_in_it_else_where_it_is_full(
    count: int, commas: list[int], starts: tuple[int, ...]
) -> None:
    assert window_starts(count, 10, commas) == starts


def test_a_comma_too_far_from_the_end_cuts_nothing_off() -> None:
    assert window_starts(80, 75, [40]) == (0, 75)
    assert window_starts(80, 75, [60]) == (0, 61)


@pytest.mark.parametrize(
    "prompt", ["", "a cat", "abcdefghij, klmnop", "x" * 40, "(ab, cd:1.3), efgh, ijkl, mnop, qrst"]
)
def test_the_parts_that_are_shown_are_those_that_are_encoded(prompt: str, painter: Any, model_folder: Path) -> None:
    import torch

    spec = ModelSpec(key="m", source=Source(folder=model_folder), max_tokens=ROOM)
    told = read_tokens(spec, prompt, emphasis=True, whole=True)
    assert sorted({token.window for token in told.tokens} | {0}) == list(range(told.windows))
    assert all(token.read for token in told.tokens)
    request = GenerationRequest(prompt=prompt, negative_prompt="(x:1.5)", emphasis=True, long_prompt="whole")
    with torch.inference_mode():
        made = prompt_arguments(painter.exact_pipe, request.words)["prompt_embeds"]
    assert made.shape[1] == told.windows * tiny.MAX_TOKENS


def test_a_prompt_that_is_cut_has_one_part(model_folder: Path) -> None:
    spec = ModelSpec(key="m", source=Source(folder=model_folder), max_tokens=ROOM)
    told = read_tokens(spec, "x" * 40)
    assert (told.windows, {token.window for token in told.tokens}) == (1, {0})
