"""The history in real files and a real SQLite: what is kept, found, deleted, brought back, and what survives."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.metadata import png_with_settings, read_settings
from presets import history_search
from presets.database import FILE_NAME, MIGRATIONS, Database
from presets.history import History, Wanted
from presets.history_files import HALF
from presets.history_room import MB
from presets.history_schema import HISTORY

ROOT = Path(__file__).parents[2]
START_MS = 1_790_000_000_000


def settings_of(prompt: str, **more: Any) -> dict[str, Any]:
    size = {"width_px": 64, "height_px": 64, "num_steps": 4, "guidance_scale": 5.0, "scheduler": "DDIM"}
    return {"prompt": prompt, "negative_prompt": "", "model": "mau", "seed": 7, "num_images": 1, **size, **more}


def keep(
    history: History, prompt: str, at: int = 0, *, preset: str = "", colour: str = "teal", series: str = "", **more: Any
) -> str:
    """Painted `at` minutes after the start."""
    settings = settings_of(prompt, **more)
    pictures = [Image.new("RGB", (64, 64), colour) for _ in range(settings["num_images"])]
    pngs = [png_with_settings(picture, settings, image) for image, picture in enumerate(pictures)]
    return history.add(pngs, settings, preset=preset, painted_ms=START_MS + 60_000 * at, series=series)


def prompts(history: History, **wanted: Any) -> list[str]:
    return [run.prompt for run in history.page(Wanted(**wanted)).runs]


@pytest.fixture(params=["with FTS5", "without FTS5"])
def history(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    if request.param == "without FTS5":
        monkeypatch.setattr(history_search, "ready", lambda connection: False)
    return History(tmp_path)


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cat", ["the cathedral", "a white CAT, sitting"]),
        ("sit whi", ["a white CAT, sitting"]),
        ("fuchs", ["ein Füchs"]),
        ("füchs", ["ein Füchs"]),
        ("猫", ["黒い猫の絵"]),
        ("manga", ["ein Füchs"]),
        ("4711", ["the cathedral"]),
        ('" OR 1 * NEAR( - %', []),
        ("%", ["黒い猫の絵", "ein Füchs", "the cathedral", "a white CAT, sitting"]),
    ],
)
def test_every_word_that_is_searched_begins_a_word_of_the_run(history: History, text: str, found: list[str]) -> None:
    keep(history, "a white CAT, sitting", 1)
    keep(history, "the cathedral", 2, seed=4711)
    keep(history, "ein Füchs", 3, preset="Manga")
    keep(history, "黒い猫の絵", 4)
    if text == "fuchs" and not history._search_ready():
        pytest.skip("only the index reads over accents")
    assert prompts(history, text=text) == found


def test_runs_are_filtered_by_preset_model_and_favourites(history: History) -> None:
    keep(history, "one", 1, preset="Manga")
    starred = keep(history, "two", 2, preset="Pencil", model="tiny")
    keep(history, "three", 3, preset="Manga", model="tiny")
    assert history.filters() == {"preset": ["Manga", "Pencil"], "model": ["mau", "tiny"]}
    assert prompts(history, preset="Manga") == ["three", "one"]
    assert prompts(history, preset="Manga", model="tiny") == ["three"]
    history.set_favourite([starred], True)
    assert prompts(history, favourites=True) == ["two"]
    assert history.page(Wanted(favourites=True)).runs[0].favourite
    history.set_favourite([starred], False)
    assert prompts(history, favourites=True) == []


def test_a_series_stays_together_where_the_database_is_made_anew(history: History, tmp_path: Path) -> None:
    for number in range(3):
        keep(history, f"cat {number}", number, series="aa")
    for file in tmp_path.glob(f"{FILE_NAME}*"):
        file.unlink()
    again = History(tmp_path)
    again.adopt()
    (entry,) = again.page(Wanted(grouped=True)).runs
    assert (entry.prompt, entry.many, entry.series) == ("cat 2", 3, "aa")
    assert len(again.in_series(["aa", "", "bb"])) == 3


def test_what_was_deleted_can_be_brought_back_within_the_hour(history: History, monkeypatch: Any) -> None:
    first, second = keep(history, "one", 1), keep(history, "two", 2)
    assert history.delete([first, second, "20260101-000000-00000000"]) == 2
    assert prompts(history) == [] and history.use().runs == 0
    assert history.tidy() == 0
    history.restore([first])
    assert prompts(history) == ["one"]
    monkeypatch.setattr("presets.history.UNDO_MS", -1000)
    assert history.tidy() == 1
    assert history.find(second) is None and not history.files.folder(second).exists()
    assert prompts(history, text="two") == []
    history.restore([second])
    assert prompts(history) == ["one"]


def test_over_the_limit_the_oldest_go_and_favourites_and_the_newest_stay(history: History) -> None:
    keys = [keep(history, f"cat {number}", number) for number in range(6)]
    history.set_favourite([keys[1]], True)
    history.delete([keys[4]])
    each = history.use().bytes // 6
    assert history.over(4 * each + each // 2) == [keys[4], keys[0]]
    history.choose("limit", each)
    assert history.tidy() == 4
    assert prompts(history) == ["cat 5", "cat 1"]
    assert sorted(history.files.keys()) == sorted([keys[1], keys[5]])


def test_a_limit_that_cannot_be_is_refused_and_one_that_can_is_kept(history: History, tmp_path: Path) -> None:
    for wrong in (0, 10**18):
        with pytest.raises(InvalidRequest, match="Limit: got"):
            history.set_limit(wrong)
    history.set_limit(500 * MB)
    assert History(tmp_path).use().limit_bytes == 500 * MB


def test_without_its_database_the_history_comes_back_from_its_files(history: History, tmp_path: Path) -> None:
    keep(history, "a white cat", 1, preset="Manga", num_images=3)
    before = history.page(Wanted()).runs
    for file in tmp_path.glob(FILE_NAME + "*"):
        file.unlink()
    again = History(tmp_path)
    assert again.page(Wanted()).runs == ()
    assert again.adopt() == 1
    assert again.page(Wanted()).runs == before
    assert prompts(again, text="white") == ["a white cat"]
    assert again.adopt() == 0


def test_runs_whose_files_are_gone_are_forgotten_at_the_next_start(history: History, tmp_path: Path) -> None:
    keep(history, "stays", 1)
    history.files.remove(keep(history, "goes", 2))
    again = History(tmp_path)
    again.adopt()
    assert prompts(again) == ["stays"]


def test_a_folder_that_is_away_forgets_nothing(history: History, tmp_path: Path) -> None:
    keep(history, "on another disk", 1)
    history.files.root.rename(tmp_path / "away")
    again = History(tmp_path)
    again.adopt()
    assert prompts(again) == ["on another disk"]


def test_half_a_run_of_a_killed_process_is_swept_away(history: History) -> None:
    key = keep(history, "whole", 1)
    half = history.files.folder(key).with_name("20261121-000000-00000000" + HALF)
    half.mkdir()
    (half / "picture-0.png").write_bytes(b"\x89PNG")
    history.adopt()
    assert half.exists()  # another Emerge may be writing it just now
    os.utime(half, (0, 0))
    history.adopt()
    assert not half.exists()
    assert prompts(history) == ["whole"]


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, ".")
from tests.presets.test_history import keep
from presets.history import History
history = History(Path(sys.argv[1]))
print("writing", flush=True)
for number in range(100_000):
    keep(history, f"cat {number}", number)
    print(number, flush=True)
"""


