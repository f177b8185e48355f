"""Prompts are counted and marked as the model reads them, without torch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.models.families.stable_diffusion.clip_tokenizer import clip_tokenizer
from pipeline.models.spec import ModelSpec, Source, World
from pipeline.models.tokens import WORD, read_tokens

PROMPTS = [
    "",
    "A white cat's pink scarf, 2 eyes!",
    "Ünïcödé  ＣＡＴ\n\ttab",
    "🐈‍⬛ قطة <b> it's we'll",
    "a\0b",
    "<|endoftext|> cat",
    "x" * 300,
]


def spec(folder: Path, words: frozenset[str] | None = None) -> ModelSpec:
    world = None if words is None else World(words=words, level=1)
    return ModelSpec(key="m", source=Source(folder=folder), max_tokens=14, world=world)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_count_is_the_tokenizers_own(prompt: str, painter: Any, model_folder: Path) -> None:
    ids = painter.exact_pipe.tokenizer(prompt, truncation=False)["input_ids"]
    report = read_tokens(spec(model_folder), prompt)
    assert report.count == len(ids) - 2
    assert [token.read for token in report.tokens] == [number < 14 for number in range(report.count)]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_same_with_a_vocabulary_and_merges_file(prompt: str, tmp_path: Path) -> None:
    """The layout of SD 1.x and 2.x folders. Compared with transformers' CLIPTokenizer over the same files."""
    import json

    from transformers import CLIPTokenizer
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    characters = list(bytes_to_unicode().values())
    merges = [("c", "a"), ("ca", "t</w>"), ("w", "h")]
    ends = [f"{character}</w>" for character in characters]
    words = [*characters, *ends, "ca", "cat</w>", "wh", "<|startoftext|>", "<|endoftext|>"]
    vocabulary = {word: number for number, word in enumerate(words)}
    (tmp_path / "tokenizer").mkdir()
    (tmp_path / "tokenizer" / "vocab.json").write_text(json.dumps(vocabulary))
    lines = ["#version: 0.2", *(" ".join(merge) for merge in merges), ""]
    (tmp_path / "tokenizer" / "merges.txt").write_text("\n".join(lines))
    theirs = CLIPTokenizer(vocab=vocabulary, merges=merges)(prompt)["input_ids"][1:-1]
    assert read_tokens(spec(tmp_path), prompt).count == len(theirs)
    ours = clip_tokenizer(vocabulary, merges).encode(prompt, add_special_tokens=False).ids
    assert ours == theirs


def test_the_text_of_tokens_is_as_typed(model_folder: Path) -> None:
    report = read_tokens(spec(model_folder), "A Cat")
    assert "".join(token.text for token in report.tokens) == "ACat"


def test_words_that_the_model_never_saw_are_marked(model_folder: Path) -> None:
    report = read_tokens(spec(model_folder, frozenset({"a", "cat"})), "a Cat, dragon 7!")
    marks = {token.text: token.known for token in report.tokens}
    assert marks["C"] and marks[","] and marks["7"] and marks["!"]
    assert not marks["d"] and not marks["n"]


def test_a_prompt_is_taken_apart_once_for_all_its_tokens(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was gone through again for each token, at every letter that somebody typed: 4,000 letters took a second."""
    times: list[int] = []

    def finditer(prompt: str) -> Iterator[re.Match[str]]:
        times.append(len(prompt))
        return WORD.finditer(prompt)

    monkeypatch.setattr("pipeline.models.tokens.WORD", SimpleNamespace(finditer=finditer))
    report = read_tokens(spec(model_folder, frozenset({"cat"})), "cat zebra " * 100)
    assert (report.count, report.tokens[0].known, report.tokens[-1].known) == (800, True, False)
    assert times == [1_000]


def test_a_lone_surrogate_is_counted_as_something(model_folder: Path) -> None:
    assert read_tokens(spec(model_folder), "\ud800").count > 0
