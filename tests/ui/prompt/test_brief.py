"""Make a brief, by rules and by a model whose answers the test writes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from pipeline.errors import CannotWrite, InvalidRequest
from pipeline.models.tokens import Token, TokenReport
from tests.presets.brief.test_answer import GOOD
from tests.ui.values import values
from ui.prompt.brief import BY_MODEL, NOTHING_FITS, TOO_LONG, UNREADABLE, WAITING, fill, make_brief_of


class Writer:
    """What a brief asks of a studio."""

    def __init__(self, answer: str | Exception | None) -> None:
        self.writes = answer is not None
        self.answer = answer
        self.asked: list[str] = []

    def write(self, task: str, text: str) -> str:
        self.asked.append(text)
        if isinstance(self.answer, Exception):
            raise self.answer
        assert self.answer is not None and "JSON" in task
        return self.answer


def made(writer: Any, prompt: Any, style: Any = "") -> list[Any]:
    async def go() -> list[Any]:
        return [updates["brief"] async for updates in make_brief_of(writer, values(prompt=prompt, style=style))]

    return asyncio.run(go())


def chips(value: Any) -> dict[str, tuple[str, ...]]:
    return {facet["key"]: tuple(facet["chips"]) for facet in value["facets"] if facet["chips"]}


def test_without_a_model_the_rules_answer_at_once() -> None:
    (value,) = made(Writer(None), "a white cat with green eyes, manga")
    assert chips(value) == {"subject": ("a white cat",), "keep": ("green eyes",), "style": ("manga",)}
    assert value["told"] == ""


def test_a_readable_answer_becomes_the_chips_and_the_persons_words_stay_for_undo() -> None:
    waiting, value = made(Writer(json.dumps(GOOD)), "cat, manga")
    assert waiting == {"waiting": WAITING}
    assert chips(value)["keep"] == ("green eyes", "pink scarf")
    assert (value["original"], value["told"]) == ("cat, manga", BY_MODEL)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("I would rather not.", UNREADABLE), (TimeoutError(), TOO_LONG),
        (CannotWrite("There is not enough memory for the instruction model."), "not enough memory"),
    ],
)  # fmt: skip
def test_where_the_model_fails_the_rules_answer_and_it_is_said(answer: Any, told: str) -> None:
    _, value = made(Writer(answer), "a white cat, manga")
    assert chips(value) == {"subject": ("a white cat",), "style": ("manga",)}
    assert told in value["told"] and value["told"].endswith("rules.")


@pytest.mark.parametrize("prompt", ["", "  ", None, 3])
def test_nothing_is_asked_about_no_words(prompt: Any) -> None:
    writer = Writer(json.dumps(GOOD))
    (value,) = made(writer, prompt)
    assert chips(value) == {} and writer.asked == []


class Reader:
    """What `fill` asks of a studio: its model "small" never saw the word "ink"."""

    def tokens(self, model: Any, prompt: str) -> TokenReport:
        if model != "small":
            raise InvalidRequest("Model", f"got {model!r}")
        words = [Token(text=word, known=word != "ink", read=True) for word in prompt.split()]
        return TokenReport(tokens=tuple(words), count=len(words), limit=62)


def filled(brief: Any, style: Any = "", model: Any = "small") -> Any:
    engine: Any = Reader()
    return fill(engine, values(brief=brief, style=style, model=model))["brief"]


def test_what_fits_the_empty_parts_is_added_in_words_that_the_model_knows_and_named() -> None:
    told = filled({"chips": {"subject": ["a cat"], "palette": ["red"]}, "turn": 3}, "manga")
    assert told["added"] == {"keep": ["large expressive eyes"], "medium": ["screentone"], "light": ["simple shading"]}
    assert told["turn"] == 3 and "large expressive eyes, screentone, simple shading" in told["told"]


def test_where_nothing_fits_it_says_so() -> None:
    chips = {facet: ["x"] for facet in ("subject", "keep", "style", "medium", "light", "palette")}
    assert filled({"chips": chips})["told"] == NOTHING_FITS


def test_a_mix_counts_as_its_heaviest_style() -> None:
    mix = [{"key": "pencil", "weight": 0.3}, {"key": "manga", "weight": 0.7}]
    assert filled({"chips": {"subject": ["a cat"]}}, mix)["added"]["medium"] == ["screentone"]


@pytest.mark.parametrize(
    "asked", [None, 3, "x", [], {"chips": 3}, {"chips": {"subject": "x", "keep": [None, 3]}, "turn": "x"}]
)
def test_whatever_the_page_sends_something_comes_back(asked: Any) -> None:
    assert filled(asked)["added"]["subject"] == ["a cat"]
    assert "Model" in filled(asked, [{}], "other")["told"]
