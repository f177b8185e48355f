"""Long work in short runs: rows that are filled from the front, and runs that stop by themselves."""

from __future__ import annotations

import json
from contextvars import copy_context
from pathlib import Path

import numpy as np
import pytest
import torch

from training.running.fingerprint import fingerprint, fingerprint_of_weights
from training.running.pause import Paused, stop_after, stop_if_due
from training.running.resumable_array import ResumableArray


def _fill(path: Path, count: int, world: str, stop_at: int | None = None) -> tuple[ResumableArray, list[int]]:
    stored = ResumableArray(path, count, (2,), np.float16, world)
    new_rows: list[int] = []
    for missing in stored.missing(3):
        if stop_at is not None and missing.start >= stop_at:
            break
        new_rows += missing
        stored.append(np.array([[row, row] for row in missing]))
    return stored, new_rows


def test_rows_go_on_where_they_stopped(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "rows.npy"
    assert _fill(path, 8, "a", stop_at=6)[1] == [0, 1, 2, 3, 4, 5]
    stored, new_rows = _fill(path, 8, "a")
    assert new_rows == [6, 7] and stored.rows[:, 0].tolist() == list(range(8))
    assert _fill(path, 8, "a")[1] == []


def test_more_rows_keep_those_that_are_there_and_fewer_leave_them_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    _fill(path, 4, "a")
    stored, new_rows = _fill(path, 7, "a")
    assert new_rows == [4, 5, 6] and stored.rows[:, 1].tolist() == list(range(7))
    fewer, new_rows = _fill(path, 2, "a")
    assert new_rows == [] and len(fewer.rows) == 2
    assert json.loads(path.with_suffix(".json").read_text())["done"] == 7


def test_rows_of_another_world_are_begun_anew_and_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rows.npy"
    _fill(path, 4, "a")
    assert _fill(path, 4, "b")[1] == [0, 1, 2, 3]
    assert "rows.npy was made of something else" in capsys.readouterr().out


def test_a_fingerprint_follows_what_is_drawn_and_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from training import world
    from training.pictures.dataset import fingerprint_of_world
    from training.subject import SUBJECT

    before = fingerprint_of_world(3)
    fingerprint_of_world.cache_clear()
    assert fingerprint_of_world(3) == before and fingerprint_of_world(None) != before
    monkeypatch.setattr(world, "SUBJECT", replace(SUBJECT, coat="black"))
    fingerprint_of_world.cache_clear()
    assert fingerprint_of_world(3) != before
    fingerprint_of_world.cache_clear()
    layer = torch.nn.Linear(2, 2)
    first = fingerprint_of_weights(layer)
    assert first == fingerprint_of_weights(layer) and first != fingerprint_of_weights(torch.nn.Linear(2, 2))
    assert fingerprint("a", b"b") != fingerprint("b", b"a")


def test_a_run_stops_when_what_it_did_is_saved_and_its_time_is_up(tmp_path: Path) -> None:
    def run() -> None:
        stop_after(60)
        stop_if_due()
        stop_after(0)
        with pytest.raises(Paused):
            _fill(tmp_path / "rows.npy", 9, "a")
        assert _fill_after_pause(tmp_path / "rows.npy") == list(range(3, 9))

    copy_context().run(run)
    stop_if_due()  # nothing of it is left


def _fill_after_pause(path: Path) -> list[int]:
    stop_after(60)
    return _fill(path, 9, "a")[1]
