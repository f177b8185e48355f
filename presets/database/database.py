"""The one SQLite file of the data directory: opening, numbered migrations, and what to do when it cannot be used.

Every operation opens its own short connection, so that any thread, window or process may save at any time.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import GenerationError
from presets.database.history_tables import HISTORY

FILE_NAME = "emerge.sqlite3"
BUSY_TIMEOUT_S = 10.0
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
logger = logging.getLogger(__name__)

# Number n takes a file of version n - 1 to version n. Never change one that has been released: add the next.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE presets (
        key TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        name_folded TEXT NOT NULL UNIQUE,
        body TEXT NOT NULL,
        saved_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    ) STRICT
    """,
    # What people did to the cards of their own and of built-in presets.
    """
    CREATE TABLE cards (
        key TEXT PRIMARY KEY,
        favourite INTEGER NOT NULL DEFAULT 0,
        place INTEGER,
        thumbnail BLOB,
        painted TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    # Rows of presets as they were before a change; body is NULL where there was none.
    """
    CREATE TABLE changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        token TEXT NOT NULL,
        key TEXT NOT NULL,
        body TEXT
    ) STRICT
    """,
    *HISTORY,
    # What a card's picture was painted with, so that it can be painted again in full.
    "ALTER TABLE cards ADD COLUMN seed INTEGER",
)


class PresetError(GenerationError):
    """Presets could not be read or saved; nothing that was saved before has changed."""


class Database:
    """The file in `data_dir`. Making one never raises: `notice` says what is wrong, and `connect` raises it."""

    def __init__(self, data_dir: Path, migrations: tuple[str, ...] = MIGRATIONS) -> None:
        self.path = data_dir / FILE_NAME
        self.migrations = migrations
        self.notice: str | None = None
        self._ready = False
        try:
            self._prepare()
        except PresetError as error:
            self.notice = str(error)
            logger.warning(self.notice)

    @contextlib.contextmanager
    def connect(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection inside one transaction: kept when the block ends well, undone when it raises.

        Raises:
            PresetError: the file cannot be used; the sentence says why and what to do.
        """
        if not self._ready:
            self._prepare()
            self.notice = None
        with self._transaction(write) as connection:
            yield connection

    @contextlib.contextmanager
    def _transaction(self, write: bool) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._open()
            try:
                with connection:
                    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                    yield connection
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise PresetError(self._explain(error, write)) from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        try:
            # WAL lets one window read while another saves; FULL survives a power cut, and saves are rare and small.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA trusted_schema = OFF")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _prepare(self) -> None:
        """Makes the file, or brings it to the newest version, where that has not been done."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self._is_damaged():
                self._set_aside()
        except OSError as error:
            raise PresetError(_cannot_use(self.path, error.strerror)) from error
        with self._transaction(write=True) as connection:
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if found > len(self.migrations):
                raise PresetError(
                    f"{self.path} was written by a newer Emerge (version {found}, this one knows "
                    f"{len(self.migrations)}): update Emerge or choose another --data-dir. Nothing was changed."
                )
            for number in range(found, len(self.migrations)):
                connection.execute(self.migrations[number])
                connection.execute(f"PRAGMA user_version = {number + 1}")
        self._ready = True

    def _is_damaged(self) -> bool:
        if not self.path.exists():
            return False
        try:
            connection = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S)
            try:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
            finally:
                connection.close()
        except sqlite3.Error as error:
            return getattr(error, "sqlite_errorcode", None) in DAMAGED

    def _set_aside(self) -> None:
        aside = self.path.with_name(f"{self.path.name}.corrupt-{time.strftime('%Y%m%d-%H%M%S')}")
        for suffix in ("", "-wal", "-shm"):
            part = self.path.with_name(self.path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
        self.notice = f"The file with your presets was damaged. It was set aside as {aside}, and a new one was begun."
        logger.warning(self.notice)

    def _explain(self, error: sqlite3.Error, write: bool) -> str:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL or (write and code == sqlite3.SQLITE_IOERR):
            return f"Not saved: the disk of {self.path.parent} is full. What was saved before is intact."
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return "Not saved: another Emerge has been writing for too long. Try again in a moment."
        if code in DAMAGED:
            return f"The file with your presets, {self.path}, is damaged: start Emerge again, and it will be set aside."
        return _cannot_use(self.path, str(error))


def _cannot_use(path: Path, reason: str | None) -> str:
    return (
        f"Presets can be neither read nor saved, because {path.parent} cannot be used ({reason or 'unknown reason'}): "
        "make it writable, or start with another --data-dir."
    )
