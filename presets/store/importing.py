"""Bringing files of styles in: everything in one transaction, and a report that names every line that stayed out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import InvalidRequest
from presets.formats import Entry, read_styles
from presets.store.cards import write_thumbnails
from presets.store.rows import count_rows, from_row, write_row
from presets.store.undo import record_rows
from presets.style.fields import MAX_NAME_CHARS
from presets.style.pictures import read_pictures
from presets.style.preset import Preset, new_preset
from presets.style.shipped import load_builtin

SAME = {"key", "name"}  # what two presets with the same settings may differ in


@dataclass(frozen=True, kw_only=True)
class Line:
    """Something to tell about one style of a file: where it stands, what it is called, and what about it."""

    place: str
    name: str
    text: str

    @property
    def told(self) -> str:
        """The name that `text` had, for scripts that read it."""
        return self.text


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What a file has as the picture of a style that came in, unchecked: `text` about it begins with `line`."""

    key: str
    text: object
    line: Line


@dataclass(frozen=True, kw_only=True)
class StyleFile:
    """A file of styles that was read: its name where it came with others, whose it is, and what is in it, or why that
    is nothing."""

    name: str
    origin: str = ""
    entries: Sequence[Entry] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What came in and what did not. `origins` are the studios whose files these were; `undo` takes all of it back.

    `pictures` are still to be checked and kept: that takes longer than a transaction should.
    """

    origins: tuple[str, ...] = ()
    imported: tuple[Preset, ...] = ()
    renamed: tuple[Line, ...] = ()
    skipped: tuple[Line, ...] = ()
    remarks: tuple[Line, ...] = ()
    undo: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def sentence(self) -> str:
        """The whole of it in one line."""
        whose = f" from {' and '.join(self.origins)}" if self.origins else ""
        parts = [f"{_many(len(self.imported), 'style')}{whose} imported"]
        if self.renamed:
            parts.append(f"{len(self.renamed)} of them renamed")
        if self.skipped:
            parts.append(f"{len(self.skipped)} left out")
        return ", ".join(parts) + "."


@dataclass(kw_only=True)
class _Importer:
    """What is known while a file is read. `names_in_use`, folded; `known`: folded names with their settings;
    `numbers`: how far the numbers behind a folded name have been given out."""

    names_in_use: set[str]
    known: set[tuple[str, str]]
    numbers: dict[str, int] = field(default_factory=dict)
    imported: list[Preset] = field(default_factory=list)
    thumbnails: dict[str, bytes] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    renamed: list[Line] = field(default_factory=list)
    skipped: list[Line] = field(default_factory=list)
    remarks: list[Line] = field(default_factory=list)
    unused: Counter[str] = field(default_factory=Counter)

    def add_file(self, file: StyleFile) -> None:
        """All styles of a file; one that holds none is left out as a whole."""
        if file.reason:
            self._skip(file.name, "", file.reason)
        for entry in file.entries:
            self.add(entry, f"{file.name}, {entry.place}" if file.name else entry.place)

    def add(self, entry: Entry, place: str) -> None:
        """One style: in under a free name, or out with its reason."""
        if entry.reason:
            return self._skip(place, entry.name, entry.reason)
        title = entry.name[:MAX_NAME_CHARS].strip()
        name, number = free_name(title, self.names_in_use, self.numbers.get(title.casefold(), 1))
        try:
            preset = new_preset(name=name, **entry.fields)
        except InvalidRequest as error:
            return self._skip(place, entry.name, str(error))
        settings = (title.casefold(), _settings(preset))
        if settings in self.known:
            return self._skip(place, entry.name, "the same style is here already")
        self.imported.append(preset)
        if entry.thumbnail:
            self.thumbnails[preset.key] = entry.thumbnail
        if entry.picture is not None:
            line = Line(place=place, name=entry.name, text="its picture was left out")
            self.pictures.append(Picture(key=preset.key, text=entry.picture, line=line))
        self.names_in_use.add(name.casefold())
        self.known.add(settings)
        self.numbers[title.casefold()] = number
        if name != entry.name:
            why = "its name was taken" if name != title else "its name was too long"
            self.renamed.append(Line(place=place, name=entry.name, text=f"is called “{name}”, since {why}"))
        self.remarks += [Line(place=place, name=entry.name, text=remark) for remark in entry.remarks]
        self.unused.update(entry.unused)
        return None

    def _skip(self, place: str, name: str, reason: str) -> None:
        self.skipped.append(Line(place=place, name=name, text=reason.removesuffix(".")))


def read_files(files: Sequence[tuple[str, bytes]]) -> list[StyleFile]:
    """All files (name and content each), before the table is touched: a big one would keep everybody from saving.

    Raises `InvalidRequest` where a file that came alone holds no styles.
    """
    return [_read_file(name if len(files) > 1 else "", content) for name, content in files]


def import_styles(connection: sqlite3.Connection, files: Sequence[StyleFile], most: int) -> ImportReport:
    """Takes the styles of all files into the table; `most` are kept there in all.

    Raises `InvalidRequest` where nothing can come in; then nothing has changed.
    """
    own = [from_row(row) for row in connection.execute("SELECT key, body FROM presets").fetchall()]
    importer = _build_importer([*load_builtin(), *(preset for preset in own if preset is not None)])
    importer.names_in_use |= {str(row[0]) for row in connection.execute("SELECT name_folded FROM presets").fetchall()}
    for file in files:
        importer.add_file(file)
    room = most - count_rows(connection)
    if len(importer.imported) > room:
        raise InvalidRequest(
            "Preset file", f"holds {len(importer.imported):,} styles, and there is room for {room:,}: nothing came in."
        )
    undo = record_rows(connection, [preset.key for preset in importer.imported]) if importer.imported else ""
    for preset in importer.imported:
        write_row(connection, preset)
    write_thumbnails(connection, importer.thumbnails)
    return ImportReport(
        origins=tuple(dict.fromkeys(file.origin for file in files if file.origin)),
        imported=tuple(importer.imported),
        renamed=tuple(importer.renamed),
        skipped=tuple(importer.skipped),
        remarks=(*importer.remarks, *_describe_unused(importer.unused)),
        undo=undo,
        pictures=tuple(importer.pictures),
    )


def check_pictures(report: ImportReport) -> tuple[dict[str, bytes], ImportReport]:
    """The pictures of what came in as small JPEGs by key, and the report with what of them stayed out."""
    jpegs: dict[str, bytes] = {}
    lost: list[Line] = []
    for picture, found in zip(report.pictures, read_pictures([each.text for each in report.pictures]), strict=True):
        if isinstance(found, bytes):
            jpegs[picture.key] = found
        else:
            lost.append(replace(picture.line, text=f"{picture.line.text} ({str(found).removesuffix('.')})"))
    return jpegs, replace(report, remarks=(*report.remarks, *lost), pictures=())


def _build_importer(presets: Sequence[Preset]) -> _Importer:
    names = [preset.name.casefold() for preset in presets]
    return _Importer(names_in_use=set(names), known=set(zip(names, map(_settings, presets), strict=True)))


def _settings(preset: Preset) -> str:
    return preset.model_dump_json(exclude=SAME)


def _read_file(name: str, content: bytes) -> StyleFile:
    """The styles of a file; where it holds none, why, if it is one of several."""
    try:
        origin, entries = read_styles(content)
    except InvalidRequest as error:
        if not name:
            raise
        return StyleFile(name=name, reason=str(error).removeprefix("Preset file: "))
    return StyleFile(name=name, origin=origin, entries=entries)


def _describe_unused(unused: Counter[str]) -> Iterator[Line]:
    for name, count in unused.most_common(20):
        yield Line(place="", name=name, text=f"is not used here (it stands in {_many(count, 'style')})")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def free_name(name: str, in_use: set[str], number: int = 1) -> tuple[str, int]:
    """The name, or the name with the first free number from `number` on, and that number. `in_use` is folded."""
    free = name if number == 1 else _numbered(name, number)
    while free.casefold() in in_use:
        number += 1
        free = _numbered(name, number)
    return free, number


def _numbered(name: str, number: int) -> str:
    ending = f" {number}"
    return name[: MAX_NAME_CHARS - len(ending)] + ending
