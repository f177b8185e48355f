"""Our own JSON: one preset, a list of presets, or a collection {"format": "emerge-presets", "presets": [...]}."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.errors import InvalidRequest
from presets.formats.entry import Entry
from presets.style import pictures
from presets.style.preset import FORMAT, VERSION, Preset, parse_fields

COLLECTION = "emerge-presets"
# What belongs to the preset that was exported and not to its copy.
NOT_COPIED = {"format", "version", "key", "name", "thumbnail"}


def is_own(entries: list[dict[str, Any]]) -> bool:
    """Whether any entry says that it is a preset of ours."""
    return any(entry.get("format") == FORMAT for entry in entries)


def read_own(entries: list[Any]) -> Iterator[Entry]:
    """The presets in a list; what is none is named by its place."""
    for number, entry in enumerate(entries, 1):
        place = f"entry {number}"
        name = entry.get("name") if isinstance(entry, dict) else None
        shown = " ".join(name.split())[:200] if isinstance(name, str) else ""
        try:
            preset = parse_fields(entry)
        except InvalidRequest as error:
            yield Entry(place=place, name=shown, reason=str(error))
        else:
            fields, picture = preset.model_dump(exclude=NOT_COPIED), entry.get(pictures.FIELD)
            yield Entry(place=place, name=preset.name, fields=fields, picture=picture)


def write_own(presets: Iterable[Preset], jpegs: Mapping[str, bytes] | None = None) -> str:
    """The presets as one file: a collection, or the preset itself where there is only one.

    `jpegs`: pictures of their cards by key, which go along.
    """
    many = [
        {**preset.model_dump(mode="json"), **_picture(jpegs[preset.key] if jpegs and preset.key in jpegs else b"")}
        for preset in presets
    ]
    found = many[0] if len(many) == 1 else {"format": COLLECTION, "version": VERSION, "presets": many}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _picture(jpeg: bytes) -> dict[str, str]:
    return {pictures.FIELD: pictures.as_text(jpeg)} if jpeg else {}
