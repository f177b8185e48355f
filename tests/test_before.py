"""What was saved before opens today: a data directory and files of commit 90df171 (see `tests/before/README.md`).

`expected.json` is what the code of that commit said when it opened the same files, so nothing here is compared with
itself. What a later version adds to a value is let through; what was there has to be there still.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import os
import shutil
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from pipeline import Blended, GenerationRequest, find_settings, load_run
from pipeline.engine.studio import Studio
from pipeline.finish import read_finish
from pipeline.metadata.request_settings import request_from
from pipeline.models.catalog import Catalog
from presets import History, Preset, PresetStore, Wanted
from presets.history.keeper import Keeper
from ui.server import build_app
from ui.settings import Settings

BEFORE = Path(__file__).with_name("before")
EXPECTED: dict[str, Any] = json.loads((BEFORE / "expected.json").read_bytes())
RUNS = [*EXPECTED["runs"], EXPECTED["deleted"]]
WITH_STEPS = [run["kept"]["key"] for run in EXPECTED["runs"] if run["steps"]]


def copied(folder: Path) -> Path:
    """The data directory as it was; batches are kept for a week, so theirs begins now."""
    data = folder / "data"
    shutil.copytree(BEFORE / "data", data)
    for batch in (data / "batches").iterdir():
        os.utime(batch)
    return data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def store(data: Path) -> PresetStore:
    return PresetStore(data)


@pytest.fixture
def history(data: Path) -> History:
    return History(data)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The whole application on the directory, with neither the model nor the history's thread started."""
    data = copied(tmp_path_factory.mktemp("before"))
    studio = Studio(Catalog.build(), device="cpu", default_model="mau")

    async def built() -> FastAPI:  # where no loop runs, Gradio makes one for each of its locks and leaves it open
        return build_app(Settings(data_dir=data), studio, PresetStore(data), Keeper(History(data)))

    return TestClient(asyncio.run(built()), base_url="http://127.0.0.1:7860")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def as_before(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Of `now` what was there before, apart from the number of the format."""
    return {name: value for name, value in now.items() if name in before} | {
        name: before[name] for name in before.keys() & {"version"}
    }


def style(preset: Preset, before: dict[str, Any]) -> dict[str, Any]:
    return as_before(preset.model_dump(mode="json"), before)


def plain(value: Any, before: dict[str, Any]) -> dict[str, Any]:
    return as_before(asdict(value), before)


def pixels(picture: Image.Image) -> dict[str, Any]:
    rgb = picture.convert("RGB")
    return {"size": list(rgb.size), "rgb": sha256(rgb.tobytes())}


def found_in(path: Path) -> dict[str, Any]:
    found = find_settings(path)
    return {"origin": found.origin, "settings": found.settings, "unused": list(found.unused)}


def same_request(settings: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Whether the settings make the request of these fields."""
    blend = tuple(Blended(**each) for each in fields["blend"])
    return request_from(settings) == GenerationRequest(**{**fields, "blend": blend})


# ---- styles


def test_every_style_is_there_with_every_field(store: PresetStore) -> None:
    own = store.own()
    assert [style(now, before) for now, before in zip(own, EXPECTED["own"], strict=True)] == EXPECTED["own"]
    assert store.notice is None


def test_the_cards_lie_in_the_same_order_with_their_stars_and_pictures(store: PresetStore) -> None:
    order = [preset.key for preset in store.arranged()]
    assert [key for key in order if key in EXPECTED["order"]] == EXPECTED["order"]
    for key, before in EXPECTED["cards"].items():
        jpeg = store.cards.thumbnail(key)
        card = asdict(store.cards.all()[key]) | {"thumbnail": jpeg and sha256(jpeg)}
        assert as_before(card, before) == before


@pytest.mark.parametrize("change", EXPECTED["undo"])
def test_what_was_changed_can_still_be_taken_back(store: PresetStore, change: str) -> None:
    before = EXPECTED["undo"][change]
    undone = store.undo(before["token"])
    assert (list(undone.keys), undone.num_skipped) == (before["keys"], before["kept"])
    own = {preset.key: preset for preset in store.own()}
    for key, fields in zip(before["keys"], before["styles"], strict=True):
        assert (style(own[key], fields) if key in own else None) == fields
    order = [preset.key for preset in store.arranged()]
    assert [key for key in order if key in before["order"]] == before["order"]


@pytest.mark.parametrize("name", EXPECTED["imported"])
def test_a_file_of_styles_is_imported(tmp_path: Path, name: str) -> None:
    store, before = PresetStore(tmp_path), EXPECTED["imported"][name]
    report = store.import_files([(name, (BEFORE / name).read_bytes())])
    assert (list(report.origins), report.skipped, report.remarks) == (before["origins"], (), ())
    styles = [preset.model_dump(mode="json") | {"key": None} for preset in report.imported]
    assert [as_before(*pair) for pair in zip(styles, before["styles"], strict=True)] == before["styles"]
    pictured = store.cards.thumbnails(preset.key for preset in report.imported)
    assert [preset.name for preset in report.imported if preset.key in pictured] == before["pictured"]


# ---- history


def test_every_run_is_found_newest_first(history: History) -> None:
    runs, before = history.page(Wanted()).runs, [run["kept"] for run in EXPECTED["runs"]]
    assert [plain(*pair) for pair in zip(runs, before, strict=True)] == before
    assert history.notice is None


@pytest.mark.parametrize("before", RUNS, ids=[run["kept"]["prompt"][:20] for run in RUNS])
def test_a_run_has_its_settings_its_photo_its_steps_and_its_pictures(history: History, before: dict[str, Any]) -> None:
    key = before["kept"]["key"]
    kept, settings, began = history.find(key), history.settings(key), history.original(key)
    assert kept is not None and plain(kept, before["kept"]) == before["kept"]
    assert settings is not None and settings == before["settings"]
    assert same_request(settings, before["request"])
    assert (began and {"file": began[0].name, **began[1]}) == before["original"]
    assert history.files.steps(key) == before["steps"]
    for image, picture in enumerate(before["pictures"]):
        path = history.files.picture(key, image)
        assert path is not None
        with Image.open(path) as opened:
            assert {**pixels(opened), **found_in(path)} == picture


@pytest.mark.parametrize("before", EXPECTED["searches"], ids=lambda before: str(before["wanted"]))
def test_searches_and_filters_find_the_same_runs(history: History, before: dict[str, Any]) -> None:
    runs = history.page(Wanted(**before["wanted"])).runs
    assert [run.key for run in runs] == before["keys"]
    assert [run.many for run in runs] == before["many"]


def test_what_the_filters_offer_and_what_was_chosen_is_the_same(history: History) -> None:
    assert history.filters() == EXPECTED["filters"]
    assert plain(history.use(), EXPECTED["use"]) == EXPECTED["use"]
    assert {name: history.choice(name, -1) for name in EXPECTED["choices"]} == EXPECTED["choices"]


def test_a_deleted_run_is_brought_back(history: History) -> None:
    assert history.restore([EXPECTED["deleted"]["kept"]["key"]]) == 1
    assert [run.key for run in history.page(Wanted()).runs] == EXPECTED["restored"]


def test_a_start_on_it_takes_nothing_in_and_loses_nothing(history: History) -> None:
    """What was deleted more than an hour ago goes then, as it always did."""
    assert history.adopt() == 0
    history.tidy()
    assert [run.key for run in history.page(Wanted()).runs] == [run["kept"]["key"] for run in EXPECTED["runs"]]
    for run in EXPECTED["runs"]:
        assert bool(history.original(run["kept"]["key"])) == bool(run["original"])


def test_the_files_alone_make_the_history_again(data: Path) -> None:
    (data / "emerge.sqlite3").unlink()
    history, before = History(data), EXPECTED["adopted"]
    assert history.adopt() == before["count"]
    runs = history.page(Wanted()).runs
    assert [plain(*pair) for pair in zip(runs, before["runs"], strict=True)] == before["runs"]


# ---- saved files


@pytest.mark.parametrize("name", EXPECTED["capsules"])
def test_a_saved_run_is_read_with_its_frames_and_settings(name: str) -> None:
    run, before = load_run(BEFORE / name), EXPECTED["capsules"][name]
    for field in ("settings", "num_steps", "num_images", "elapsed_s", "full_frames"):
        assert getattr(run, field) == before[field], field
    assert (list(run.timesteps), list(run.sigmas)) == (before["timesteps"], before["sigmas"])
    assert [pixels(image) for image in run.images] == before["images"]
    for frame in before["frames"]:
        view, index, image = frame["of"]
        jpeg = run.frame(view, index, image)
        assert jpeg is not None and sha256(jpeg) == frame["sha256"], frame["of"]


@pytest.mark.parametrize("name", EXPECTED["pictures"])
def test_a_saved_picture_says_what_it_was_painted_with(name: str) -> None:
    before = EXPECTED["pictures"][name]
    found = found_in(BEFORE / name)
    assert found == {field: before[field] for field in found}
    assert same_request(found["settings"], before["request"])
    finish, refused = read_finish(found["settings"].get("finish"))
    assert (finish.to_json(), refused) == (before["finish"], ())
    with Image.open(BEFORE / name) as opened:
        assert list(opened.size) == before["size"]


# ---- over the web


@pytest.mark.parametrize("url", EXPECTED["web"]["files"])
def test_the_same_bytes_come_from_the_same_address(web: TestClient, url: str) -> None:
    answer, before = web.get(url), EXPECTED["web"]["files"][url]
    assert answer.status_code == 200
    assert (answer.headers["content-type"], sha256(answer.content)) == (before["type"], before["sha256"])


@pytest.mark.parametrize("url", [*EXPECTED["web"]["results"], *EXPECTED["web"]["photos"]])
def test_what_is_drawn_anew_has_the_same_picture(web: TestClient, url: str) -> None:
    """Photos as JPEG are compared by their size only: decoders of other versions may differ in the last bit."""
    with Image.open(io.BytesIO(web.get(url).content)) as opened:
        if url in EXPECTED["web"]["results"]:
            assert pixels(opened) == EXPECTED["web"]["results"][url]
        else:
            assert list(opened.size) == EXPECTED["web"]["photos"][url]


@pytest.mark.parametrize("url", EXPECTED["web"]["zips"])
def test_an_archive_holds_the_same_files(web: TestClient, url: str) -> None:
    with zipfile.ZipFile(io.BytesIO(web.get(url).content)) as archive:
        assert {name: sha256(archive.read(name)) for name in archive.namelist()} == EXPECTED["web"]["zips"][url]


@pytest.mark.parametrize("url", EXPECTED["web"]["pages"])
def test_the_pages_of_the_history_say_the_same(web: TestClient, url: str) -> None:
    now, before = web.get(url).json(), EXPECTED["web"]["pages"][url]
    if "page.json" in url:
        now["runs"] = [as_before(*pair) for pair in zip(now["runs"], before["runs"], strict=True)]
    assert as_before(now, before) == before


def test_a_style_is_exported_as_it_was(web: TestClient) -> None:
    before = EXPECTED["web"]["styles"]
    exported = web.get(before["url"]).json()
    assert exported["picture"].startswith("data:image/jpeg;base64,")
    assert as_before(exported | {"picture": None}, before["json"]) == before["json"]
