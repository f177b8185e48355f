"""The instruction model beside the painting one: a real small GPT-2 with random weights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.engine.studio import Studio
from pipeline.engine.text_model import MAX_NEW_TOKENS, TextModel, TextTask, folder_problem
from pipeline.errors import CannotWrite
from pipeline.models.catalog import Catalog
from pipeline.request import GenerationRequest
from tests.tiny_words import save_language_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """model_folder sets the number of threads."""
    return save_language_model(tmp_path_factory.mktemp("words") / "text_model")


@pytest.fixture(scope="module")
def text_model(folder: Path) -> TextModel:
    import torch

    return TextModel(folder, torch.device("cpu"))


def written(text_model: TextModel, text: str, every: int = 10**9) -> tuple[str, int]:
    """The answer, and in how many goes, where something comes in between after every so many tokens."""
    task, goes, tokens = TextTask(instruction="Say it.", text=text), 0, 0

    def interrupted() -> bool:
        nonlocal tokens
        tokens += 1
        return tokens % every == 0

    done = False
    while not done:
        goes += 1
        done = text_model.go_on(task, interrupted)
    return task.result.result(0), goes


def test_it_answers_and_the_answer_is_not_the_question(text_model: TextModel) -> None:
    answer, goes = written(text_model, "a white cat")
    assert goes == 1 and answer and "white cat" not in answer


def test_what_comes_in_between_changes_no_word(text_model: TextModel) -> None:
    whole, _ = written(text_model, "a white cat")
    pieces, goes = written(text_model, "a white cat", every=50)
    assert goes >= MAX_NEW_TOKENS // 50 - 1
    assert pieces == whole


def test_a_question_without_a_chat_template_is_asked_plainly(tmp_path: Path) -> None:
    import torch

    plain = TextModel(save_language_model(tmp_path / "plain", template=False), torch.device("cpu"))
    assert written(plain, "a cat")[0]


def test_a_question_that_is_too_long_or_a_folder_without_a_model_is_said(text_model: TextModel, tmp_path: Path) -> None:
    import torch

    with pytest.raises(CannotWrite, match="too long"):
        written(text_model, "cat " * 1000)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "gpt2"}))
    with pytest.raises(CannotWrite, match="cannot be loaded"):
        TextModel(tmp_path, torch.device("cpu"))


def test_a_folder_is_looked_at_before_anything_is_loaded(folder: Path, tmp_path: Path) -> None:
    assert folder_problem(folder) == ""
    assert "no config.json" in folder_problem(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    assert "pickled" in folder_problem(tmp_path)


def test_the_studio_paints_and_writes_and_says_what_fails(model_folder: Path, folder: Path, tmp_path: Path) -> None:
    catalog = Catalog()
    catalog.add(model_folder, key="tiny")
    studio = Studio(catalog, device="cpu", default_model="tiny", brief_model=folder)
    studio.start()
    job = studio.submit(GenerationRequest(prompt="a cat", model="tiny", num_steps=20), "ann")
    assert studio.writes and studio.write("Say it.", "a cat")
    assert job.status().state == "done"  # what was asked first, and is a painting
    with pytest.raises(CannotWrite, match="too long"):
        studio.write("Say it.", "cat " * 1000)
    assert studio.write("Say it.", "a dog")  # and it goes on after that
    studio.close()
    assert not Studio(catalog, default_model="tiny").writes
