"""What the components show, from what happened."""

from __future__ import annotations

import pytest

from pipeline.engine.job import JobStatus
from pipeline.models.tokens import Token, TokenReport
from pipeline.request import GenerationRequest
from presets import load_builtin
from ui.messages import printable
from ui.photo.render import strength_line
from ui.prompt.render import render_reading
from ui.stage.render import render_facts, render_status
from ui.styles.render import render_cards


def report(*words: tuple[str, bool, bool], limit: int = 62) -> TokenReport:
    tokens = tuple(Token(text=text, known=known, read=read) for text, known, read in words)
    return TokenReport(tokens=tokens, count=len(tokens), limit=limit)


def marks(prompt: str, found: TokenReport) -> list[tuple[str, str]]:
    return [(span["text"], span["mark"]) for span in render_reading(prompt, found)["spans"]]


def test_words_that_the_model_never_saw_are_marked_where_they_stand() -> None:
    found = report(("a", True, True), ("Zebra", False, True), ("cat", True, True))
    assert marks("a  Zebra, cat", found) == [("a  ", ""), ("Zebra", "unknown"), (", cat", "")]


def test_a_word_of_many_tokens_counts_once_however_often_it_stands() -> None:
    unseen = [(part, False, True) for part in ("gr", "ump", "y")]
    told = render_reading("grumpy cat, Grumpy", report(*unseen, ("cat", True, True), (",", True, True), *unseen))
    assert told["unknown"] == 1


def test_everything_beyond_the_limit_is_marked_unread_to_the_end() -> None:
    found = report(("a", True, True), ("cat", True, False), limit=1)
    assert marks("a cat, sitting", found) == [("a", ""), (" cat, sitting", "unread")]


def test_spans_end_where_a_window_of_tokens_ends() -> None:
    tokens = (("a", 0), ("cat", 0), (",", 0), ("sitting", 1), ("down", 2))
    read = tuple(Token(text=text, known=True, read=True, window=window) for text, window in tokens)
    told = render_reading("a cat, sitting down", TokenReport(tokens=read, count=5, limit=3, windows=3))
    assert [(span["text"], span["window"]) for span in told["spans"]] == [("a cat, ", 0), ("sitting ", 1), ("down", 2)]
    assert told["windows"] == 3


def test_spans_always_say_the_whole_prompt() -> None:
    prompt = "<img onerror> ${x} {{y}} 🐱 İstanbul"
    found = report(*((word, True, True) for word in ("img", "x", "🐱", "istanbul")))
    assert "".join(text for text, _ in marks(prompt, found)) == prompt


@pytest.mark.parametrize(
    ("num_steps", "strength", "line"),
    [
        (20, 0.6, "20 steps × 0.6: 12 will run"),
        (20, 1, "20 steps × 1: 20 will run"),
        (10, 0.05, "10 steps × 0.05: one will run, the least there is"),
        (1, 1, "1 step × 1: 1 will run"),
    ],
)
def test_the_steps_that_really_run_are_told_before_they_run(num_steps: int, strength: float, line: str) -> None:
    assert strength_line(num_steps, strength) == line


def test_a_message_to_the_stage_is_small_and_holds_no_text_of_a_visitor() -> None:
    told = render_status(JobStatus(job="1" * 32, state="running", phase="denoising", step=7, steps=20, eta_s=1.23456))
    assert (told["step"], told["steps"], told["eta_s"]) == (7, 20, 1.23)
    assert len(str(told)) < 400


def test_facts_name_the_settings_as_the_page_does() -> None:
    facts = render_facts(GenerationRequest(prompt="a cat \ud800", seed=7, width_px=256, height_px=256), "Manga")
    assert facts["Prompt"] == "a cat ?"
    assert facts["Style"] == "Manga"
    assert facts["Size"] == "256 × 256"
    assert "Strength" not in facts


def test_styles_of_a_world_that_is_not_trained_are_not_offered() -> None:
    every = render_cards(load_builtin(), None)
    assert len(every) == 8
    assert render_cards(load_builtin(), 0) == []


def test_lone_surrogates_do_not_keep_a_message_from_being_sent() -> None:
    printable("a \ud800 b").encode("utf-8")
