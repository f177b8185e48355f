"""Bringing hundreds of foreign styles in: all in one transaction, with a report, and back out by Undo."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import InvalidRequest
from presets import PresetError, PresetStore, load_builtin, new_preset
from presets.database.database import FILE_NAME
from presets.formats import Entry, read_styles


def styles_csv(count: int, *more: list[str]) -> bytes:
    out = io.StringIO(newline="")
    rows = [
        ["name", "prompt", "negative_prompt"],
        *([f"Style {n}", f"style {n} of {{prompt}}", "x"] for n in range(count)),
    ]
    csv.writer(out).writerows([*rows, *more])
    return out.getvalue().encode("utf-8-sig")


def names(store: PresetStore) -> set[str]:
    return {preset.name for preset in store.own()}


def test_five_hundred_foreign_styles_come_in_with_a_report(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    taken = store.save(new_preset(name="STYLE 7", prompt_template="mine {prompt}"))
    bad = (["Long", "x" * 2_001, ""], ["", "nameless", ""], ["Manga", "other {prompt}", ""], ["n" * 70, "y", ""])
    report = store.import_files([("styles.csv", styles_csv(498, *bad))])
    assert len(report.imported) == 500
    assert report.sentence == "500 styles from AUTOMATIC1111 imported, 3 of them renamed, 2 left out."
    assert [(line.place, line.text) for line in report.renamed] == [
        ("line 9", "is called “Style 7 2”, since its name was taken"),
        ("line 502", "is called “Manga 2”, since its name was taken"),
        ("line 503", f"is called “{'n' * 60}”, since its name was too long"),
    ]
    assert [(line.place, line.name) for line in report.skipped] == [("line 500", "Long"), ("line 501", "")]
    assert "2,011 characters" in report.skipped[0].text == report.skipped[0].told
    assert len(names(PresetStore(tmp_path))) == 501
    assert store.find(taken.key) == taken


def test_the_same_file_again_brings_nothing_twice(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    store.import_files([("styles.csv", styles_csv(20))])
    again = store.import_files([("styles.csv", styles_csv(21))])
    assert ([preset.name for preset in again.imported], len(again.skipped)) == (["Style 20"], 20)
    assert again.sentence == "1 style from AUTOMATIC1111 imported, 20 left out."


def test_many_styles_of_one_name_are_numbered_and_none_is_compared_with_all_the_others(tmp_path: Path) -> None:
    """Every style of a name was once compared with all before it: five thousand took minutes."""
    rows = [["Same", f"number {number}", ""] for number in range(1_500)] + [["Same", "number 7", ""]]
    report = PresetStore(tmp_path).import_files([("styles.csv", styles_csv(0, *rows))])
    assert [preset.name for preset in report.imported[:3]] == ["Same", "Same 2", "Same 3"]
    assert (report.imported[-1].name, len(report.skipped)) == ("Same 1500", 1)


def test_several_files_come_in_together_and_a_bad_one_is_named(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    fooocus = json.dumps([{"name": "Anime", "prompt": "anime {prompt}", "odd": 1}, {"name": ""}]).encode()
    report = store.import_files([("a.csv", styles_csv(2)), ("b.json", fooocus), ("c.json", b"{")])
    assert report.sentence == "3 styles from AUTOMATIC1111 and Fooocus imported, 2 left out."
    assert [line.place for line in report.skipped] == ["b.json, entry 2", "c.json"]
    assert report.skipped[1].text.startswith("is damaged JSON: line 1")
    assert [(line.name, line.text) for line in report.remarks] == [("odd", "is not used here (it stands in 1 style)")]


def test_what_there_is_no_room_for_does_not_come_in_by_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presets.store.store.MAX_OWN_PRESETS", 10)
    store = PresetStore(tmp_path)
    store.save(new_preset(name="mine"))
    with pytest.raises(InvalidRequest, match="holds 10 styles, and there is room for 9: nothing came in"):
        store.import_files([("styles.csv", styles_csv(10))])
    assert names(store) == {"mine"}


def test_an_import_that_breaks_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    store.save(new_preset(name="mine"))
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON presets WHEN NEW.name = 'Style 40' "
            "BEGIN SELECT RAISE(ABORT, 'the disk broke'); END"
        )
    connection.close()
    with pytest.raises(PresetError):
        store.import_files([("styles.csv", styles_csv(50))])
    assert names(PresetStore(tmp_path)) == {"mine"}


def test_others_can_save_while_a_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files were read inside the transaction: a big one kept everybody else from saving until it was through."""

    def reading(content: bytes) -> tuple[str, list[Entry]]:
        PresetStore(tmp_path).save(new_preset(name="meanwhile"))
        return read_styles(content)

    monkeypatch.setattr("presets.store.importing.read_styles", reading)
    store = PresetStore(tmp_path)
    store.import_files([("styles.csv", styles_csv(2))])
    assert names(store) == {"meanwhile", "Style 0", "Style 1"}


def test_an_import_can_be_taken_back(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    store.save(new_preset(name="mine"))
    report = store.import_files([("styles.csv", styles_csv(30))])
    assert len(store.undo(report.undo).keys) == 30
    assert names(store) == {"mine"}


def test_no_import_touches_the_styles_that_come_with_emerge(tmp_path: Path) -> None:
    before = [preset.to_json() for preset in load_builtin()]
    rows = [[preset.name, "hostile {prompt}", ""] for preset in load_builtin()]
    store = PresetStore(tmp_path)
    report = store.import_files([("styles.csv", styles_csv(0, *rows))])
    assert len(report.renamed) == len(before)
    assert [preset.to_json() for preset in store.all()[: len(before)]] == before
