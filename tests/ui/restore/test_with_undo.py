"""Settings out of the history onto the page, with the way back that a dropped picture has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from PIL import Image

from presets import Preset
from presets.history.history import History
from tests.presets.kept_runs import keep
from tests.ui.restore.test_history_photo import FRAMING, restyle
from ui.form.choices import SOURCES
from ui.form.form import Form, OrderDesk
from ui.photo.handlers import PhotoActions
from ui.restore.settings import LABELS
from ui.restore.with_undo import FRAMED, PROMPT, STYLE, photo_back, take
from ui.styles.choice import LEFT

PLACES = len(LABELS) + 2 + LEFT  # where settings go, but for the photo's four
STOOD = [f"value {number}" for number in range(PLACES)]


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "data")


@pytest.fixture
def photo(uploads: Path) -> dict[str, Any]:
    """A photo that stands on the page."""
    Image.new("RGB", (128, 96), "teal").save(uploads / "mine.png")
    return {"path": str(uploads / "mine.png")}


def taken(history: History, desk: OrderDesk, key: str, part: str, stood: list[Any]) -> list[Any]:
    return take(history, desk, {"key": key, "image": 0, "part": part}, "paper", "", "", *STOOD, *stood)


@pytest.mark.parametrize("part", ["all", "prompt", "seed"])
def test_what_stood_on_the_page_is_kept_for_undo(history: History, desk: OrderDesk, part: str) -> None:
    told = taken(history, desk, keep(history, "a fox"), part, [None, "Crop", None, False])
    assert len(told) == PLACES + FRAMED + 1
    bar = told[-1]
    assert bar["text"].startswith("From a picture by Emerge") and bar["can"] == ["undo"]
    assert bar["before"] == STOOD and bar["photo"] is None
    assert photo_back(desk, bar) == [gr.skip()] * FRAMED


def test_the_photo_comes_back_as_it_was_framed(history: History, desk: OrderDesk, photo: dict[str, Any]) -> None:
    key = restyle(history, Image.new("RGB", (128, 64), "olive"), FRAMING)
    bar = taken(history, desk, key, "all", [photo, "Pad", FRAMING, True])[-1]
    path, fit, framing, all_steps = photo_back(desk, bar)
    assert (path, fit, all_steps) == (photo["path"], "Pad", True)
    wanted = framing["wanted"] if isinstance(framing, dict) else framing.props["wanted"]
    request = desk.order(Form(prompt="a cat", photo=path, fit=fit, framing=wanted, seed=1)).request
    assert request.mask is not None and wanted["photo"].startswith("data:image/jpeg;base64,")


def test_a_photo_that_is_put_back_is_no_reason_to_start_from_it(
    photo_actions: PhotoActions, history: History, desk: OrderDesk, photo: dict[str, Any]
) -> None:
    """It may have lain unused under words; Undo has put the switch back already."""
    key = restyle(history, Image.new("RGB", (128, 64), "olive"), FRAMING)
    bar = taken(history, desk, key, "all", [photo, "Pad", FRAMING, True])[-1]
    assert photo_actions.take_photo(photo["path"], bar)[0] == SOURCES[1]
    undone = {**bar, "can": []}
    assert photo_actions.take_photo(photo_back(desk, undone)[0], undone)[0] == gr.skip()
    assert photo_actions.take_photo(photo["path"], {})[0] == SOURCES[1]


def test_a_photo_of_the_history_is_no_reason_either(
    photo_actions: PhotoActions, history: History, desk: OrderDesk
) -> None:
    """The settings have said so themselves, and Undo may have been pressed since."""
    key = restyle(history, Image.new("RGB", (128, 64), "olive"), FRAMING)
    *told, bar = taken(history, desk, key, "all", [None, "Crop", None, False])
    assert told[len(LABELS) + 1] == SOURCES[1]
    assert photo_actions.take_photo(told[-FRAMED], bar)[0] == gr.skip()


def test_where_there_was_no_photo_there_is_none_again(history: History, desk: OrderDesk) -> None:
    key = restyle(history, Image.new("RGB", (128, 64), "olive"), FRAMING)
    bar = taken(history, desk, key, "all", [None, "Crop", None, False])[-1]
    assert photo_back(desk, bar) == [None, "Crop", gr.skip(), False]


@pytest.mark.parametrize("part", ["all", "prompt"])
def test_the_style_of_a_run_is_chosen_again_around_the_persons_own_words(
    history: History, desk: OrderDesk, ink: Preset, part: str
) -> None:
    """The whole final prompt went into Prompt, and no style was chosen."""
    key = keep(history, ink.apply("a fox"), preset=ink.name, negative_prompt=ink.negative_prompt)
    told = taken(history, desk, key, part, [None, "Crop", None, False])
    assert (told[PROMPT], told[STYLE]) == ("a fox", ink.key)
    template, name, *_ = told[len(LABELS) + 2 : PLACES]
    assert (template, name) == (ink.prompt_template, ink.name)
    assert told[-1]["text"].endswith(f"Its style is chosen: “{ink.name}”.")
    assert desk.order(Form(prompt=told[PROMPT], style=told[STYLE], seed=1)).request.prompt == ink.apply("a fox")


@pytest.mark.parametrize(("prompt", "preset"), [("edited since a fox", "Ink"), ("a fox", "Gone"), ("a fox", "")])
def test_a_style_that_is_not_what_it_was_is_not_chosen(
    history: History, desk: OrderDesk, ink: Preset, prompt: str, preset: str
) -> None:
    key = keep(history, prompt, preset=preset.replace("Ink", ink.name))
    told = taken(history, desk, key, "all", [None, "Crop", None, False])
    assert (told[PROMPT], told[STYLE]) == (prompt, "")


@pytest.mark.parametrize("photo", ["/etc/passwd", {"path": "/etc/passwd"}, 7, {"path": "gone.png"}])
def test_what_is_no_upload_is_not_put_back(desk: OrderDesk, photo: Any) -> None:
    assert photo_back(desk, {"photo": [photo, "Crop", None, False]}) == [gr.skip()] * FRAMED


def test_a_run_that_is_gone_changes_nothing_and_is_named(history: History, desk: OrderDesk) -> None:
    told = taken(history, desk, "20260101-000000-00000000", "all", [None, "Crop", None, False])
    assert all(value == gr.skip() for value in told[:-1])
    assert told[-1]["tone"] == "bad" and "can" not in told[-1]
