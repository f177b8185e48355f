"""The switch for settings inside saved files: on every way out of the studio, a file has them or has none at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from pipeline.engine.studio import Studio
from pipeline.errors import RunUnreadable
from pipeline.events import Finished
from pipeline.metadata.picture_files import EXIF_IFD, OWN_TAG, USER_COMMENT, find_settings, png_with_settings
from pipeline.metadata.without_settings import plain_png
from pipeline.request import GenerationRequest
from pipeline.run.run import Run
from presets.history.history import History
from presets.history.keeper import Keeper
from tests.presets.kept_runs import keep
from ui.examples import ExampleRuns
from ui.export.film_routes import FilmMaker, film_routes
from ui.finish.finisher import Finisher
from ui.finish.routes import finish_routes
from ui.history.routes import history_routes
from ui.painting.batch_folder import BatchFolder, Outcome
from ui.painting.batch_routes import batch_routes
from ui.settings import ASSETS
from ui.stage.routes import frame_routes
from ui.stage.saved_runs import SavedRuns

SECRET = "a very private cat"
EXAMPLE = "example-manga"
SETTINGS = {"prompt": SECRET, "seed": 7, "num_steps": 3, "guidance_scale": 5.0, "width_px": 64, "height_px": 64}
JOB, KEY, BATCH = "{job}", "{key}", "{batch}"
ROUTES = {
    "the stage's Save": f"/frames/{JOB}/result.png?image=1",
    "Save all": f"/frames/{JOB}/results.zip",
    "the stage's Save of an example": f"/frames/{EXAMPLE}/result.png",
    "a batch of photos": f"/batches/{BATCH}.zip",
    "one picture of the history": f"/history/{KEY}/0.png?save=1",
    "a picture as the history shows it": f"/history/{KEY}/1.png",
    "chosen pictures of the history": f"/history/pictures.zip?keys={KEY}",
    "all pictures of the history": "/history/pictures.zip",
    **{f"Finish as {kind}": f"/frames/{JOB}/finished-{kind}" for kind in ("png", "jpeg", "webp", "tiff")},
    **{f"a film as {kind}": f"/frames/{EXAMPLE}/emergence.{kind}?side=64" for kind in ("gif", "webp", "apng", "png")},
}


@pytest.fixture
def places(studio: Studio, tmp_path: Path) -> dict[str, str]:
    """A finished job of two pictures, a kept run and a batch, by their names in `ROUTES`."""
    job = studio.submit(GenerationRequest(model=studio.catalog.default, num_images=2), "somebody")
    images = (Image.new("RGB", (64, 64), "orange"), Image.new("RGB", (64, 64), "white"))
    run = Run(settings={**SETTINGS, "num_images": 2}, num_steps=3, num_images=2, images=images)
    job.finished = Finished(images=images, run=run, elapsed_s=1, peak_mib=1, preview_cost=0)
    batch = BatchFolder(tmp_path / "batches", "somebody", {})
    batch.keep(batch.path / "cat.png", png_with_settings(images[0], SETTINGS))
    batch.note(Outcome(photo="cat.jpg", file="cat.png"))
    return {JOB: job.id, KEY: keep(History(tmp_path / "data"), SECRET, num_images=2), BATCH: batch.token}


@pytest.fixture
def web(studio: Studio, tmp_path: Path) -> Iterator[TestClient]:
    keeper = Keeper(History(tmp_path / "data"))
    saved_runs = SavedRuns(ExampleRuns(ASSETS / "examples"), keeper.history)
    app = FastAPI()
    app.include_router(film_routes(FilmMaker(studio, saved_runs)))
    app.include_router(frame_routes(studio, saved_runs))
    app.include_router(finish_routes(Finisher(studio, saved_runs)))
    app.include_router(batch_routes(tmp_path / "batches"))
    app.include_router(history_routes(keeper))
    with TestClient(app) as opened:
        yield opened


def pictures(content: bytes) -> list[bytes]:
    """The pictures of a zip, or the one that it is."""
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist() if not name.endswith(".csv")]


def saved(web: TestClient, places: dict[str, str], address: str, switch: str) -> list[bytes]:
    for name, value in places.items():
        address = address.replace(name, value)
    answer = web.get(address + ("&" if "?" in address else "?") + switch)
    assert answer.status_code == 200, answer.text
    found = pictures(answer.content)
    assert found
    return found


@pytest.mark.parametrize("way", ROUTES)
def test_with_the_switch_off_no_way_out_lets_a_setting_through(
    web: TestClient, places: dict[str, str], way: str
) -> None:
    for data in saved(web, places, ROUTES[way], "settings=0"):
        with pytest.raises(RunUnreadable):
            find_settings(io.BytesIO(data))
        with Image.open(io.BytesIO(data)) as picture:
            inside = dict(picture.info)
            exif = picture.getexif().get_ifd(EXIF_IFD)
        assert not {"parameters", "emerge", "exif", "comment"} & set(inside)
        assert USER_COMMENT not in exif and OWN_TAG not in exif
        assert all(encoded not in data for encoded in (SECRET.encode(), SECRET.encode("utf-16-be"), b"CFG scale"))


@pytest.mark.parametrize("way", ROUTES)
def test_with_the_switch_on_every_way_out_carries_them(web: TestClient, places: dict[str, str], way: str) -> None:
    for data in saved(web, places, ROUTES[way], "settings=1"):
        assert find_settings(io.BytesIO(data)).origin == "Emerge"


def test_a_picture_without_its_settings_is_the_same_picture(web: TestClient, places: dict[str, str]) -> None:
    address = ROUTES["one picture of the history"]
    plain, whole = (saved(web, places, address, f"settings={switch}")[0] for switch in (0, 1))
    assert Image.open(io.BytesIO(plain)).tobytes() == Image.open(io.BytesIO(whole)).tobytes()
    assert plain == plain_png(whole) and len(plain) < len(whole)
    answer = web.get(f"/history/{places[KEY]}/0.png?save=1&settings=0")
    assert answer.headers["content-disposition"] == f'attachment; filename="emerge-{places[KEY]}-1.png"'
    assert web.get("/history/nothing/0.png?settings=0").status_code == 404


def test_a_contact_sheet_without_settings_says_neither_prompt_nor_seed(web: TestClient, places: dict[str, str]) -> None:
    sheets = [web.get(f"/frames/{places[JOB]}/contact-sheet.pdf?settings={switch}").content for switch in (0, 1)]
    assert all(sheet.startswith(b"%PDF") for sheet in sheets) and len(sheets[0]) < len(sheets[1])


def test_a_film_of_several_frames_stays_one_without_its_words() -> None:
    """APNG keeps its frames in chunks of its own, which are no words."""
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(plain_png(out.getvalue()))) as film:
        assert film.n_frames == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize("damaged", [b"", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xff", b"no picture"])
def test_what_is_no_whole_png_comes_back_no_longer(damaged: bytes) -> None:
    assert len(plain_png(damaged)) <= len(damaged)
