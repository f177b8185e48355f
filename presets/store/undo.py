"""What a change replaced, kept so that it can be taken back: the stored rows as they were before it."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.errors import InvalidRequest
from presets.store.rows import body_of, delete_row, from_row, key_of_name, write_row

MAX_CHANGES = 50  # older ones are forgotten, and with them the cards of presets that are gone


@dataclass(frozen=True, kw_only=True)
class Undone:
    """The presets that are as they were before, and how many were left alone since they have changed again."""

    keys: tuple[str, ...]
    num_skipped: int


def record_rows(connection: sqlite3.Connection, keys: Iterable[str]) -> str:
    """Keeps the rows of these keys as they are now, in the transaction that is about to change them.

    Gives back a token for `restore_rows`. A key without a row is kept as such: taking back means deleting it again.
    """
    token = secrets.token_hex(8)
    rows = [(token, key, body_of(connection, key)) for key in keys]
    connection.executemany("INSERT INTO changes (token, key, body) VALUES (?, ?, ?)", rows)
    connection.execute(
        "DELETE FROM changes WHERE token NOT IN "
        "(SELECT token FROM changes GROUP BY token ORDER BY max(id) DESC LIMIT ?)",
        (MAX_CHANGES,),
    )
    connection.execute(
        "DELETE FROM cards WHERE key LIKE 'own-%' AND key NOT IN (SELECT key FROM presets) "
        "AND key NOT IN (SELECT key FROM changes)"
    )
    return token


def restore_rows(connection: sqlite3.Connection, token: str) -> Undone:
    """Puts the rows of a change back as they were, and forgets it. What was changed again since stays as it is.

    Raises `InvalidRequest` where there is nothing to take back (any more), or where a name has been taken since.
    """
    rows = connection.execute("SELECT id, key, body FROM changes WHERE token = ? ORDER BY id", (token,)).fetchall()
    if not rows:
        raise InvalidRequest("Undo", "there is nothing to take back (any more).")
    latest = dict(connection.execute("SELECT key, max(id) FROM changes GROUP BY key").fetchall())
    restored = [(key, body) for id, key, body in rows if latest[key] == id]
    if not restored:
        raise InvalidRequest("Undo", "it has been changed again since.")
    for key, body in restored:
        _put_back(connection, key, body)
    connection.execute("DELETE FROM changes WHERE token = ?", (token,))
    return Undone(keys=tuple(key for key, _ in restored), num_skipped=len(rows) - len(restored))


def _put_back(connection: sqlite3.Connection, key: str, body: str | None) -> None:
    preset = from_row((key, body)) if body else None
    if preset is None:
        return delete_row(connection, key)
    if key_of_name(connection, preset.name) not in (None, key):
        raise InvalidRequest("Undo", f"“{preset.name}” has been taken since: rename that one first.")
    return write_row(connection, preset)
