"""What the history survives: a lost database, lost files, a kill in the middle, a full disk, and older versions."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.metadata.picture_files import read_settings
from presets.database.database import FILE_NAME, MIGRATIONS, Database
from presets.database.history_tables import HISTORY
from presets.history.files import HALF
from presets.history.history import History, Wanted
from tests.presets.kept_runs import keep, prompts

ROOT = Path(__file__).parents[3]


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
from tests.presets.kept_runs import keep
from presets.history.history import History
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
    monkeypatch.setattr("presets.history.files.STALE_S", -1)
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
from tests.presets.kept_runs import keep, prompts
from presets.history.history import History
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
