"""The history in real files and a real SQLite: what is kept, and how it is paged."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.metadata.picture_files import read_settings
from presets.history.history import History, Wanted
from tests.presets.kept_runs import keep, prompts, settings_of


def test_what_was_kept_is_there_after_a_restart_newest_first(history: History, tmp_path: Path) -> None:
    key = keep(history, "a white cat", 1, preset="Manga", num_images=2, seed=40)
    keep(history, "a fox", 2)
    again = History(tmp_path)
    assert prompts(again) == ["a fox", "a white cat"]
    found = again.find(key)
    assert found is not None
    assert (found.preset, found.model, found.seed, found.num_images) == ("Manga", "mau", 40, 2)
    for image in (0, 1):
        path = again.files.picture(key, image)
        assert path is not None and read_settings(path)["seed"] == 40 + image
    assert again.files.picture(key, 2) is None
    assert again.settings(key) == settings_of("a white cat", num_images=2, seed=40)


def test_the_thumbnail_shows_all_pictures_and_is_small(history: History) -> None:
    key = keep(history, "four", num_images=4)
    path = history.files.thumbnail(key)
    assert path is not None
    with Image.open(path) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("WEBP", (129, 129))


def test_the_pictures_of_the_history_are_the_files_that_were_painted(history: History) -> None:
    key = keep(history, "red", colour="red")
    path = history.files.picture(key, 0)
    assert path is not None
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        assert picture.getpixel((5, 5)) == (255, 0, 0)


def test_pages_follow_each_other_without_gap_or_repeat_while_new_runs_come_in(history: History) -> None:
    for number in range(25):
        keep(history, f"cat {number}", number // 3)  # several in one minute
    seen, after, pages = [], None, 0
    while True:
        page = history.page(Wanted(), after=after, limit=10)
        assert (page.total is None) == (pages > 0)
        seen += [run.prompt for run in page.runs]
        keep(history, "a late one", 100)
        after, pages = page.after, pages + 1
        if after is None:
            break
    assert seen == [f"cat {number}" for number in reversed(range(25))]


def test_a_place_that_is_none_is_refused(history: History) -> None:
    for after in ("x", "1", "1-2-3", "1-" + "9" * 40, "1-٣"):
        with pytest.raises(InvalidRequest, match="After"):
            history.page(Wanted(), after=after)


@pytest.mark.parametrize("key", ["", "..", "../../etc", "20261121-133105-1f2e3d4c/..", "20261121-133105-1F2E3D4C"])
def test_what_is_no_key_is_no_path(history: History, key: str) -> None:
    assert history.find(key) is None
    assert history.files.picture(key, 0) is None
    assert history.files.thumbnail(key) is None
    with pytest.raises(ValueError):
        history.files.folder(key)
