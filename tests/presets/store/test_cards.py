"""Stars, order, painted thumbnails and Undo: all of it in the file, for built-in styles too."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InvalidRequest
from presets import Card, Preset, PresetStore, load_builtin, new_preset
from presets.database.database import MIGRATIONS, Database
from presets.store.rows import write_row
from presets.store.undo import MAX_CHANGES


def preset_named(name: str, **fields: object) -> Preset:
    return new_preset(name=name, prompt_template="ink drawing of {prompt}", **fields)


def order(store: PresetStore) -> list[str]:
    return [preset.name for preset in store.arranged()]


def test_favourites_come_first_and_stay_so_after_a_restart(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    store.cards.star("pencil", True)
    store.cards.star(ink.key, True)
    again = PresetStore(tmp_path)
    assert order(again)[:3] == ["Pencil", "Ink", "Manga"]
    again.cards.star("pencil", False)
    assert order(again)[:2] == ["Ink", "Manga"]


def test_cards_are_moved_among_built_in_and_own_ones_alike(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    store.move(ink.key, "watercolour")
    assert order(store)[:4] == ["Manga", "Sega-style mascot", "Ink", "Watercolour"]
    store.move("manga", "")
    assert order(PresetStore(tmp_path))[-1] == "Manga"
    store.save(preset_named("Ant"))
    assert order(store)[-1] == "Ant"


@pytest.mark.parametrize(("key", "before"), [("nothing", ""), ("manga", "nothing")])
def test_what_is_not_there_cannot_be_moved(key: str, before: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="'nothing', and there is no such preset"):
        PresetStore(tmp_path).move(key, before)


def test_a_painted_thumbnail_is_kept_for_own_and_built_in_styles(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    store.cards.keep_thumbnails({ink.key: b"jpeg 1", "manga": b"jpeg 2"})
    again = PresetStore(tmp_path)
    assert (again.cards.thumbnail(ink.key), again.cards.thumbnail("manga")) == (b"jpeg 1", b"jpeg 2")
    first = again.cards.all()["manga"].painted
    again.cards.keep_thumbnails({"manga": b"jpeg 3"})
    assert first and again.cards.all()["manga"].painted not in ("", first)
    again.cards.forget_thumbnail("manga")
    assert (again.cards.thumbnail("manga"), again.cards.all()["manga"]) == (None, Card())
    with pytest.raises(InvalidRequest, match="Thumbnail"):
        again.cards.keep_thumbnails({"manga": b"x" * 100_000})


def test_save_over_is_taken_back(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    first, nothing = store.save_over(preset_named("Ink", num_steps=10))
    assert nothing == ""
    _, undo = store.save_over(preset_named("Ink", num_steps=30))
    assert store.own()[0].num_steps == 30
    assert PresetStore(tmp_path).undo(undo).keys == (first.key,)
    assert store.own() == [first]
    with pytest.raises(InvalidRequest, match="nothing to take back"):
        store.undo(undo)


def test_delete_is_taken_back_with_star_and_thumbnail(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    store.cards.star(ink.key, True)
    store.cards.keep_thumbnails({ink.key: b"jpeg"})
    undo = store.delete(ink.key)
    assert store.own() == []
    store.undo(undo)
    assert (store.own(), store.cards.thumbnail(ink.key), order(store)[0]) == ([ink], b"jpeg", "Ink")


def test_rename_is_taken_back(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    _, undo = store.rename_with_undo(ink.key, "Blue")
    store.undo(undo)
    assert store.own() == [ink]


def test_what_was_changed_again_since_is_not_taken_back_with_the_rest(tmp_path: Path) -> None:
    """Undo of an import once deleted a style of it that somebody had worked on meanwhile."""
    store = PresetStore(tmp_path)
    report = store.import_files([("styles.csv", b"name,prompt\na,x\nb,y\n")])
    edited, _ = store.save_over(preset_named("b", num_steps=7))
    undone = store.undo(report.undo)
    assert (len(undone.keys), undone.num_skipped, store.own()) == (1, 1, [edited])
    _, first = store.save_over(preset_named("b", num_steps=8))
    store.save_over(preset_named("b", num_steps=9))
    with pytest.raises(InvalidRequest, match="changed again since"):
        store.undo(first)


def test_a_name_that_was_taken_since_is_not_overwritten_by_undo(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    undo = store.delete(store.save(preset_named("Ink")).key)
    new = store.save(preset_named("INK"))
    with pytest.raises(InvalidRequest, match="“Ink” has been taken since"):
        store.undo(undo)
    assert store.own() == [new]


def test_changes_long_ago_are_forgotten_with_their_cards(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    store.cards.star(ink.key, True)
    store.cards.star("manga", True)
    oldest = store.delete(ink.key)
    for number in range(MAX_CHANGES):
        store.save_over(preset_named("Other", num_steps=number + 1))
    store.delete(store.find("Other").key)
    with pytest.raises(InvalidRequest, match="nothing to take back"):
        store.undo(oldest)
    assert set(store.cards.all()) == {"manga"}


@pytest.mark.parametrize("token", [None, "", 7, "0123", "'; DROP TABLE presets; --"])
def test_there_is_nothing_behind_an_unknown_token(token: object, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="^Undo: there is nothing to take back"):
        PresetStore(tmp_path).undo(token)


def test_the_file_of_the_first_version_gets_cards_and_undo_and_keeps_its_presets(tmp_path: Path) -> None:
    """Written by Emerge before there were stars, order, painted thumbnails and Undo."""
    ink = preset_named("Ink")
    with Database(tmp_path, MIGRATIONS[:1]).connect(write=True) as connection:
        write_row(connection, ink)
        connection.execute("UPDATE presets SET body = replace(body, '\"version\": 2', '\"version\": 1')")
    store = PresetStore(tmp_path)
    assert (store.notice, store.own()) == (None, [ink])
    store.cards.star(ink.key, True)
    assert order(store)[0] == "Ink"
    store.undo(store.delete(ink.key))
    assert store.own() == [ink]


def test_an_upgrade_of_the_built_in_styles_touches_no_own_one_and_no_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(preset_named("Ink"))
    store.cards.star("manga", True)
    store.cards.keep_thumbnails({"manga": b"jpeg"})
    newer = (*(each.model_copy(update={"prompt_template": "better {prompt}"}) for each in load_builtin()),)
    for module in ("store", "rows"):
        monkeypatch.setattr(f"presets.store.{module}.load_builtin", lambda: newer)
    upgraded = PresetStore(tmp_path)
    assert upgraded.own() == [ink]
    assert (upgraded.arranged()[0].prompt_template, upgraded.cards.thumbnail("manga")) == ("better {prompt}", b"jpeg")
