"""The history over HTTP, as the page and other programs meet it, and settings back onto the page."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from pipeline.models.catalog import Catalog
from presets.history.history import History, Wanted
from presets.history.keeper import Keeper
from tests.presets.kept_runs import keep
from ui.history.routes import history_routes
from ui.restore.from_history import settings_of_run
from ui.restore.usable_settings import LABELS


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(History(tmp_path / "data"))


@pytest.fixture
def history(keeper: Keeper) -> History:
    return keeper.history


@pytest.fixture
def web(keeper: Keeper) -> TestClient:
    app = FastAPI()
    app.include_router(history_routes(keeper))
    return TestClient(app)


def change(web: TestClient, do: str, **more: Any) -> Any:
    return web.post("/history/change.json", json={"do": do, **more})


def test_pages_searches_and_filters_come_as_json(web: TestClient, history: History) -> None:
    for number in range(5):
        keep(history, f"cat {number}", number, preset="Manga" if number % 2 else "")
    first = web.get("/history/page.json?limit=3").json()
    assert [run["prompt"] for run in first["runs"]] == ["cat 4", "cat 3", "cat 2"]
    assert first["total"] == 5
    rest = web.get("/history/page.json", params={"limit": 3, "after": first["after"]}).json()
    assert [run["prompt"] for run in rest["runs"]] == ["cat 1", "cat 0"]
    assert (rest["after"], rest["total"]) == (None, None)
    assert web.get("/history/page.json?preset=Manga&text=3").json()["total"] == 1
    about = web.get("/history/about.json").json()
    assert (about["runs"], about["preset"], about["model"], about["notice"]) == (5, ["Manga"], ["mau"], None)


def test_pictures_thumbnails_and_settings_are_served(web: TestClient, history: History) -> None:
    key = keep(history, "a <b> cat ${x}", num_images=2, strength=0.4, photo=True, preset="Manga")
    for image in (0, 1):
        answer = web.get(f"/history/{key}/{image}.png")
        assert answer.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(answer.content)).size == (64, 64)
    assert web.get(f"/history/{key}/2.png").status_code == 404
    assert web.get(f"/history/{key}/thumbnail.webp").headers["content-type"] == "image/webp"
    saved = web.get(f"/history/{key}/1.png?save=1").headers["content-disposition"]
    assert saved == f'attachment; filename="emerge-{key}-2.png"'
    about = web.get(f"/history/{key}/settings.json").json()
    assert about["facts"]["Prompt"] == "a <b> cat ${x}"
    assert about["facts"]["Strength"] == "0.4, over a photo that is not kept"
    assert (about["facts"]["Style"], about["steps"]) == ("Manga", 0)


@pytest.mark.parametrize("key", ["nothing", "..%2f..%2fetc", "20260101-000000-00000000", "%00"])
def test_what_is_not_there_is_404_or_empty(web: TestClient, key: str) -> None:
    assert web.get(f"/history/{key}/0.png").status_code == 404
    assert web.get(f"/history/{key}/thumbnail.webp").status_code == 404
    answer = web.get(f"/history/{key}/settings.json")
    assert answer.status_code == 404 or answer.json() == {}


def test_favourites_deletion_and_undo_go_over_one_address(web: TestClient, history: History) -> None:
    key = keep(history, "a cat")
    change(web, "favourite", keys=[key])
    assert web.get("/history/page.json?favourites=1").json()["total"] == 1
    change(web, "ordinary", keys=[key])
    assert web.get("/history/page.json?favourites=1").json()["total"] == 0
    assert change(web, "delete", keys=[key]).json() == {"runs": 1, "keys": [key]}
    assert web.get("/history/page.json").json()["total"] == 0
    change(web, "restore", keys=[key])
    assert web.get("/history/page.json").json()["total"] == 1


def test_the_limit_says_what_it_would_remove_and_then_does(web: TestClient, history: History) -> None:
    for number in range(3):
        keep(history, f"cat {number}", number)
    assert web.get("/history/over.json?limit=10").json() == {"runs": 0}
    assert change(web, "limit", limit=10).json() == {"removed": 0}
    assert history.use().limit_bytes == 10_000_000
    assert web.get("/history/over.json?limit=0").json() == {"runs": 2}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"do": "burn"}, "Do"), ({}, "Do"), ({"do": "delete", "keys": ["../x"]}, "Keys"),
        ({"do": "delete", "keys": "all"}, "Keys"), ({"do": "favourite"}, "Keys"),
        ({"do": "limit", "limit": "much"}, "Limit"), ({"do": "limit", "limit": 1}, "Limit"), ([1], "Do"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_by_name(web: TestClient, body: Any, field: str) -> None:
    answer = web.post("/history/change.json", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(field + ":")


def test_no_json_is_no_crash(web: TestClient) -> None:
    assert web.post("/history/change.json", content=b"{" * 9).status_code == 400


def test_chosen_pictures_or_all_that_were_found_come_as_a_zip(web: TestClient, history: History) -> None:
    first = keep(history, "a cat", 1, num_images=2, seed=40)
    keep(history, "a fox", 2)
    chosen = names(web.get(f"/history/pictures.zip?keys={first}").content)
    assert [name.split("-")[3] for name in chosen] == ["40", "41"]
    assert len(names(web.get("/history/pictures.zip").content)) == 3
    assert len(names(web.get("/history/pictures.zip?text=fox").content)) == 1
    assert web.get("/history/pictures.zip?keys=../x").status_code == 400


def test_a_series_is_one_entry_that_opens_is_starred_deleted_and_downloaded_whole(
    web: TestClient, history: History
) -> None:
    keep(history, "a fox", 1)
    keys = [keep(history, f"cat in style {number}", 2 + number, series="aa") for number in range(3)]
    keep(history, "a dog", 9)
    entries = web.get("/history/page.json?grouped=1").json()
    assert [(run["prompt"], run["many"]) for run in entries["runs"]] == [
        ("a dog", 1), ("cat in style 2", 3), ("a fox", 1),
    ]  # fmt: skip
    assert entries["total"] == 3
    assert web.get("/history/page.json").json()["total"] == 5
    opened = web.get("/history/page.json?series=aa").json()["runs"]
    assert [(run["key"], run["many"]) for run in opened] == [(key, 1) for key in reversed(keys)]
    change(web, "favourite", keys=[keys[2]], series=["aa"])
    assert web.get("/history/page.json?favourites=1").json()["total"] == 3
    assert len(names(web.get("/history/pictures.zip?grouped=1").content)) == 5
    assert len(names(web.get("/history/pictures.zip", params={"keys": keys[2], "all_of": "aa"}).content)) == 3
    gone = change(web, "delete", keys=[keys[2]], series=["aa"]).json()
    assert (gone["runs"], sorted(gone["keys"])) == (3, sorted(keys))
    assert web.get("/history/page.json?grouped=1").json()["total"] == 2
    change(web, "restore", keys=gone["keys"])
    change(web, "delete", keys=[keys[2]])  # one of them alone: the next one stands for the rest
    entry = web.get("/history/page.json?grouped=1").json()["runs"][1]
    assert (entry["prompt"], entry["many"]) == ("cat in style 1", 2)
    assert change(web, "delete", keys=[], series="aa").json()["error"].startswith("Series:")


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_a_history_that_cannot_be_read_is_a_sentence(web: TestClient, history: History, tmp_path: Path) -> None:
    keep(history, "a cat")
    for file in (tmp_path / "data").glob("emerge.sqlite3*"):
        file.unlink()
    (tmp_path / "data" / "emerge.sqlite3").mkdir()
    answer = web.get("/history/page.json")
    assert answer.status_code == 503
    assert "cannot be used" in answer.json()["error"]


def test_a_notice_of_the_keeper_is_told(web: TestClient, keeper: Keeper) -> None:
    keeper.notice = "The last picture is not in the history: the disk is full."
    assert web.get("/history/about.json").json()["notice"] == keeper.notice


def test_what_is_still_to_be_written_is_told(web: TestClient, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of eight pictures painted one after the other the page counted seven, when the last two came in together."""
    assert web.get("/history/about.json").json()["waiting"] is False
    monkeypatch.setattr(Keeper, "waiting", True)
    assert web.get("/history/about.json").json()["waiting"] is True


