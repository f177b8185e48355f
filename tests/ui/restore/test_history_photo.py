"""The photo of a kept restyle over HTTP, and back onto the page."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from pipeline.metadata.picture_files import png_with_settings
from pipeline.models.catalog import Catalog
from pipeline.photo.original import Original
from presets.history.history import History
from presets.history.keeper import Keeper
from tests.presets.kept_runs import START_MS, keep, settings_of
from ui.form.form import Form, FormParser
from ui.form.framing import parse_framing
from ui.history.routes import history_routes
from ui.restore.from_history import settings_of_run
from ui.restore.history_photo import FRAMED, reframe

STROKE = {"points": [[0.5, 0.5], [0.6, 0.5]], "radius": 0.1, "erases": False}
FRAMING = {"x": 0.0, "y": 0.5, "strokes": [STROKE], "keeps": False, "feather": 0.0}


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "data")


@pytest.fixture
def web(history: History) -> TestClient:
    app = FastAPI()
    app.include_router(history_routes(Keeper(history)))
    return TestClient(app)


@pytest.fixture
def photo() -> Image.Image:
    """Twice as wide as high: olive on the left, teal on the right."""
    picture = Image.new("RGB", (128, 64), "teal")
    picture.paste("olive", (0, 0, 64, 64))
    return picture


def restyle(history: History, photo: Image.Image, framing: dict[str, Any]) -> str:
    settings = settings_of("a cat", photo=True, strength=0.5, share_repainted=0.05)
    png = png_with_settings(Image.new("RGB", (64, 64)), settings, 0)
    original = Original(photo=photo, fit="crop", framing=framing)
    return history.add([png], settings, preset="", painted_ms=START_MS, original=original)


def served(web: TestClient, address: str) -> Image.Image:
    answer = web.get(f"/history/{address}")
    assert answer.headers["content-type"] == "image/jpeg"
    return Image.open(io.BytesIO(answer.content))


def near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found: Any = picture.getpixel(place)
    return all(abs(a - b) < 30 for a, b in zip(found, colour, strict=True))


def test_the_photo_is_served_as_it_was_framed_and_on_request_with_its_mask(
    web: TestClient, history: History, photo: Image.Image
) -> None:
    key = restyle(history, photo, FRAMING)
    plain, masked = served(web, f"{key}/photo.jpg"), served(web, f"{key}/photo.jpg?mask=1")
    assert plain.size == (64, 64)
    assert near(plain, (32, 32), (128, 128, 0)) and near(plain, (60, 5), (128, 128, 0))  # its left half
    assert near(masked, (60, 5), (128, 128, 0)) and not near(masked, (34, 32), (128, 128, 0))
    about = web.get(f"/history/{key}/settings.json").json()
    assert (about["photo"], about["masked"]) == (True, True)
    assert about["facts"]["Strength"] == "0.5, over the photo beside it"
    assert about["facts"]["Repainted"] == "5% of the photo"


def test_what_began_from_words_has_no_photo(web: TestClient, history: History) -> None:
    key = keep(history, "a cat")
    assert web.get(f"/history/{key}/photo.jpg").status_code == 404
    about = web.get(f"/history/{key}/settings.json").json()
    assert (about["photo"], about["masked"]) == (False, False)
    assert web.get("/history/nothing/photo.jpg").status_code == 404


def test_photos_are_kept_until_somebody_says_otherwise(web: TestClient) -> None:
    assert web.get("/history/about.json").json()["photos"] is True
    web.post("/history/change.json", json={"do": "photos", "on": False})
    assert web.get("/history/about.json").json()["photos"] is False


def test_reuse_brings_photo_crop_and_mask_back_so_that_the_same_is_asked_for_again(
    history: History, catalog: Catalog, uploads: Path, photo: Image.Image, forms: FormParser
) -> None:
    key = restyle(history, photo, parse_framing(FRAMING).to_json())
    wish = {"key": key, "image": 0, "part": "all"}
    settings: dict[str, Any] = settings_of_run(history, catalog, wish, "paper")
    assert settings["source"] == "My picture"
    assert settings["settings_note"]["text"].endswith("Its photo is back too, framed and masked as it was.")
    framed = reframe(history, uploads, wish)
    path, fit, framing = (framed[name] for name in ("photo", "fit", "framing"))
    assert set(framed) == set(FRAMED) and (fit, framed["all_steps"]) == ("Crop", False)
    assert isinstance(framing, gr.HTML)
    wanted = framing.props["wanted"]
    first = forms.order(Form(prompt="a cat", photo=path, fit=fit, framing=wanted, seed=1)).request
    assert first.photo is not None and first.photo.getpixel((200, 20)) == (128, 128, 0)
    assert first.mask is not None and first.mask.getpixel((128, 128)) == 255
    assert wanted["photo"].startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize("part", ["prompt", "seed", "soul"])
def test_a_part_of_the_settings_leaves_the_photo_of_the_page_alone(
    history: History, uploads: Path, photo: Image.Image, part: str
) -> None:
    key = restyle(history, photo, FRAMING)
    assert reframe(history, uploads, {"key": key, "part": part}) == {}


@pytest.mark.parametrize("wish", [None, "x", {}, {"key": "../x"}, {"key": 3}, {"key": "20260101-000000-00000000"}])
def test_what_is_no_run_changes_nothing(history: History, uploads: Path, wish: Any) -> None:
    assert reframe(history, uploads, wish) == {}
