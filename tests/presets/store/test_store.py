"""User presets in their file: what people do with them, and what may happen to the file."""

from __future__ import annotations

import json
import multiprocessing
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import InvalidRequest
from presets import Preset, PresetError, PresetStore, load_builtin, new_preset
from presets.database.database import FILE_NAME, MIGRATIONS, Database
from presets.store.store import MAX_OWN_PRESETS

ROOT = Path(__file__).parents[3]


def preset_named(name: str, **fields: object) -> Preset:
    return new_preset(name=name, prompt_template="ink drawing of {prompt}", **fields)


def names(store: PresetStore) -> list[str]:
    return [preset.name for preset in store.own()]


def test_a_saved_preset_is_found_by_another_store_after_a_restart(tmp_path: Path) -> None:
    saved = PresetStore(tmp_path).save(preset_named("Ink", guidance_scale=8, num_steps=12, scheduler="Euler"))
    assert PresetStore(tmp_path).own() == [saved]


def test_all_presets_are_the_built_in_ones_and_then_the_own_by_name(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    for name in ("zebra", "Ant 10", "Ant 9", "möwe", "7 ants"):
        store.save(preset_named(name))
    assert store.all()[:8] == list(load_builtin())
    assert names(store) == ["7 ants", "Ant 9", "Ant 10", "möwe", "zebra"]


def test_a_preset_is_found_by_key_and_by_name_in_any_case(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    own = store.save(preset_named("Ink"))
    assert store.find(own.key) == store.find("iNK ") == own
    assert store.find("sega-mascot") == store.find("SEGA-style mascot")


@pytest.mark.parametrize("what", ["nothing", "", None, 7, "../manga", "${x}", "\ud800"])
def test_an_unknown_preset_is_refused_with_what_there_is(what: object, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="Preset: got .*allowed are Manga, "):
        PresetStore(tmp_path).find(what)


def test_a_name_that_is_taken_is_refused_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    first = store.save(preset_named("Ink", num_steps=10))
    with pytest.raises(InvalidRequest, match="“INK” is taken"):
        store.save(preset_named("INK", num_steps=30))
    assert store.own() == [first]
    replaced = store.save(preset_named("INK", num_steps=30), replace=True)
    assert (replaced.key, store.own()) == (first.key, [replaced])


def test_the_names_of_built_in_styles_stay_theirs(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    with pytest.raises(InvalidRequest, match="comes with Emerge"):
        store.save(preset_named("manga"), replace=True)
    with pytest.raises(InvalidRequest, match="comes with Emerge"):
        store.rename(ink.key, "Manga")


def test_rename_keeps_the_key_and_delete_forgets(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    renamed = store.rename(ink.key, "  Blue \n ink ")
    assert (renamed.key, renamed.name, names(store)) == (ink.key, "Blue ink", ["Blue ink"])
    assert store.rename(ink.key, "BLUE ink").name == "BLUE ink"
    store.delete(ink.key)
    assert store.own() == []


def test_what_is_gone_or_built_in_can_be_neither_renamed_nor_deleted(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    for key in ("manga", "own-0000", "'; DROP TABLE presets; --"):
        with pytest.raises(InvalidRequest, match="^Preset"):
            store.rename(key, "New name")
        with pytest.raises(InvalidRequest, match="^Preset"):
            store.delete(key)


def imported(store: PresetStore, text: str) -> Preset:
    """The only preset in a file."""
    return store.import_files([("", text.encode())]).imported[0]


def test_export_and_import_bring_a_preset_to_another_studio(tmp_path: Path) -> None:
    here, there = PresetStore(tmp_path / "here"), PresetStore(tmp_path / "there")
    ink = here.save(preset_named("Ink", guidance_scale=9, note="wash", tags="wet", finish={"colours": 4}))
    brought = imported(there, here.export_json(ink.key))
    assert brought.model_copy(update={"key": ink.key}) == ink
    assert brought.key != ink.key
    assert there.own() == [brought]


def test_an_import_takes_a_free_name_and_never_overwrites(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    first = store.save(preset_named("x" * 60))
    other, third = (first.model_copy(update={"num_steps": steps}).to_json() for steps in (3, 4))
    assert imported(store, other).name == "x" * 58 + " 2"
    assert imported(store, third).name == "x" * 58 + " 3"
    assert store.find(first.key) == first
    manga = imported(store, store.export_json("manga"))
    assert (manga.name, manga.builtin, manga.thumbnail) == ("Manga 2", False, None)


def test_a_style_that_is_here_already_is_not_brought_in_again(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    text = store.save(preset_named("Ink")).to_json()
    report = store.import_files([("ink.json", text.encode())])
    assert (report.imported, [line.text for line in report.skipped]) == ((), ["the same style is here already"])


def test_names_are_only_ever_text(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    odd = ["../../x", "=cmd()", "<img onerror=1>", "${x}", "{{x}}", "Robert'); DROP TABLE presets;--", "🐈‍⬛", "שלום"]
    for name in odd:
        store.save(preset_named(name))
    assert sorted(names(PresetStore(tmp_path))) == sorted(odd)
    assert {path.name for path in tmp_path.iterdir()} <= {FILE_NAME, FILE_NAME + "-wal", FILE_NAME + "-shm"}


def test_there_is_an_end_to_how_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presets.store.store.MAX_OWN_PRESETS", 2)
    assert MAX_OWN_PRESETS > 100
    store = PresetStore(tmp_path)
    store.save(preset_named("a"))
    store.save(preset_named("b"))
    with pytest.raises(InvalidRequest, match="delete one first"):
        store.save(preset_named("c"))
    store.save(preset_named("b", num_steps=3), replace=True)


def test_a_row_that_cannot_be_read_hides_only_itself(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    good, bad = store.save(preset_named("good")), store.save(preset_named("bad"))
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE presets SET body = '{\"version\": 99}' WHERE key = ?", (bad.key,))
    connection.close()
    assert PresetStore(tmp_path).own() == [good]


# ---- what may happen to the file


@pytest.mark.parametrize("content", [b"this is no database", b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_set_aside_and_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    store = PresetStore(tmp_path)
    aside = list(tmp_path.glob("*.corrupt-*"))
    assert store.notice and str(aside[0]) in store.notice
    assert aside[0].read_bytes() == content
    store.save(preset_named("Ink"))
    again = PresetStore(tmp_path)
    assert (names(again), again.notice) == (["Ink"], None)


def test_a_file_cut_off_anywhere_never_stops_the_start(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    store = PresetStore(whole)
    for number in range(20):
        store.save(preset_named(f"preset {number}", note="n" * 250))
    content = (whole / FILE_NAME).read_bytes()
    chance = random.Random(5)
    for length in [0, 1, 15, 16, 99, 100, 4095, 4096, *(chance.randrange(len(content)) for _ in range(25))]:
        folder = tmp_path / f"cut-{length}"
        folder.mkdir()
        (folder / FILE_NAME).write_bytes(content[:length])
        cut = PresetStore(folder)
        assert cut.all()[:8] == list(load_builtin())
        cut.save(preset_named("afterwards"))
        assert "afterwards" in names(PresetStore(folder))


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    store = PresetStore(tmp_path)
    store.save(preset_named("Ink"))
    assert store.notice is None and names(store) == ["Ink"]


def test_a_data_directory_that_cannot_be_used_is_said_and_mends_itself(tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    store = PresetStore(in_the_way)
    assert store.notice and "--data-dir" in store.notice
    assert store.all() == list(load_builtin())
    with pytest.raises(PresetError, match="--data-dir"):
        store.save(preset_named("Ink"))
    in_the_way.unlink()
    store.save(preset_named("Ink"))
    assert names(store) == ["Ink"]
    assert PresetStore(in_the_way).notice is None


def test_the_file_of_a_newer_emerge_is_left_alone(tmp_path: Path) -> None:
    PresetStore(tmp_path).save(preset_named("Ink"))
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    store = PresetStore(tmp_path)
    assert store.notice and "newer Emerge" in store.notice
    with pytest.raises(PresetError, match="newer Emerge"):
        store.save(preset_named("other"))
    assert not list(tmp_path.glob("*.corrupt-*"))


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_every_older_version_of_the_file_is_brought_up_to_date(version: int, tmp_path: Path) -> None:
    Database(tmp_path, MIGRATIONS[:version])
    store = PresetStore(tmp_path)
    store.save(preset_named("Ink"))
    assert (names(store), store.notice) == (["Ink"], None)


def test_a_migration_keeps_what_was_saved_and_happens_whole_or_not_at_all(tmp_path: Path) -> None:
    PresetStore(tmp_path).save(preset_named("Ink"))
    broken = (*MIGRATIONS, "ALTER TABLE presets ADD COLUMN colour TEXT", "THIS IS NO SQL")
    assert Database(tmp_path, broken).notice
    assert names(PresetStore(tmp_path)) == ["Ink"]
    longer = broken[:-1]
    with Database(tmp_path, longer).connect() as connection:
        assert connection.execute("SELECT name, colour FROM presets").fetchall() == [("Ink", None)]


FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from presets import PresetError, PresetStore, new_preset
store = PresetStore(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
for number in range(200):
    try:
        store.save(new_preset(name=f"more {number}", note="n" * 300))
    except PresetError as error:
        print(number, error)
        break
"""


def test_a_full_disk_is_said_and_what_was_saved_is_intact(tmp_path: Path) -> None:
    PresetStore(tmp_path).save(preset_named("before"))
    limit = (tmp_path / FILE_NAME).stat().st_size + 20_000
    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path), str(limit)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    ).stdout
    assert "Not saved" in told and "is full" in told and "intact" in told
    after = PresetStore(tmp_path)
    assert after.notice is None
    assert len(names(after)) == int(told.split()[0]) + 1 and "before" in names(after)


SAVE_FOR_EVER = """
import sys
from presets import PresetStore, new_preset
store = PresetStore(sys.argv[1])
for number in range(10**6):
    store.save(new_preset(name=f"{sys.argv[2]} {number % 40}", note=f"{number} " + "n" * 250), replace=True)
    print(number, flush=True)
"""


def test_kill_9_in_the_middle_of_a_save_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    chance = random.Random(9)
    for round_number in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", SAVE_FOR_EVER, str(tmp_path), f"round {round_number}"],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert child.stdout is not None and child.stdout.readline() == "0\n"
        time.sleep(chance.random() * 0.15)
        child.send_signal(signal.SIGKILL)
        told = [int(line) for line in child.stdout.read().split("\n")[:-1] if line]
        child.stdout.close()
        child.wait()
        store = PresetStore(tmp_path)
        assert store.notice is None
        mine = [preset for preset in store.own() if preset.name.startswith(f"round {round_number} ")]
        newest = max(int(preset.note.split()[0]) for preset in mine)
        assert newest in (max(told, default=0), max(told, default=0) + 1)


def _save_many(folder: str, window: str, count: int) -> None:
    store = PresetStore(folder)
    for number in range(count):
        store.save(preset_named(f"{window} {number}"))


def test_two_windows_that_save_at_once_lose_nothing(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    windows = [spawn.Process(target=_save_many, args=(str(tmp_path), f"window {n}", 25)) for n in range(3)]
    for window in windows:
        window.start()
    for window in windows:
        window.join(60)
        assert window.exitcode == 0
    assert len(names(PresetStore(tmp_path))) == 75


def test_importing_presets_loads_neither_torch_nor_gradio() -> None:
    code = "import sys, presets; print([name for name in ('torch', 'diffusers', 'gradio') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert json.loads(told.replace("'", '"')) == []
