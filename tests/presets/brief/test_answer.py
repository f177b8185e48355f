"""An instruction model's answer, read strictly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from presets.brief.answer import read_answer

GOOD: dict[str, Any] = {
    "subject": ["a white cat"], "keep": ["green eyes", "pink scarf"], "style": ["manga"], "medium": ["ink lines"],
    "light": [], "palette": ["black and white"],
}  # fmt: skip


@pytest.mark.parametrize("wrapped", ["{}", "  {}\n", "```json\n{}\n```", "```\n{}\n```"])
def test_a_good_answer_becomes_chips_with_offers(wrapped: str) -> None:
    brief = read_answer(wrapped.format(json.dumps(GOOD)))
    assert brief is not None
    assert brief.text == "a white cat, green eyes, pink scarf, manga, ink lines, black and white"
    assert "screentone" in brief.offers["medium"]


def test_around_a_chosen_style_the_models_own_is_left_out_and_doubles_are_one() -> None:
    brief = read_answer(json.dumps({**GOOD, "keep": ["green eyes", "green eyes "]}), "sticker")
    assert brief is not None
    assert (brief.chips["style"], brief.chips["keep"]) == ((), ("green eyes",))


@pytest.mark.parametrize(
    "answer",
    [
        "", "a white cat", "[]", "{}", "null", '{"subject": ["a cat"]}', json.dumps({**GOOD, "mood": []}),
        json.dumps({**GOOD, "subject": []}), json.dumps({**GOOD, "subject": "a cat"}),
        json.dumps({**GOOD, "keep": [3]}), json.dumps({**GOOD, "keep": [""]}), json.dumps({**GOOD, "keep": ["x" * 81]}),
        json.dumps({**GOOD, "keep": ["two\nlines"]}), json.dumps({**GOOD, "keep": ["x"] * 9}),
        "Sure! Here it is: " + json.dumps(GOOD), json.dumps(GOOD)[:-1], json.dumps(GOOD) * 2,
    ],
)  # fmt: skip
def test_anything_else_is_not_read(answer: str) -> None:
    assert read_answer(answer) is None