def test_kill_9_in_the_middle_loses_nothing_that_was_kept_and_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for round_ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(4 + round_):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    history = History(tmp_path)
    monkeypatch.setattr("presets.history_files.STALE_S", -1)
    history.adopt()
    runs = history.page(Wanted()).runs
    assert len(runs) >= 3 + 4 + 5
    for run in runs:
        path = history.files.picture(run.key, 0)
        assert path is not None and read_settings(path)["prompt"] == run.prompt
    assert not [folder for folder in history.files._folders() if folder.name.endswith(HALF)]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.path.insert(0, ".")
from tests.presets.test_history import keep, prompts
from presets.history import History
history = History(Path(sys.argv[1]))
keep(history, "before", 1)
limits = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
try:
    keep(history, "too much", 2)
except OSError as error:
    print(error.strerror)
resource.setrlimit(resource.RLIMIT_FSIZE, limits)
print(prompts(history), sorted(path.name for path in history.files.root.glob("*/*.half")))
"""


def test_a_full_disk_leaves_what_was_there_and_nothing_half(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == ["File too large", "['before'] []"]


@pytest.mark.parametrize("key", ["", "..", "../../etc", "20261121-133105-1f2e3d4c/..", "20261121-133105-1F2E3D4C"])
def test_what_is_no_key_is_no_path(history: History, key: str) -> None:
    assert history.find(key) is None
    assert history.files.picture(key, 0) is None
    assert history.files.thumbnail(key) is None
    with pytest.raises(ValueError):
        history.files.folder(key)


def test_a_place_that_is_none_is_refused(history: History) -> None:
    for after in ("x", "1", "1-2-3", "1-" + "9" * 40, "1-٣"):
        with pytest.raises(InvalidRequest, match="After"):
            history.page(Wanted(), after=after)


def test_the_migrations_of_the_history_leave_presets_and_apply_to_an_older_file(tmp_path: Path) -> None:
    before = MIGRATIONS[: MIGRATIONS.index(HISTORY[0])]
    with Database(tmp_path, before).connect(write=True) as connection:
        connection.execute("INSERT INTO presets (key, name, name_folded, body) VALUES ('own-1', 'Ink', 'ink', '{}')")
    history = History(tmp_path)
    assert history.notice is None
    keep(history, "a cat")
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
        assert connection.execute("SELECT name FROM presets").fetchall() == [("Ink",)]
    connection.close()


def test_a_file_that_sqlite_without_fts5_wrote_is_searched_through_an_index_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(history_search, "ready", lambda connection: False)
        keep(History(tmp_path), "a white cat")
    assert prompts(History(tmp_path), text="whi") == ["a white cat"]


def test_the_pictures_of_the_history_are_the_files_that_were_painted(history: History) -> None:
    key = keep(history, "red", colour="red")
    path = history.files.picture(key, 0)
    assert path is not None
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        assert picture.getpixel((5, 5)) == (255, 0, 0)
