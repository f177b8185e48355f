"""`PresetStore`: people's own presets, beside the ones that come with Emerge.

Everybody who can reach the studio shares the presets of its data directory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pipeline.checks import shown
from pipeline.errors import InvalidRequest
from presets.database.database import Database, PresetError
from presets.formats import Left, left_behind, write_styles
from presets.store.cards import Cards, in_order, moved
from presets.store.importing import ImportReport, check_pictures, import_styles, read_files
from presets.store.rows import count_rows, delete_row, from_row, key_of_name, read_row, write_row
from presets.store.undo import Undone, record_rows, restore_rows
from presets.style.fields import check_name
from presets.style.preset import Preset
from presets.style.shipped import load_builtin

MAX_OWN_PRESETS = 2_000
NAMED_IN_ERRORS = 20


class PresetStore:
    """Making one never raises; `notice` is a sentence for people where the file was damaged or cannot be used.

    Every method may be called from any thread. Raises `InvalidRequest` for what cannot be done, naming the field, and
    `PresetError` where the file could not be read or written: then nothing that was saved before has changed.
    `cards` holds stars, order and painted thumbnails.
    """

    def __init__(self, data_dir: Path | str) -> None:
        self._database = Database(Path(data_dir))
        self.cards = Cards(self._database)

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
        """One's own presets by name, 9 before 10; a row that cannot be read is left out."""
        with self._database.connect() as connection:
            rows = connection.execute("SELECT key, body FROM presets").fetchall()
        found = [from_row(row) for row in rows]
        return sorted((preset for preset in found if preset is not None), key=lambda preset: _by_name(preset.name))

    def find(self, key_or_name: object) -> Preset:
        """The preset of that key, else of that name in any case."""
        if isinstance(key_or_name, str):
            name = key_or_name.strip().casefold()
            found = (
                next((preset for preset in load_builtin() if preset.key == key_or_name), None)
                or self._find_own(key_or_name, "key")
                or next((preset for preset in load_builtin() if preset.name.casefold() == name), None)
                or self._find_own(name, "name_folded")
            )
            if found is not None:
                return found
        presets = self.all()
        allowed = ", ".join(preset.name for preset in presets[:NAMED_IN_ERRORS])
        more = f" and {len(presets) - NAMED_IN_ERRORS:,} more" if len(presets) > NAMED_IN_ERRORS else ""
        raise InvalidRequest("Preset", f"got {shown(key_or_name)}, allowed are {allowed}{more}.")

    def _find_own(self, value: str, column: Literal["key", "name_folded"]) -> Preset | None:
        """One row and not all of them: the page asks at every letter that somebody types."""
        try:
            with self._database.connect() as connection:
                row = connection.execute(f"SELECT key, body FROM presets WHERE {column} = ?", (value,)).fetchone()
        except (PresetError, UnicodeEncodeError):  # half of a pair of surrogates is no name that was ever saved
            return None
        return from_row(row) if row else None

    def save(self, preset: Preset, *, replace: bool = False) -> Preset:
        """Keeps a new preset. Where one's own has its name already, `replace` decides: overwrite it, or refuse."""
        return self.save_over(preset, replace=replace)[0]

    def save_over(self, preset: Preset, *, replace: bool = True) -> tuple[Preset, str]:
        """The same, with the token for `undo`: "" where nothing was overwritten."""
        _refuse_builtin_name(preset.name)
        undo = ""
        with self._database.connect(write=True) as connection:
            taken = key_of_name(connection, preset.name)
            if taken and not replace:
                raise InvalidRequest("Preset name", f"“{preset.name}” is taken, choose another name.")
            if taken:
                undo = record_rows(connection, [taken])
                preset = preset.model_copy(update={"key": taken})
            elif count_rows(connection) >= MAX_OWN_PRESETS:
                raise InvalidRequest("Preset", f"there are {MAX_OWN_PRESETS:,} already: delete one first.")
            write_row(connection, preset)
        return preset, undo

    def rename(self, key: str, name: object) -> Preset:
        """The preset under its new name; its key stays."""
        return self.rename_with_undo(key, name)[0]

    def rename_with_undo(self, key: str, name: object) -> tuple[Preset, str]:
        """The same, with the token for `undo`."""
        wanted = check_name(name)
        _refuse_builtin_name(wanted)
        with self._database.connect(write=True) as connection:
            preset = read_row(connection, key)
            taken = key_of_name(connection, wanted)
            if taken not in (None, key):
                raise InvalidRequest("Preset name", f"“{wanted}” is taken, choose another name.")
            undo = record_rows(connection, [key])
            renamed = preset.model_copy(update={"name": wanted})
            write_row(connection, renamed)
        return renamed, undo

    def delete(self, key: str) -> str:
        """Forgets one's own preset. Gives back the token for `undo`; until then its card is kept too."""
        with self._database.connect(write=True) as connection:
            read_row(connection, key)
            undo = record_rows(connection, [key])
            delete_row(connection, key)
        return undo

    def undo(self, token: object) -> Undone:
        """Takes a save-over, a rename, a delete or an import back, apart from what was changed again since."""
        if not isinstance(token, str) or not token:
            raise InvalidRequest("Undo", "there is nothing to take back.")
        with self._database.connect(write=True) as connection:
            return restore_rows(connection, token)

    # ---- the cards

    def arranged(self) -> list[Preset]:
        """All presets as people see them: favourites first, then their own order."""
        presets = {preset.key: preset for preset in self.all()}
        try:
            cards = self.cards.all()
        except PresetError:
            cards = {}
        return [presets[key] for key in in_order(list(presets), cards)]

    def move(self, key: str, before: str) -> None:
        """Puts a preset's card before another one, or at the end for ""."""
        self.cards.arrange(moved([preset.key for preset in self.arranged()], key, before))

    # ---- files

    def export_json(self, key: str) -> str:
        """Any preset as a file to keep or to pass on, with the picture that was painted on its card."""
        return self.export("json", [key]).decode("utf-8")

    def export(self, kind: str, keys: Iterable[str] = ()) -> bytes:
        """The presets of these keys, or all of one's own, as a file: "json" (ours, with the pictures on their cards),
        "csv" (AUTOMATIC1111's styles.csv), "fooocus", "invoke" or "sdnext". What stays out, `left_behind` tells."""
        presets = self._chosen(keys)
        return write_styles(kind, presets, self._pictures(presets))

    def left_behind(self, kind: str, keys: Iterable[str] = ()) -> tuple[Left, ...]:
        """What of these presets, or of all of one's own, a file of that format cannot hold."""
        presets = self._chosen(keys)
        return left_behind(kind, presets, self._pictures(presets).keys())

    def _chosen(self, keys: Iterable[str]) -> list[Preset]:
        wanted = list(keys)
        return [self.find(key) for key in wanted] if wanted else self.own()

    def _pictures(self, presets: Sequence[Preset]) -> dict[str, bytes]:
        return self.cards.thumbnails(preset.key for preset in presets)

    def import_files(self, files: Sequence[tuple[str, bytes]]) -> ImportReport:
        """Keeps the styles of files (name and content each) as one's own, all in one transaction.

        The formats are told by their content: ours, AUTOMATIC1111's, Fooocus', InvokeAI's, SD.Next's. A style whose
        name is taken gets a free one, one that is here already stays out, and so does a bad one; all of it is reported.
        """
        read = read_files(files)
        with self._database.connect(write=True) as connection:
            report = import_styles(connection, read, MAX_OWN_PRESETS)
        jpegs, report = check_pictures(report)
        if jpegs:
            self.cards.keep_thumbnails(jpegs)
        return report


def _refuse_builtin_name(name: str) -> None:
    if any(preset.name.casefold() == name.casefold() for preset in load_builtin()):
        raise InvalidRequest("Preset name", f"“{name}” is a style that comes with Emerge, choose another name.")


def _by_name(name: str) -> list[tuple[int, str]]:
    """A key that sorts names with numbers in them as people do."""
    parts = re.split(r"([0-9]{1,9})", name.casefold())
    return [(int(part), "") if index % 2 else (0, part) for index, part in enumerate(parts)]
