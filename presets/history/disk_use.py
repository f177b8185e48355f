"""How much of the disk the history takes, how much it may, and what goes when it takes more."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from pipeline.errors import InvalidRequest

MB = 1_000_000
DEFAULT_LIMIT = 2_000 * MB
MIN_LIMIT, MAX_LIMIT = 10 * MB, 1_000_000 * MB
LIMIT = "limit"


@dataclass(frozen=True, kw_only=True)
class Use:
    """What the history takes of the disk, and what it may."""

    bytes: int
    runs: int
    favourites: int
    limit_bytes: int


def read_use(connection: sqlite3.Connection) -> Use:
    """Deleted runs count until they are removed, and photos until nothing names them."""
    total, runs, favourites = connection.execute(
        "SELECT coalesce(sum(bytes), 0) + (SELECT coalesce(sum(bytes), 0) FROM history_photos), "
        "count(*) FILTER (WHERE deleted_ms IS NULL), "
        "count(*) FILTER (WHERE favourite AND deleted_ms IS NULL) FROM runs"
    ).fetchone()
    return Use(bytes=total, runs=runs, favourites=favourites, limit_bytes=read_choice(connection, LIMIT, DEFAULT_LIMIT))


def read_choice(connection: sqlite3.Connection, name: str, default: int) -> int:
    """A number that the person chose."""
    row = connection.execute("SELECT value FROM history_choices WHERE name = ?", (name,)).fetchone()
    return default if row is None else int(row[0])


def check_limit(limit_bytes: int) -> int:
    """Raises `InvalidRequest`."""
    if MIN_LIMIT <= limit_bytes <= MAX_LIMIT:
        return limit_bytes
    allowed = f"allowed are {MIN_LIMIT // MB} to {MAX_LIMIT // MB:,} MB."
    raise InvalidRequest("Limit", f"got {limit_bytes / MB:,.0f} MB, {allowed}")


def runs_over_limit(connection: sqlite3.Connection, limit_bytes: int) -> list[str]:
    """The runs that a limit removes: deleted ones, then the oldest. Favourites and the newest run always stay.

    A photo is freed with the last of the runs that began from it.
    """
    rows = connection.execute(
        "SELECT key, bytes, favourite, photo FROM runs ORDER BY deleted_ms IS NULL, painted_ms, id"
    ).fetchall()
    named = Counter(row[3] for row in rows)
    photos = {photo: size for photo, size in connection.execute("SELECT photo, bytes FROM history_photos")}
    total_bytes = sum(row[1] for row in rows) + sum(photos.get(photo, 0) for photo in named)
    removed = []
    for key, size, favourite, photo in rows[:-1]:
        if total_bytes <= limit_bytes:
            break
        if not favourite:
            removed.append(key)
            named[photo] -= 1
            total_bytes -= size + (0 if named[photo] else photos.get(photo, 0))
    return removed
