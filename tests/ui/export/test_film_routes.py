"""Films over HTTP: of examples and of kept runs, with what is wrong named."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from pipeline.engine.studio import Studio
from pipeline.errors import RunUnreadable
from pipeline.metadata.picture_files import find_settings
from pipeline.run.run import load_run
from presets.history.history import History
from tests.presets.kept_runs import keep
from ui.examples import ExampleRuns
from ui.export.film_routes import FilmMaker, film_routes
from ui.stage.routes import frame_routes
from ui.stage.saved_runs import SavedRuns

EXAMPLES = Path(__file__).parents[3] / "assets" / "examples"
EXAMPLE = "example-manga"


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "data")


@pytest.fixture
def web(studio: Studio, history: History) -> TestClient:
    saved_runs = SavedRuns(ExampleRuns(EXAMPLES), history)
    app = FastAPI()
    app.include_router(film_routes(FilmMaker(studio, saved_runs)))
    app.include_router(frame_routes(studio, saved_runs))
    return TestClient(app)


def test_an_example_comes_as_a_film_that_says_what_it_is(web: TestClient) -> None:
    answer = web.get(f"/frames/{EXAMPLE}/emergence.gif?pace=80&hold=1000&caption=0&side=128")
    assert answer.headers["content-type"] == "image/gif"
    film = Image.open(io.BytesIO(answer.content))
    assert (film.size, film.n_frames, film.info["duration"]) == ((128, 128), 20, 80)  # type: ignore[attr-defined]
    about = json.loads(answer.headers["x-emerge-film"])
    assert about == {
        "frames": 20, "duration_ms": 2520, "width_px": 128, "height_px": 128, "small": 0, "left_out": ""
    }  # fmt: skip


@pytest.mark.parametrize(("ending", "kind"), [("webp", "image/webp"), ("apng", "image/apng"), ("png", "image/png")])
def test_every_format_has_its_media_type(web: TestClient, ending: str, kind: str) -> None:
    assert web.get(f"/frames/{EXAMPLE}/emergence.{ending}?side=64").headers["content-type"] == kind


@pytest.mark.parametrize(
    ("asked", "field"),
    [("pace=1", "Pace"), ("pace=fast", "Pace"), ("hold=99999", "Hold"), ("side=2", "Size"), ("image=7", "Picture")],
)
def test_a_wrong_wish_is_named(web: TestClient, asked: str, field: str) -> None:
    answer = web.get(f"/frames/{EXAMPLE}/emergence.gif?{asked}")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(field)


@pytest.mark.parametrize("address", ["nobody/emergence.gif", f"{EXAMPLE}/emergence.exe", "history-../emergence.gif"])
def test_what_is_not_there_is_404(web: TestClient, address: str) -> None:
    assert web.get(f"/frames/{address}").status_code == 404


def test_settings_are_inside_a_film_and_can_be_left_out(web: TestClient) -> None:
    film = web.get(f"/frames/{EXAMPLE}/emergence.webp?side=64").content
    assert find_settings(io.BytesIO(film)).settings == load_run(EXAMPLES / "manga.zip").settings
    with pytest.raises(RunUnreadable):
        find_settings(io.BytesIO(web.get(f"/frames/{EXAMPLE}/emergence.webp?side=64&settings=0").content))


def test_an_mp4_comes_where_its_extra_is_installed(web: TestClient) -> None:
    pytest.importorskip("imageio_ffmpeg", reason="MP4 is an optional extra: make install-mp4 adds it")
    answer = web.get(f"/frames/{EXAMPLE}/emergence.mp4?side=64&hold=0")
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.content[4:8] == b"ftyp"


def test_without_its_extra_an_mp4_is_refused_with_the_command_that_adds_it(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.film.formats.find_spec", lambda name: None)
    answer = web.get(f"/frames/{EXAMPLE}/emergence.mp4?side=64")
    assert (answer.status_code, "make install-mp4" in answer.json()["error"]) == (400, True)


def test_progress_of_a_film_that_nobody_makes_is_nothing(web: TestClient) -> None:
    assert web.get(f"/frames/{EXAMPLE}/emergence.json?pace=80").json() == {"done": 0, "count": 0}


def test_a_kept_run_with_its_steps_is_played_and_exported(web: TestClient, history: History) -> None:
    key = keep(history, "a cat")
    assert web.get(f"/frames/history-{key}/emergence.gif").status_code == 404
    load_run(EXAMPLES / "manga.zip").save(history.files.folder(key) / "frames.zip")
    assert history.files.steps(key) == 20
    assert web.get(f"/frames/history-{key}/x0/3.jpg").status_code == 200
    assert web.get(f"/frames/history-{key}/result.png").status_code == 200
    answer = web.get(f"/frames/history-{key}/emergence.webp?side=64")
    assert json.loads(answer.headers["x-emerge-film"])["frames"] == 20


def test_steps_that_are_damaged_are_as_if_they_were_not_there(web: TestClient, history: History) -> None:
    key = keep(history, "a cat")
    (history.files.folder(key) / "frames.zip").write_bytes(b"PK no zip")
    assert history.files.steps(key) == 0
    assert web.get(f"/frames/history-{key}/emergence.gif").status_code == 404
