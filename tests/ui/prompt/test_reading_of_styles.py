"""What the model reads in a style, or in several: every final prompt, with what the style added to it."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.engine.studio import Studio
from pipeline.models.tokens import TokenReport
from presets import Preset
from tests.ui.form.test_style_mix import mix
from tests.ui.stage.test_render import report
from tests.ui.values import values
from ui.form.form import FormParser
from ui.prompt.reading import read_prompt
from ui.prompt.render import render_reading


def test_the_reading_shows_every_final_prompt_and_what_its_style_added(
    studio: Studio, forms: FormParser, ink: Preset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "tokens", lambda model, words, whole: TokenReport(tokens=(), count=0, limit=62))

    def read(style: Any) -> Any:
        return read_prompt(forms, studio, values(prompt="a cat", style=style, model="paper"))["reading"]

    one = read(ink.key)
    assert [(span["text"], span["added"]) for span in one["spans"]] == [("ink drawing of ", "style"), ("a cat", "")]
    both = read(mix((ink.key, 0.6), ("", 0.4)))
    assert [reading["title"] for reading in both["mix"]] == ["60% Ink", "40% As written"]
    assert [span["text"] for span in both["mix"][1]["spans"]] == ["a cat"]
    assert "Weight" in read(mix((ink.key, 9)))["spans"][0]["text"]


def test_what_the_style_added_is_cut_from_what_the_person_wrote_also_inside_a_mark() -> None:
    found = report(("a", True, True), ("b", True, True), limit=1)
    pieces = [("x ", "style"), ("a b", ""), (" y", "style")]
    spans = render_reading("x a b y", found, pieces)["spans"]
    assert "".join(span["text"] for span in spans if span["added"]) == "x  y"
    assert "".join(span["text"] for span in spans) == "x a b y"