# ---- settings back onto the page


def labelled(updates: dict[str, Any]) -> dict[str, Any]:
    """What of it are settings."""
    return {name: value for name, value in updates.items() if name in LABELS}


def test_all_settings_of_a_picture_come_back_with_its_own_seed(history: History, catalog: Catalog) -> None:
    key = keep(history, "a cat", num_images=3, seed=40, model="paper", width_px=128, height_px=128)
    found: dict[str, Any] = settings_of_run(history, catalog, {"key": key, "image": 2, "part": "all"}, "paper")
    assert (found["prompt"], found["seed"], found["width_px"], found["model"]) == ("a cat", 42, 128, "paper")
    assert (found["style"], found["source"], found["settings_note"]["tone"]) == ("", "Words", "good")


def test_only_the_prompt_or_only_the_seed_leave_the_rest_alone(history: History, catalog: Catalog) -> None:
    key = keep(history, "a cat", seed=40, negative_prompt="dogs")
    updates = settings_of_run(history, catalog, {"key": key, "image": 0, "part": "prompt"}, "paper")
    assert labelled(updates) == {"prompt": "a cat", "negative_prompt": "dogs"}
    assert updates["style"] == "" and "source" not in updates
    updates = settings_of_run(history, catalog, {"key": key, "image": 0, "part": "seed"}, "paper")
    assert labelled(updates) == {"seed": 40, "variation_strength": 0.0}
    assert not {"style", "source"} & set(updates)


