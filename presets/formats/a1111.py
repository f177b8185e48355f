"""AUTOMATIC1111's `styles.csv`, which InvokeAI writes and reads too.

UTF-8 with or without a byte order mark; a header `name,prompt,negative_prompt`, in old files `name,text`; values may
span lines. Spaces after a comma are no part of a value. Rows whose name begins with # are comments.
Source: modules/styles.py of AUTOMATIC1111/stable-diffusion-webui.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterable, Iterator

from pipeline.errors import InvalidRequest
from presets.formats.entry import Entry, build_entry
from presets.formats.words import words_of
from presets.style.fields import PLACEHOLDER
from presets.style.preset import Preset

COLUMNS = ("name", "prompt", "negative_prompt")
PROMPT_COLUMNS = ("prompt", "text", "positive_prompt")
MAX_OPEN_QUOTES = 20  # each one means reading the rest of the file again
OPEN_QUOTE = "a quotation mark is never closed"
Row = tuple[int, list[str], str]  # the line where it begins, its values, what is wrong with it


def read_csv(text: str) -> Iterator[Entry]:
    """The styles in a CSV file. Raises `InvalidRequest` where it has no header that we know."""
    rows = _rows(text)
    header = [name.strip().lower() for name in next(rows, (0, [], ""))[1]]
    prompt = next((name for name in PROMPT_COLUMNS if name in header), None)
    if "name" not in header or prompt is None:
        raise InvalidRequest(
            "Preset file", f"is no styles.csv: its first line is not “{','.join(COLUMNS)}” or the old “name,text”."
        )
    for line, values, wrong in rows:
        yield _entry(line, values, wrong, header, prompt)


def _entry(line: int, values: list[str], wrong: str, header: list[str], prompt: str) -> Entry:
    place = f"line {line}"
    if wrong:
        return Entry(place=place, name=values[0].strip() if values else "", reason=wrong)
    row = dict(zip(header, values, strict=False))
    if len(values) > len(header):
        reason = f"it has {len(values)} values and the header {len(header)}: text with commas needs quotation marks"
        return Entry(place=place, name=row["name"].strip(), reason=reason)
    if row["name"].strip().startswith("#"):
        return Entry(place=place, name=row["name"].strip(), reason="it is a comment, since its name begins with #")
    return build_entry(place, row["name"], row.get(prompt), row.get("negative_prompt"))


def _rows(text: str) -> Iterator[Row]:
    """The rows that hold anything. A quotation mark that is never closed costs its own line and not the rest."""
    lines = io.StringIO(text, newline="").readlines()
    delimiter = _delimiter(lines[0]) if lines else ","
    begin = 0
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
            yield line, [lines[line - 1].split(delimiter)[0]], OPEN_QUOTE if swallowed else _told(error)
            if swallowed:
                return line
        else:
            if any(value.strip() for value in values):
                yield line, values, ""


def _told(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return "a value is too long"
    if "end of data" in text:
        return OPEN_QUOTE
    return "a quotation mark stands in the middle of a value: it needs to be doubled"


def _delimiter(header: str) -> str:
    """A comma, unless a spreadsheet wrote the header with semicolons or tabs."""
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
