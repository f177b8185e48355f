"""`History`: every finished run, its pictures in files and what can be searched in SQLite.

Everybody who can reach the studio shares the history of its data directory. The files are the truth: a run that is in
no table is taken in at the next start, and a row whose files are gone is forgotten.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.checks import shown
from pipeline.errors import InvalidRequest
from pipeline.photo.original import Original
from presets.database.database import Database
from presets.history import disk_use, photos, search
from presets.history.files import HistoryFiles, build_files, new_key
from presets.history.rows import COLUMNS, Kept, kept_from_row, row_from_settings

SERIES = "SELECT {} FROM runs AS other WHERE other.series = runs.series AND other.deleted_ms IS NULL"
ONE_OF_EACH = f"(series = '' OR id = ({SERIES.format('max(other.id)')}))"
HOW_MANY = f"CASE WHEN series = '' THEN 1 ELSE ({SERIES.format('count(*)')}) END"
UNDO_MS = 3_600_000  # how long what was deleted can be brought back
PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a page is asked for; "" and False mean all. `grouped`: one entry for a series, its newest run."""

    text: str = ""
    preset: str = ""
    model: str = ""
    favourites: bool = False
    series: str = ""
    grouped: bool = False


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """Some runs, newest first. `after`: where the next page begins, or None. `total`: on the first page only."""

    runs: tuple[Kept, ...]
    after: str | None
    total: int | None


