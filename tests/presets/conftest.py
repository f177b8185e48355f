"""A history with and without SQLite's index for words, since not every SQLite has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from presets.history import search as history_search
from presets.history.history import History


@pytest.fixture(params=["with FTS5", "without FTS5"])
def history(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    if request.param == "without FTS5":
        monkeypatch.setattr(history_search, "prepare_index", lambda connection: False)
    return History(tmp_path)
