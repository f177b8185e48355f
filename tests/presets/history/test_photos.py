"""The photos behind kept restyles: each once on the disk, counted, and gone with the last run that began from it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from PIL import Image

from pipeline.metadata.picture_files import png_with_settings
from pipeline.photo.original import Original
from presets.database.database import FILE_NAME, MIGRATIONS, Database
from presets.database.history_tables import PHOTO
from presets.history.disk_use import MB
from presets.history.history import History, Wanted
from tests.presets.kept_runs import START_MS, keep, settings_of

FRAMING = {"x": 0.25, "y": 0.5, "keeps": True, "feather": 0.1, "strokes": [{"points": [[0.5, 0.5]], "radius": 0.2}]}


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """Without patience: what was used a moment ago may go at once."""
    monkeypatch.setattr("presets.history.photos.FRESH_S", -1)
    monkeypatch.setattr("presets.history.history.UNDO_MS", -1000)
    return History(tmp_path)


def photo(colour: str = "olive", side_px: int = 200) -> Image.Image:
    picture = Image.effect_noise((side_px, side_px), 40).convert("RGB")
    picture.paste(colour, (0, 0, side_px // 2, side_px))
    return picture


def restyle(history: History, picture: Image.Image, at: int = 0, prompt: str = "a cat") -> str:
    settings = settings_of(prompt, photo=True, strength=0.5)
    png = png_with_settings(Image.new("RGB", (64, 64)), settings, 0)
    original = Original(photo=picture, fit="pad", framing=FRAMING)
    return history.add([png], settings, preset="", painted_ms=START_MS + 60_000 * at, original=original)


def files(history: History) -> list[str]:
    return sorted(path.name for path in history.photos.folder.glob("*"))


def test_the_very_pixels_and_how_they_were_framed_come_back_after_a_restart(history: History, tmp_path: Path) -> None:
    picture = photo()
    key = restyle(history, picture)
    found = History(tmp_path).original(key)
    assert found is not None
    path, about = found
    assert (about["fit"], about["framing"]) == ("pad", FRAMING)
    with Image.open(path) as again:
        assert (again.mode, again.tobytes(), again.info, dict(again.getexif())) == ("RGB", picture.tobytes(), {}, {})
    assert History(tmp_path).original(keep(history, "from words")) is None


def test_runs_of_one_photo_share_it_and_it_goes_with_the_last_of_them(history: History) -> None:
    picture = photo()
    first, second = restyle(history, picture, 1), restyle(history, picture.copy(), 2)
    assert len(files(history)) == 1
    runs = sum(run.bytes for run in history.page(Wanted()).runs)
    (name,) = files(history)
    assert history.use().bytes == runs + (history.photos.folder / name).stat().st_size
    history.delete([first])
    history.tidy()
    assert files(history) == [name] and history.original(second) is not None
    history.delete([second])
    assert files(history) == [name]  # until it is too late for Undo
    history.tidy()
    assert files(history) == [] and history.use().bytes == 0


def test_a_photo_that_was_used_a_moment_ago_stays_until_the_next_time(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody sets a limit while a run of the same photo is being written."""
    history.delete([restyle(history, photo())])
    monkeypatch.setattr("presets.history.photos.FRESH_S", 60)
    history.tidy()
    assert len(files(history)) == 1
    monkeypatch.setattr("presets.history.photos.FRESH_S", -1)
    history.tidy()
    assert files(history) == []


def test_the_limit_counts_a_photo_and_frees_it_with_its_last_run(history: History) -> None:
    big = photo(side_px=1024)
    restyle(history, big, 1, "oldest")
    restyle(history, big, 2, "older")
    restyle(history, photo("teal", 64), 3, "newest")
    assert history.use().bytes > MB
    # Removing the oldest run alone frees next to nothing, since the other one still needs the photo.
    assert len(history.over(MB // 2)) == 2
    history.set_limit(10 * MB)
    assert history.over(10 * MB) == []


def test_a_lost_database_finds_the_photos_again_and_what_nothing_names_is_swept(
    history: History, tmp_path: Path
) -> None:
    key = restyle(history, photo())
    stray = history.photos.folder / ("0" * 32 + ".png")
    stray.write_bytes(b"\x89PNG")
    half = history.photos.folder / ("1" * 32 + ".7.half")
    half.write_bytes(b"")
    for file in tmp_path.glob(f"{FILE_NAME}*"):
        file.unlink()
    again = History(tmp_path)
    assert again.adopt() == 1
    assert again.original(key) is not None and len(files(again)) == 1
    assert again.use().bytes > again.page(Wanted()).runs[0].bytes


def test_a_photo_that_somebody_removed_by_hand_is_just_not_there(history: History, tmp_path: Path) -> None:
    key = restyle(history, photo())
    for name in files(history):
        os.unlink(history.photos.folder / name)
    assert history.original(key) is None
    history.delete([key])
    assert history.tidy() == 1


@pytest.mark.parametrize("name", [None, 3, "", "..", "../" + "0" * 29, "0" * 31 + "/", "G" * 32])
def test_what_is_no_fingerprint_is_no_path(history: History, name: object) -> None:
    assert history.photos.path(name) is None


def test_the_migration_leaves_runs_that_were_kept_before(tmp_path: Path) -> None:
    before = MIGRATIONS[: MIGRATIONS.index(PHOTO)]
    old = {
        "key": "20260101-120000-00000000", "painted_ms": 1, "prompt": "old", "words": "old", "model": "mau",
        "preset": "", "seed": 7, "num_images": 1, "width_px": 64, "height_px": 64, "bytes": 10,
    }  # fmt: skip
    with Database(tmp_path, before).connect(write=True) as connection:
        marks = ", ".join("?" * len(old))
        connection.execute(f"INSERT INTO runs ({', '.join(old)}) VALUES ({marks})", tuple(old.values()))
    history = History(tmp_path)
    assert history.notice is None
    (run,) = history.page(Wanted()).runs
    assert (run.prompt, run.photo, history.original(run.key), history.use().bytes) == ("old", "", None, 10)
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    connection.close()