class History:
    """Making one never raises. Every method may be called from any thread.

    Raises `PresetError` where the database, and OSError where the files cannot be used: what was kept is intact then.
    """

    def __init__(self, data_dir: Path | str) -> None:
        self.files = HistoryFiles(Path(data_dir))
        self.photos = photos.HistoryPhotos(self.files.root)
        self._database = Database(Path(data_dir))
        self._indexed: bool | None = None

    @property
    def notice(self) -> str | None:
        """What people should know about the file, None where all is well."""
        return self._database.notice

    # ---- taking in

    def add(
        self,
        pngs: Sequence[bytes],
        settings: dict[str, Any],
        *,
        preset: str,
        painted_ms: int,
        original: Original | None = None,
        series: str = "",
    ) -> str:
        """Keeps a finished run and, where `original` is given, the photo that it began from; gives back its key."""
        key = new_key(painted_ms)
        original_fields = {} if original is None else self.photos.keep(original)
        self.files.write(
            key, build_files(list(pngs), settings, preset, painted_ms, original=original_fields, series=series)
        )
        row = self._row_of(key)
        assert row is not None
        self._enter([row])
        return key

    def adopt(self) -> int:
        """Brings files and table together, as after a kill or a damaged database; how many runs were taken in."""
        self.files.sweep()
        with self._database.connect() as connection:
            known = {key for (key,) in connection.execute("SELECT key FROM runs")}
        here = set(self.files.keys())  # after the rows: another Emerge may be writing, and its files come first
        if self.files.root.is_dir():
            self._forget(known - here)
        found = [row for row in map(self._row_of, sorted(here - known)) if row is not None]
        self._enter(found)
        with self._database.connect() as connection:
            self.photos.sweep(photos.photos_in_use(connection))
        return len(found)

    def _row_of(self, key: str) -> dict[str, Any] | None:
        """The row of a run by its files, None where they do not say enough."""
        about = self.files.about(key)
        if about is None:
            return None
        original_fields = about.get("original")
        photo = original_fields.get("photo") if isinstance(original_fields, dict) else None
        return {
            **row_from_settings(key, about["settings"], str(about.get("preset", "")), about["painted_ms"]),
            "bytes": self.files.size(key),
            "photo": photo if self.photos.path(photo) else "",
            "series": str(about.get("series", "")),
        }

    def grow(self, key: str) -> None:
        """A run has got more files: its size is taken anew."""
        with self._database.connect(write=True) as connection:
            connection.execute("UPDATE runs SET bytes = ? WHERE key = ?", (self.files.size(key), key))

    def _enter(self, rows: Sequence[dict[str, Any]]) -> None:
        indexed = self._search_ready()
        with self._database.connect(write=True) as connection:
            for row in rows:
                marks = ", ".join("?" * len(row))
                entered = connection.execute(
                    f"INSERT OR IGNORE INTO runs ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
                )
                if row["photo"]:
                    photos.add_row(connection, row["photo"], self.photos.size(row["photo"]))
                if indexed and entered.rowcount == 1:
                    search.add(connection, entered.lastrowid or 0, row["words"])

    # ---- looking

    def page(self, wanted: Wanted, *, after: str | None = None, limit: int = PAGE) -> HistoryPage:
        """The runs that are wanted, from `after` on. Raises `InvalidRequest` for an `after` that is none."""
        clauses, values = search.condition(wanted.text, indexed=self._search_ready())
        clauses = ["deleted_ms IS NULL", *clauses]
        for name, value in (("preset", wanted.preset), ("model", wanted.model), ("series", wanted.series)):
            if value:
                clauses.append(f"{name} = ?")
                values.append(value)
        if wanted.favourites:
            clauses.append("favourite")
        if wanted.grouped:
            clauses.append(ONE_OF_EACH)
        many = HOW_MANY if wanted.grouped else "1"
        return self._page(f"{COLUMNS}, {many}", " AND ".join(clauses), values, after, limit)

    def _page(self, columns: str, where: str, values: list[str], after: str | None, limit: int) -> HistoryPage:
        place = _place(after)
        beyond = "" if place is None else " AND (painted_ms, id) < (?, ?)"
        with self._database.connect() as connection:
            rows = connection.execute(
                f"SELECT id, {columns} FROM runs WHERE {where}{beyond} ORDER BY painted_ms DESC, id DESC LIMIT ?",
                (*values, *(place or ()), limit + 1),
            ).fetchall()
            total = None
            if place is None:
                total = connection.execute(f"SELECT count(*) FROM runs WHERE {where}", values).fetchone()[0]
        shown_rows = rows[:limit]
        more = len(rows) > limit
        last = f"{shown_rows[-1][2]}-{shown_rows[-1][0]}" if more else None
        return HistoryPage(runs=tuple(kept_from_row(row[1:]) for row in shown_rows), after=last, total=total)

    def find(self, key: object) -> Kept | None:
        """The run of that key, deleted or not; None where there is none."""
        with self._database.connect() as connection:
            row = connection.execute(f"SELECT {COLUMNS} FROM runs WHERE key = ?", (str(key),)).fetchone()
        return None if row is None else kept_from_row(row)

    def in_series(self, series: Iterable[str]) -> list[str]:
        """The keys of all runs of these series that are not deleted."""
        query = "SELECT key FROM runs WHERE series = ? AND series <> '' AND deleted_ms IS NULL"
        with self._database.connect() as connection:
            return [key for each in series for (key,) in connection.execute(query, (each,))]

    def settings(self, key: str) -> dict[str, Any] | None:
        """What a run was painted with."""
        about = self.files.about(key) if self.find(key) is not None else None
        return None if about is None else about["settings"]

    def original(self, key: str) -> tuple[Path, dict[str, Any]] | None:
        """The photo that a run began from, and its "fit" and "framing"; None where there is none (any more)."""
        about = self.files.about(key) if self.find(key) is not None else None
        original_fields = None if about is None else about.get("original")
        path = self.photos.path(original_fields.get("photo")) if isinstance(original_fields, dict) else None
        return None if path is None or not isinstance(original_fields, dict) else (path, original_fields)

    def filters(self) -> dict[str, list[str]]:
        """The presets and the models that occur, by name."""
        with self._database.connect() as connection:
            return {
                name: [
                    value
                    for (value,) in connection.execute(
                        f"SELECT DISTINCT {name} FROM runs WHERE deleted_ms IS NULL AND {name} <> '' ORDER BY {name}"
                    )
                ]
                for name in ("preset", "model")
            }

    # ---- changing

    def set_favourite(self, keys: Iterable[str], on: bool) -> int:
        """Marks runs, or takes the mark away; how many there were."""
        return self._update("favourite = ?", [(int(on), key) for key in keys])

    def delete(self, keys: Iterable[str]) -> int:
        """Hides runs; within the hour `restore` brings them back, then `tidy` removes them for good."""
        now_ms = time.time_ns() // 1_000_000
        return self._update("deleted_ms = ?", [(now_ms, key) for key in keys])

    def restore(self, keys: Iterable[str]) -> int:
        """Brings back what was deleted and is still there."""
        return self._update("deleted_ms = ?", [(None, key) for key in keys])

    def _update(self, change: str, values: list[tuple[int | None, str]]) -> int:
        with self._database.connect(write=True) as connection:
            return connection.executemany(f"UPDATE runs SET {change} WHERE key = ?", values).rowcount

    # ---- room on the disk

    def use(self) -> disk_use.Use:
        """Deleted runs count until they are removed."""
        with self._database.connect() as connection:
            return disk_use.read_use(connection)

    def choice(self, name: str, default: int) -> int:
        """A number that the person chose."""
        with self._database.connect() as connection:
            return disk_use.read_choice(connection, name, default)

    def choose(self, name: str, value: int) -> None:
        """Keeps a number that the person chose."""
        with self._database.connect(write=True) as connection:
            connection.execute("INSERT OR REPLACE INTO history_choices (name, value) VALUES (?, ?)", (name, value))

    def set_limit(self, limit_bytes: int) -> None:
        """How much the history may take; what is over it goes with the next `tidy`. Raises `InvalidRequest`."""
        self.choose(disk_use.LIMIT, disk_use.check_limit(limit_bytes))

    def over(self, limit_bytes: int) -> list[str]:
        """The runs that a limit removes, as `disk_use.runs_over_limit` says."""
        with self._database.connect() as connection:
            return disk_use.runs_over_limit(connection, limit_bytes)

    def tidy(self) -> int:
        """Removes for good what was deleted an hour ago, and what is over the limit; how many runs."""
        long_ago = time.time_ns() // 1_000_000 - UNDO_MS
        with self._database.connect() as connection:
            old = [key for (key,) in connection.execute("SELECT key FROM runs WHERE deleted_ms < ?", (long_ago,))]
        self._remove(old)
        over = self.over(self.use().limit_bytes)
        self._remove(over)
        with self._database.connect(write=True) as connection:
            photos.remove_unused(connection, self.photos)
        return len(old) + len(over)

    def _remove(self, keys: Sequence[str]) -> None:
        for key in keys:
            self.files.remove(key)  # first: a row without files is forgotten, files without a row would come back
        self._forget(keys)

    def _forget(self, keys: Iterable[str]) -> None:
        indexed = self._search_ready()
        with self._database.connect(write=True) as connection:
            for key in keys:
                row = connection.execute("DELETE FROM runs WHERE key = ? RETURNING id", (key,)).fetchone()
                if row is not None and indexed:
                    search.remove(connection, row[0])

    def _search_ready(self) -> bool:
        if self._indexed is None:
            with self._database.connect(write=True) as connection:
                self._indexed = search.prepare_index(connection)
        return self._indexed


def _place(after: str | None) -> tuple[int, int] | None:
    """Time and number of the last run that was seen. Raises `InvalidRequest`."""
    if not after:
        return None
    parts = after.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise InvalidRequest("After", f"got {shown(after)}, allowed is what the page before gave.")
    return int(parts[0]), int(parts[1])
