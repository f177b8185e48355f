"""What leaves the history: deleted and brought back, and what a limit removes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InvalidRequest
from presets.history.disk_use import MB
from presets.history.history import History
from tests.presets.kept_runs import keep, prompts


def test_what_was_deleted_can_be_brought_back_within_the_hour(history: History, monkeypatch: Any) -> None:
    first, second = keep(history, "one", 1), keep(history, "two", 2)
    assert history.delete([first, second, "20260101-000000-00000000"]) == 2
    assert prompts(history) == [] and history.use().runs == 0
    assert history.tidy() == 0
    history.restore([first])
    assert prompts(history) == ["one"]
    monkeypatch.setattr("presets.history.history.UNDO_MS", -1000)
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
