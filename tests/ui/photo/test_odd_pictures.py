"""The corpus of odd picture files in every mode: masked, among many, in all styles, and asked for their settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InvalidRequest
from tests.ui.hand import played
from tests.ui.photo.odd_pictures import ODD, SETTINGS
from tests.ui.values import values
from ui.examples import ExampleRuns
from ui.form.form import Form, FormParser
from ui.painting.actions import Actions
from ui.painting.batch import paint_photos
from ui.photo.handlers import PhotoActions
from ui.restore.dropped_picture import take_dropped
from ui.restore.usable_settings import LABELS
from ui.styles.styles import Styles
from ui.styles.try_all import try_styles

pytestmark = pytest.mark.parametrize("name", ODD)
STROKES = {"strokes": [{"points": [[0.2, 0.2], [0.8, 0.8]], "radius": 0.1, "erases": False}]}


@pytest.fixture
def actions(studio: Any, forms: FormParser, tmp_path: Path) -> Actions:
    return Actions(studio, forms, ExampleRuns(tmp_path / "examples"))


def uploaded(uploads: Path, name: str, *, carrying: bool = False) -> dict[str, str]:
    (uploads / "odd").write_bytes(ODD[name].make(carrying))
    return {"path": str(uploads / "odd"), "orig_name": f"{name}.png"}


def test_an_odd_photo_is_masked_or_refused_with_its_reason(forms: FormParser, uploads: Path, name: str) -> None:
    photo = uploaded(uploads, name)
    for fit in ("Crop", "Fit"):
        form = Form(prompt="a cat", photo=photo, framing=STROKES, fit=fit)
        if ODD[name].refused:
            with pytest.raises(InvalidRequest, match=f"^Photo: .*{ODD[name].refused}"):
                forms.order(form)
            break
        request = forms.order(form).request
        assert request.photo is not None and request.mask is not None and request.photo.mode == "RGB"
        assert request.photo.size == request.mask.size == (request.width_px, request.height_px)
        across, down = request.photo.size
        assert (fit == "Crop") == (across == down) and request.mask.getextrema() == (0, 255)


def test_an_odd_photo_among_many_is_painted_or_named_and_the_others_go_on(
    actions: Actions, uploads: Path, tmp_path: Path, name: str
) -> None:
    odd = uploaded(uploads, name)
    (uploads / "plain.png").write_bytes(ODD["palette"].make(False))
    photos = {"photos": [odd, {"path": str(uploads / "plain.png"), "orig_name": "plain.png"}]}
    reports: list[Any] = []

    async def scene() -> None:
        async for updates in paint_photos(actions, tmp_path / "batches", Form(prompt="x", seed=1), photos, "me"):
            reports.append(updates.get("batch_report"))

    hand = played(actions, scene())
    report = [each for each in reports if each is not None][-1]
    refused = ODD[name].refused
    assert report["text"] == f"{1 if refused else 2} of 2 photos are painted."
    assert len(hand.requests) == (1 if refused else 2)
    assert [refused in problem["reason"] for problem in report["problems"]] == [True] * bool(refused)


def test_an_odd_photo_is_tried_in_a_style_or_refused_before_anything_is_painted(
    styles: Styles, actions: Actions, uploads: Path, name: str
) -> None:
    form = Form(prompt="a cat", photo=uploaded(uploads, name), seed=3)
    told: list[Any] = []

    async def scene() -> None:
        async for updates in try_styles(actions, styles, form, "me", ["manga"]):
            told.append(updates)

    hand = played(actions, scene())
    painted = [card["key"] for card in styles.cards() if card["painted"]]
    if ODD[name].refused:
        assert (painted, hand.requests) == ([], []) and ODD[name].refused in told[-1]["stage"]["error"]
        assert told[-1]["generate"]["interactive"] and not told[-1]["stop"]["interactive"]
    else:
        assert painted == ["manga"] and hand.requests[0].photo is not None


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")  # only its header is read
@pytest.mark.parametrize("carrying", [True, False])
def test_an_odd_picture_brings_its_settings_or_becomes_the_photo(
    styles: Styles, photo_actions: PhotoActions, uploads: Path, name: str, carrying: bool
) -> None:
    """Settings are read even where nothing can be painted from the picture."""
    bar = {"file": uploaded(uploads, name, carrying=carrying)}
    page = values(dropped=bar, model="paper", style="", preset_name="")
    updates: dict[str, Any] = take_dropped(photo_actions.forms, styles, page)
    if carrying and ODD[name].readable:
        assert {field: updates[field] for field in SETTINGS} == SETTINGS
        assert "photo" not in updates and updates["dropped"]["text"].startswith("From a picture by Emerge: ")
        return
    assert not set(LABELS) & set(updates)
    assert updates["photo"] == bar["file"]["path"]
    note: Any = photo_actions.take_photo(values(photo=updates["photo"]))["photo_note"]
    assert (ODD[name].refused in note["text"]) and (note["tone"] == "bad") == bool(ODD[name].refused)
