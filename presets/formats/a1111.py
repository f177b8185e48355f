"""AUTOMATIC1111's `styles.csv`, which InvokeAI writes and reads too.

UTF-8 with or without a byte order mark; a header `name,prompt,negative_prompt`, in old files `name,text`; values may
span lines. Spaces after a comma are no part of a value. Rows whose name begins with # are comments. People edit such
files: columns are renamed or come to it, a spreadsheet says `sep=;` first, files are put behind one another.
Source: modules/styles.py of AUTOMATIC1111/stable-diffusion-webui.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator
from typing import NamedTuple

from pipeline.errors import InvalidRequest
from presets.formats.entry import Entry, build_entry
from presets.formats.words import words_of
from presets.style.fields import PLACEHOLDER
from presets.style.preset import Preset

COLUMNS = ("name", "prompt", "negative_prompt")
# Without spaces, lines and capitals.
PROMPT_COLUMNS = ("prompt", "text", "positiveprompt", "positive")
NEGATIVE_COLUMNS = ("negativeprompt", "negprompt", "negative", "negativetext")
SEPARATOR = re.compile(r'"?sep=(.)"?[;,\t]*\s*', re.IGNORECASE)  # a spreadsheet's line before the header
MAX_OPEN_QUOTES = 20  # each one means reading the rest of the file again
OPEN_QUOTE = "a quotation mark is never closed"
Row = tuple[int, list[str], str]  # the line where it begins, its values, what is wrong with it


def read_csv(text: str) -> Iterator[Entry]:
    """The styles in a CSV file. Raises `InvalidRequest` where it has no header that we know."""
    rows = _rows(text)
    columns = _columns(next(rows, (0, [], ""))[1])
    if columns is None:
        raise InvalidRequest(
            "Preset file", f"is no styles.csv: its first line is not “{','.join(COLUMNS)}” or the old “name,text”."
        )
    for line, values, wrong in rows:
        header = None if wrong else _columns(values)
        if header is not None:  # of another file that was put behind the first
            columns = header
        else:
            yield _entry(line, values, wrong, columns)


class _Columns(NamedTuple):
    """What the header calls its columns, and where those stand that are used; -1 for none."""

    header: list[str]
    name: int
    prompt: int
    negative: int


def _columns(header: list[str]) -> _Columns | None:
    """The columns of a header; None where the values are none."""
    folded = [re.sub(r"[\s_\-\ufeff]+", "", cell).lower() for cell in header]
    name, prompt, negative = (
        next((folded.index(each) for each in names if each in folded), -1)
        for names in (("name",), PROMPT_COLUMNS, NEGATIVE_COLUMNS)
    )
    return None if -1 in (name, prompt) else _Columns([cell.strip() for cell in header], name, prompt, negative)


def _entry(line: int, values: list[str], wrong: str, columns: _Columns) -> Entry:
    place = f"line {line}"
    if wrong:
        return Entry(place=place, name=values[0].strip() if values else "", reason=wrong)
    header, *places = columns
    name, prompt, negative = (values[at] if 0 <= at < len(values) else "" for at in places)
    if any(value.strip() for value in values[len(header) :]):
        reason = f"it has {len(values)} values and the header {len(header)}: text with commas needs quotation marks"
        return Entry(place=place, name=name.strip(), reason=reason)
    if name.strip().startswith("#"):
        return Entry(place=place, name=name.strip(), reason="it is a comment, since its name begins with #")
    unused = tuple(
        title[:40] or f"column {at + 1}"
        for at, (title, value) in enumerate(zip(header, values, strict=False))
        if at not in places and value.strip()
    )
    return build_entry(place, name, prompt, negative, unused=unused)


def _rows(text: str) -> Iterator[Row]:
    """The rows that hold anything. A quotation mark that is never closed costs its own line and not the rest."""
    lines = io.StringIO(text, newline="").readlines()
    begin = next((number for number, line in enumerate(lines) if line.strip()), 0)
    separator = SEPARATOR.fullmatch(lines[begin]) if lines else None
    begin += separator is not None
    delimiter = _delimiter("".join(lines[begin : begin + 1]), separator[1] if separator else "")
    for _ in range(MAX_OPEN_QUOTES):
        broken = yield from _rows_until_broken(lines, begin, delimiter)
        if broken is None:
            return
        begin = broken  # the lines that the open quotation mark had swallowed are read by themselves
    if begin < len(lines):
        yield begin + 1, [], "too many quotation marks are never closed: this line and all after it were left out"


def _rows_until_broken(lines: list[str], begin: int, delimiter: str) -> Generator[Row, None, int | None]:
    """Rows from line `begin` (from 0) on; gives back where to go on after an open quotation mark, None at the end."""
    reader = csv.reader(lines[begin:], delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line = begin + reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return None
        except csv.Error as error:
            swallowed = begin + reader.line_num > line
            yield line, [lines[line - 1].split(delimiter)[0]], OPEN_QUOTE if swallowed else _reason(error)
            if swallowed:
                return line
        else:
            if any(value.strip() for value in values) and not _is_separator(values):
                yield line, values, ""


def _is_separator(values: list[str]) -> bool:
    """Whether a row is a spreadsheet's line in a file that was put behind another one."""
    return values[0].lower().startswith("sep=") and not any(value.strip() for value in values[1:])


def _reason(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return "a value is too long"
    if "end of data" in text:
        return OPEN_QUOTE
    return "a quotation mark stands in the middle of a value: it needs to be doubled"


def _delimiter(header: str, separator: str) -> str:
    """A comma, unless the header was written with what is `told`, or by a spreadsheet with semicolons or tabs."""
    if separator and separator in header:
        return separator
    return next((each for each in ";\t" if each in header and "," not in header), ",")


def write_csv(presets: Iterable[Preset]) -> bytes:
    """The presets as a `styles.csv`, which holds names and words and nothing else.

    A # at the beginning of a name is left out: it would make a comment of the style.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for preset in presets:
        words = words_of(preset)
        prompt = "" if words.strip() == PLACEHOLDER and preset.negative_prompt else words
        writer.writerow([preset.name.lstrip("# ") or "Style", prompt, preset.negative_prompt])
    return out.getvalue().encode("utf-8-sig")