def test_of_a_restyled_photo_it_is_said_that_the_photo_is_not_kept(history: History, catalog: Catalog) -> None:
    key = keep(history, "a cat", photo=True, strength=0.5)
    found: dict[str, Any] = settings_of_run(history, catalog, {"key": key, "image": 0, "part": "all"}, "paper")
    assert found["settings_note"]["text"].endswith("Its photo is not kept: choose it again.")


@pytest.mark.parametrize(
    "wish",
    [None, "x", {}, {"key": "../x"}, {"key": 3}, {"key": "20260101-000000-00000000"}, {"key": "k", "part": "soul"}],
)
def test_what_is_no_picture_of_the_history_is_said(history: History, catalog: Catalog, wish: Any) -> None:
    updates: dict[str, Any] = settings_of_run(history, catalog, wish, "paper")
    assert list(updates) == ["settings_note"]
    assert updates["settings_note"]["tone"] == "bad"


def test_a_deleted_run_can_be_looked_at_until_it_is_removed(web: TestClient, history: History) -> None:
    key = keep(history, "a cat")
    history.delete([key])
    assert history.page(Wanted()).total == 0
    assert web.get(f"/history/{key}/0.png").status_code == 200


def test_a_change_that_nobody_can_read_is_refused_and_a_series_that_nobody_has_is_empty(web: TestClient) -> None:
    """Both were errors of the server."""
    answer = web.post("/history/change.json", content="[" * 50_000)
    assert (answer.status_code, answer.json()["error"][:8]) == (400, "Do: got ")
    answer = web.post("/history/change.json", content=b'{"do": "delete", "keys": [], "series": ["\\ud800"]}')
    assert (answer.status_code, answer.json()) == (200, {"runs": 0, "keys": []})


def test_each_variation_is_told_with_the_seed_that_its_file_carries(web: TestClient, history: History) -> None:
    """The viewer counted the seed up, where all pictures of a variation share it and the other one moves."""
    settings: dict[str, Any] = {"seed": 7, "variation_seed": 100, "variation_strength": 0.2, "guidance_end": 0.6}
    key = keep(history, "cat", 7, num_images=2, **settings)
    about = web.get(f"/history/{key}/settings.json?image=1").json()
    second = about["facts"]
    assert (about["seed"], about["variation_seed"]) == (7, 100)  # of the run, for the stage that shows all of it
    assert (second["Seed"], second["Variation"]) == (7, "0.2 towards seed 101")
    assert second["Guidance until"] == "60% of the steps"
    names = zipfile.ZipFile(io.BytesIO(web.get("/history/pictures.zip").content)).namelist()
    assert [name.split("-")[-3:-1] for name in names] == [["7", "100"], ["7", "101"]]
