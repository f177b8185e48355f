"""The table of people's own presets, row by row, inside a transaction that somebody else holds."""

from __future__ import annotations

import json
import sqlite3

from pipeline.checks import shown
from pipeline.errors import InvalidRequest
from presets.style.preset import Preset, parse_preset
from presets.style.shipped import load_builtin

Row = tuple[str, str]


def from_row(row: Row) -> Preset | None:
    """The preset in a row of key and body, None where it cannot be read."""
    try:
        preset = parse_preset(row[1])
    except InvalidRequest:
        return None
    return preset if preset.key == row[0] else None


def read_row(connection: sqlite3.Connection, key: str) -> Preset:
    """One's own preset. Raises `InvalidRequest` for what is built in, gone or unreadable."""
    if any(preset.key == key for preset in load_builtin()):
        raise InvalidRequest("Preset", "comes with Emerge and cannot be changed: save it under another name.")
    preset = from_row((key, body)) if (body := body_of(connection, key)) else None
    if preset is None:
        raise InvalidRequest("Preset", f"got {shown(key)}, and there is no such preset (any more).")
    return preset


def body_of(connection: sqlite3.Connection, key: str) -> str | None:
    """The stored JSON of a key, None where there is none."""
    row = connection.execute("SELECT body FROM presets WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def key_of_name(connection: sqlite3.Connection, name: str) -> str | None:
    """Whose name it is, in any case."""
    row = connection.execute("SELECT key FROM presets WHERE name_folded = ?", (name.casefold(),)).fetchone()
    return str(row[0]) if row else None


def count_rows(connection: sqlite3.Connection) -> int:
    """How many presets people have saved."""
    return int(connection.execute("SELECT count(*) FROM presets").fetchone()[0])


def write_row(connection: sqlite3.Connection, preset: Preset) -> None:
    """Adds the preset, or replaces the one of its key."""
    body = json.dumps(preset.model_dump(mode="json"), ensure_ascii=False)
    connection.execute(
        "INSERT INTO presets (key, name, name_folded, body) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
        "name = excluded.name, name_folded = excluded.name_folded, body = excluded.body, saved_at = CURRENT_TIMESTAMP",
        (preset.key, preset.name, preset.name.casefold(), body),
    )


def delete_row(connection: sqlite3.Connection, key: str) -> None:
    """Forgets the preset of that key."""
    connection.execute("DELETE FROM presets WHERE key = ?", (key,))
