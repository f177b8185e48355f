"""`PresetStore`: people's own presets, beside the ones that come with Emerge.

Everybody who can reach the studio shares the presets of its data directory.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from pipeline.errors import InvalidRequest
from pipeline.request import shown
from presets.database import Database, PresetError
from presets.preset import MAX_NAME_CHARS, Preset, check_name, new_preset, parse_preset
from presets.shipped import load_builtin

MAX_OWN_PRESETS = 500
Row = tuple[str, str]


class PresetStore:
    """Making one never raises; `notice` is a sentence for people where the file was damaged or cannot be used.

    Every method may be called from any thread. Raises `InvalidRequest` for what cannot be done, naming the field, and
    `PresetError` where the file could not be read or written: then nothing that was saved before has changed.
    """

    def __init__(self, data_dir: Path | str) -> None:
        self._database = Database(Path(data_dir))

    @property
    def notice(self) -> str | None:
        """What people should know about the file, None where all is well."""
        return self._database.notice

    def all(self) -> list[Preset]:
        """The built-in ones in the order of their cards, then one's own by name, as far as those can be read."""
        try:
            return [*load_builtin(), *self.own()]
        except PresetError:
            return list(load_builtin())

    def own(self) -> list[Preset]:
        """One's own presets by name; a row that cannot be read is left out."""
        with self._database.connect() as connection:
            rows = connection.execute("SELECT key, body FROM presets ORDER BY name_folded").fetchall()
        found = [_from_row(row) for row in rows]
        return [preset for preset in found if preset is not None]

    def find(self, key_or_name: object) -> Preset:
        """The preset of that key, else of that name in any case."""
        presets = self.all()
        if isinstance(key_or_name, str):
            for preset in presets:
                if preset.key == key_or_name:
                    return preset
            for preset in presets:
                if preset.name.casefold() == key_or_name.strip().casefold():
                    return preset
        allowed = ", ".join(preset.name for preset in presets)
        raise InvalidRequest("Preset", f"got {shown(key_or_name)}, allowed are {allowed}.")

    def save(self, preset: Preset, *, replace: bool = False) -> Preset:
        """Keeps a new preset. Where one's own has its name already, `replace` decides: overwrite it, or refuse."""
        _refuse_builtin_name(preset.name)
        with self._database.connect(write=True) as connection:
            taken = _key_of_name(connection, preset.name)
            if taken and not replace:
                raise InvalidRequest("Preset name", f"“{preset.name}” is taken, choose another name.")
            if taken:
                preset = preset.model_copy(update={"key": taken})
            elif _count(connection) >= MAX_OWN_PRESETS:
                raise InvalidRequest("Preset", f"there are {MAX_OWN_PRESETS} already: delete one first.")
            _write(connection, preset)
        return preset

    def rename(self, key: str, name: object) -> Preset:
        """The preset under its new name; its key stays."""
        wanted = check_name(name)
        _refuse_builtin_name(wanted)
        with self._database.connect(write=True) as connection:
            preset = _read(connection, key)
            taken = _key_of_name(connection, wanted)
            if taken not in (None, key):
                raise InvalidRequest("Preset name", f"“{wanted}” is taken, choose another name.")
            renamed = preset.model_copy(update={"name": wanted})
            _write(connection, renamed)
        return renamed

    def delete(self, key: str) -> None:
        """Forgets one's own preset."""
        with self._database.connect(write=True) as connection:
            _read(connection, key)
            connection.execute("DELETE FROM presets WHERE key = ?", (key,))

    def export_json(self, key: str) -> str:
        """Any preset as a file to keep or to pass on."""
        return self.find(key).to_json()

    def import_json(self, text: str | bytes) -> Preset:
        """Keeps the preset in an exported file as one's own, under a name that is free."""
        preset = parse_preset(text)
        fields = preset.model_dump(exclude={"format", "version", "key", "name", "thumbnail"})
        names = {other.name.casefold() for other in self.all()}
        return self.save(new_preset(name=_free_name(preset.name, names), **fields))


def _free_name(name: str, taken: set[str]) -> str:
    """The name, or the name with the first number that is free."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        ending = f" {number}"
        free = name[: MAX_NAME_CHARS - len(ending)] + ending
    return free


def _refuse_builtin_name(name: str) -> None:
    if any(preset.name.casefold() == name.casefold() for preset in load_builtin()):
        raise InvalidRequest("Preset name", f"“{name}” is a style that comes with Emerge, choose another name.")


def _from_row(row: Row) -> Preset | None:
    try:
        preset = parse_preset(row[1])
    except InvalidRequest:
        return None
    return preset if preset.key == row[0] else None


def _read(connection: sqlite3.Connection, key: str) -> Preset:
    if any(preset.key == key for preset in load_builtin()):
        raise InvalidRequest("Preset", "comes with Emerge and cannot be changed: save it under another name.")
    row = connection.execute("SELECT key, body FROM presets WHERE key = ?", (key,)).fetchone()
    preset = _from_row(row) if row else None
    if preset is None:
        raise InvalidRequest("Preset", f"got {shown(key)}, and there is no such preset (any more).")
    return preset


def _key_of_name(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT key FROM presets WHERE name_folded = ?", (name.casefold(),)).fetchone()
    return str(row[0]) if row else None


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM presets").fetchone()[0])


def _write(connection: sqlite3.Connection, preset: Preset) -> None:
    body = json.dumps(preset.model_dump(mode="json"), ensure_ascii=False)
    connection.execute(
        "INSERT INTO presets (key, name, name_folded, body) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
        "name = excluded.name, name_folded = excluded.name_folded, body = excluded.body, saved_at = CURRENT_TIMESTAMP",
        (preset.key, preset.name, preset.name.casefold(), body),
    )
