"""Which format a file is in: said by its content, never by its name."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.errors import InvalidRequest
from presets.formats.a1111 import read_csv
from presets.formats.entry import Entry
from presets.formats.fooocus import is_fooocus, read_fooocus
from presets.formats.invoke import is_invoke, read_invoke
from presets.formats.own import COLLECTION, is_own, read_own
from presets.formats.sdnext import is_sdnext, read_sdnext

FIELD = "Preset file"
MAX_FILE_BYTES = 15_000_000  # SD.Next keeps a picture inside every style
MAX_ENTRIES = 5_000
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# The first that says yes: what only one studio writes goes before what several write.
JSON_FORMATS: tuple[tuple[str, Callable[[list[dict[str, Any]]], bool], Callable[[list[Any]], Iterator[Entry]]], ...] = (
    ("Emerge", is_own, read_own),
    ("InvokeAI", is_invoke, read_invoke),
    ("SD.Next", is_sdnext, read_sdnext),
    ("Fooocus", is_fooocus, read_fooocus),
)

# Whose files can be read, as people call them.
READABLE = (*(origin for origin, _, _ in JSON_FORMATS), "AUTOMATIC1111 (styles.csv)")


def read_styles(content: bytes) -> tuple[str, list[Entry]]:
    """Whose file it is, and every style in it, the bad ones with their reasons.

    Raises `InvalidRequest` where the file as a whole holds no styles.
    """
    text = _decode(content)
    if not text.strip():
        raise InvalidRequest(FIELD, "is empty.")
    if text.lstrip()[0] in "{[":
        origin, found = _read_json(text)
    else:
        origin, found = "AUTOMATIC1111", read_csv(text)
    entries = list(itertools.islice(found, MAX_ENTRIES + 1))
    if len(entries) > MAX_ENTRIES:
        raise InvalidRequest(FIELD, f"holds more than {MAX_ENTRIES:,} styles: take a part of it.")
    return origin, entries


def _decode(content: bytes) -> str:
    if len(content) > MAX_FILE_BYTES:
        raise InvalidRequest(FIELD, f"is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
    try:
        return content.decode("utf-16" if content.startswith(UTF16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidRequest(
            FIELD, f"is no text in UTF-8 (line {line}): save it as JSON, or as “CSV UTF-8” in a spreadsheet."
        ) from None


def _read_json(text: str) -> tuple[str, Iterator[Entry]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidRequest(FIELD, f"is damaged JSON: line {error.lineno}, {error.msg.lower()}.") from None
    except (ValueError, RecursionError):
        raise InvalidRequest(FIELD, "is JSON that cannot be read.") from None
    if isinstance(data, dict) and data.get("format") == COLLECTION and isinstance(data.get("presets"), list):
        return "Emerge", read_own(data["presets"])
    entries = data if isinstance(data, list) else [data]
    objects = [entry for entry in entries if isinstance(entry, dict)]
    for origin, is_it, read in JSON_FORMATS:
        if is_it(objects):
            return origin, read(entries)
    raise InvalidRequest(
        FIELD, "holds no styles that are known here: ours, AUTOMATIC1111's, Fooocus', InvokeAI's or SD.Next's."
    )
