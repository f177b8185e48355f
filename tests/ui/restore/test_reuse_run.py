"""Settings out of the history onto the page, with the way back that a dropped picture has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from presets import Preset
from presets.history.history import History
from tests.presets.kept_runs import keep
from tests.ui.restore.test_history_photo import FRAMING, restyle
from tests.ui.values import values
from ui.form.choices import SOURCES
from ui.form.form import Form, FormParser
from ui.photo.handlers import PhotoActions
from ui.restore.from_picture import RESTORED
from ui.restore.history_photo import FRAMED
from ui.restore.reuse_run import photo_back, reuse_run
from ui.styles.styles import Styles

# What stands where settings go, but for the photo's four.
STOOD = {name: f"what stood in {name}" for name in RESTORED} | {"model": "paper", "style": "", "preset_name": ""}
NO_PHOTO = {"photo": None, "fit": "Crop", "framing": None, "all_steps": False}


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "data")


@pytest.fixture
def photo(uploads: Path) -> dict[str, Any]:
    """A photo that stands on the page."""
    Image.new("RGB", (128, 96), "teal").save(uploads / "mine.png")
    return {"path": str(uploads / "mine.png")}


@pytest.fixture
def padded(photo: dict[str, Any]) -> dict[str, Any]:
    """The photo with everything that was done to it."""
    return {"photo": photo, "fit": "Pad", "framing": FRAMING, "all_steps": True}


def reused(
    styles: Styles, history: History, forms: FormParser, key: str, part: str, stood: dict[str, Any]
) -> dict[str, Any]:
    return reuse_run(history, forms, styles, values(history={"key": key, "image": 0, "part": part}, **STOOD, **stood))


def put_back(forms: FormParser, bar: Any) -> dict[str, Any]:
    return photo_back(forms, values(dropped=bar))


def source_for(photo_actions: PhotoActions, photo: Any, bar: Any) -> dict[str, Any]:
    """What the photo's own event makes of the switch; {} where it stays."""
    updates = photo_actions.take_photo(values(photo=photo, dropped=bar))
    return {name: value for name, value in updates.items() if name == "source"}


@pytest.mark.parametrize("part", ["all", "prompt", "seed"])
def test_what_stood_on_the_page_is_kept_for_undo(
    styles: Styles, history: History, forms: FormParser, part: str
) -> None:
    updates = reused(styles, history, forms, keep(history, "a fox"), part, NO_PHOTO)
    assert set(updates) <= {*RESTORED, *FRAMED, "dropped"}
    bar = updates["dropped"]
    assert bar["text"].startswith("From a picture by Emerge") and bar["can"] == ["undo"]
    assert bar["before"] == STOOD and bar["photo"] is None
    assert put_back(forms, bar) == {}


def test_the_photo_comes_back_as_it_was_framed(
    styles: Styles,
    history: History,
    forms: FormParser,
    photo: dict[str, Any],
    padded: dict[str, Any],
) -> None:
    key = restyle(history, Image.new("RGB", (128, 64), "olive"), FRAMING)
    back = put_back(forms, reused(styles, history, forms, key, "all", padded)["dropped"])
    assert set(back) == set(FRAMED)
    assert (back["photo"], back["fit"], back["all_steps"]) == (photo["path"], "Pad", True)
    wanted = back["framing"].props["wanted"]
    form = Form(prompt="a cat", photo=back["photo"], fit=back["fit"], framing=wanted, seed=1)
    request = forms.order(form).request
    assert request.mask is not None and wanted["photo"].startswith("data:image/jpeg;base64,")


def test_a_photo_that_is_put_back_is_no_reason_to_start_from_it(
    styles: Styles,
    photo_actions: PhotoActions,
    history: History,
    forms: FormParser,
    photo: dict[str, Any],
    padded: dict[str, Any],
) -> None:
    """It may have lain unused under words; Undo has put the switch back already."""
    key = restyle(history, Image.new("RGB", (128, 64), "olive"), FRAMING)
    bar = reused(styles, history, forms, key, "all", padded)["dropped"]
    assert source_for(photo_actions, photo["path"], bar) == {"source": SOURCES[1]}
    undone = {**bar, "can": []}
    assert source_for(photo_actions, put_back(forms, undone)["photo"], undone) == {}
    assert source_for(photo_actions, photo["path"], {}) == {"source": SOURCES[1]}


def test_a_photo_of_the_history_is_no_reason_either(
    styles: Styles, photo_actions: PhotoActions, history: History, forms: FormParser
) -> None:
    """The settings have said so themselves, and Undo may have been pressed since."""
    key = restyle(history, Image.new("RGB", (128, 64), "olive"), FRAMING)
    updates = reused(styles, history, forms, key, "all", NO_PHOTO)
    assert updates["source"] == SOURCES[1]
    assert source_for(photo_actions, updates["photo"], updates["dropped"]) == {}


def test_where_there_was_no_photo_there_is_none_again(styles: Styles, history: History, forms: FormParser) -> None:
    key = restyle(history, Image.new("RGB", (128, 64), "olive"), FRAMING)
    bar = reused(styles, history, forms, key, "all", NO_PHOTO)["dropped"]
    assert put_back(forms, bar) == {"photo": None, "fit": "Crop", "all_steps": False}


@pytest.mark.parametrize("part", ["all", "prompt"])
def test_the_style_of_a_run_is_chosen_again_around_the_persons_own_words(
    styles: Styles, history: History, forms: FormParser, ink: Preset, part: str
) -> None:
    """The whole final prompt went into Prompt, and no style was chosen."""
    key = keep(history, ink.apply("a fox"), preset=ink.name, negative_prompt=ink.negative_prompt)
    updates = reused(styles, history, forms, key, part, NO_PHOTO)
    prompt, style = updates["prompt"], updates["style"]
    assert (prompt, style) == ("a fox", ink.key)
    assert (updates["template"], updates["preset_name"]) == (ink.prompt_template, ink.name)
    assert updates["dropped"]["text"].endswith(f"Its style is chosen: “{ink.name}”.")
    assert forms.order(Form(prompt=prompt, style=style, seed=1)).request.prompt == ink.apply("a fox")


@pytest.mark.parametrize(("prompt", "preset"), [("edited since a fox", "Ink"), ("a fox", "Gone"), ("a fox", "")])
def test_a_style_that_is_not_what_it_was_is_not_chosen(
    styles: Styles, history: History, forms: FormParser, ink: Preset, prompt: str, preset: str
) -> None:
    key = keep(history, prompt, preset=preset.replace("Ink", ink.name))
    updates = reused(styles, history, forms, key, "all", NO_PHOTO)
    assert (updates["prompt"], updates["style"]) == (prompt, "")


@pytest.mark.parametrize("photo", ["/etc/passwd", {"path": "/etc/passwd"}, 7, {"path": "gone.png"}])
def test_what_is_no_upload_is_not_put_back(forms: FormParser, photo: Any) -> None:
    assert put_back(forms, {"photo": {**NO_PHOTO, "photo": photo}}) == {}


def test_a_run_that_is_gone_changes_nothing_and_is_named(styles: Styles, history: History, forms: FormParser) -> None:
    updates = reused(styles, history, forms, "20260101-000000-00000000", "all", NO_PHOTO)
    assert list(updates) == ["dropped"]
    assert updates["dropped"]["tone"] == "bad" and "can" not in updates["dropped"]
