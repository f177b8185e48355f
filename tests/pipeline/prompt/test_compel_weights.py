"""InvokeAI's weights as ours; its own parser, compel, reads the words in this table with these weights."""

from __future__ import annotations

import pytest

from pipeline.prompt.compel_weights import from_compel, has_functions
from tests.pipeline.prompt.test_emphasis import pieces


@pytest.mark.parametrize(
    ("prompt", "ours"),
    [
        ("{prompt}, (warm haze)1.4, moss++", "{prompt}, (warm haze:1.4), (moss:1.21)"),
        ("moss+, fern-, (ivy)--", "(moss:1.1), (fern:0.9), (ivy:0.81)"),
        ("(wet (moss)1.5)2.0", "(wet (moss:1.5):2)"),
        ("(picking apples+)++", "(picking (apples:1.1):1.21)"),
        ("a ((plain)) bracket, moss+", "a plain bracket, (moss:1.1)"),
        ('"warm haze"+, moss', "(warm haze:1.1), moss"),
        ("moss++. Then fog", "(moss:1.21). Then fog"),
        ("(ivy (fern:1.2), fog).5", "(ivy (fern:1.2), fog:0.5)"),
        (r"moss+ \(small\)", r"(moss:1.1) \(small\)"),
        ("(never closed, moss+", "(never closed, (moss:1.1)"),
    ],
)
def test_weights_are_written_as_ours(prompt: str, ours: str) -> None:
    assert from_compel(prompt) == ours


@pytest.mark.parametrize(
    "prompt",
    ["low-res, hot-dog", "(moss:1.2), (fern)", "a -- b ++ c", "", "+", "1 + 1", "(2020)", r"\(moss\)+", "x )1"],
)
def test_a_prompt_without_them_stays_as_it_is(prompt: str) -> None:
    assert from_compel(prompt) == prompt


def test_they_are_read_here_as_they_were_written_there() -> None:
    read = pieces(from_compel("(wet moss++)0.5, ivy-"))
    assert read == [("wet ", 0.5), ("moss", 0.605), (", ", 1.0), ("ivy", 0.9)]


@pytest.mark.parametrize("piece", ["a", "+", "(", "()", "(a)+", '"', '"a"+ ', "a+ ", "\\", "(a)9"])
def test_a_long_prompt_is_read_in_one_go(piece: str) -> None:
    for _ in range(3):
        assert from_compel(piece * (60_000 // len(piece)))


@pytest.mark.parametrize(
    ("prompt", "functions"),
    [
        ('("moss", "fern").blend(1, 0.5)', True),
        ("moss.swap(fern)", True),
        ('("a", "b").and()', True),
        ("a. and (b)", False),
        ("moss++", False),
    ],
)
def test_functions_are_noticed(prompt: str, functions: bool) -> None:
    assert has_functions(prompt) == functions
