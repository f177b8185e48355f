"""What of the history is found: by words, with and without an index, and by filters."""

from __future__ import annotations

from pathlib import Path

import pytest

from presets.history import search as history_search
from presets.history.history import History, Wanted
from tests.presets.kept_runs import keep, prompts


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


def test_a_file_that_sqlite_without_fts5_wrote_is_searched_through_an_index_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(history_search, "prepare_index", lambda connection: False)
        keep(History(tmp_path), "a white cat")
    assert prompts(History(tmp_path), text="whi") == ["a white cat"]
