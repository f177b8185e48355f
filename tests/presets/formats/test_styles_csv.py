"""A styles.csv as people edit it: other columns and names of them, a spreadsheet's lines, files behind one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InvalidRequest
from presets import PresetStore
from presets.formats import Entry, read_styles

CHALK = ("{prompt}, chalk on slate, dust", "ink")
GLASS = ("stained glass of {prompt}", "photo")
HEADER = ("name", "prompt", "negative_prompt")


def csv_of(*rows: tuple[str, ...], comma: str = ",", end: str = "\n") -> bytes:
    return end.join(comma.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows).encode()


def words(content: bytes) -> dict[str, tuple[object, object]]:
    entries = [entry for entry in read_styles(content)[1] if not entry.reason]
    return {entry.name: (entry.fields["prompt_template"], entry.fields["negative_prompt"]) for entry in entries}


def entries_of(content: bytes) -> list[Entry]:
    return read_styles(content)[1]


@pytest.mark.parametrize(
    "negative",
    ["negative_prompt", "Negative Prompt", "negativePrompt", "neg_prompt", "NEG PROMPT", "negative-prompt", "negative"],
)
@pytest.mark.parametrize("prompt", ["prompt", "Prompt", "text", "positive_prompt", "Positive Prompt"])
def test_columns_are_known_by_any_of_their_names(negative: str, prompt: str) -> None:
    assert words(csv_of(("Name", prompt, negative), ("Chalk", *CHALK))) == {"Chalk": CHALK}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_columns_may_stand_in_any_order(order: tuple[int, ...]) -> None:
    rows = [tuple(row[place] for place in order) for row in (HEADER, ("Chalk", *CHALK), ("Glass", *GLASS))]
    assert words(csv_of(*rows)) == {"Chalk": CHALK, "Glass": GLASS}


def test_every_column_that_is_not_used_is_named(tmp_path: Path) -> None:
    content = csv_of(
        ("sort", *HEADER, "Notes", "", "empty"),
        ("1", "Chalk", *CHALK, "for maps", "old", ""),
        ("2", "Glass", *GLASS, "", "", ""),
    )
    report = PresetStore(tmp_path).import_files([("styles.csv", content)])
    assert {preset.name for preset in report.imported} == {"Chalk", "Glass"}
    assert {(line.name, line.told) for line in report.remarks} == {
        ("sort", "is not used here (it stands in 2 styles)"),
        ("Notes", "is not used here (it stands in 1 style)"),
        ("column 6", "is not used here (it stands in 1 style)"),
    }


def test_of_two_columns_for_the_same_the_one_is_read_and_the_other_named() -> None:
    content = csv_of((*HEADER, "text", "negative"), ("Chalk", *CHALK, "old words", "old ink"))
    assert words(content) == {"Chalk": CHALK}
    assert entries_of(content)[0].unused == ("text", "negative")


@pytest.mark.parametrize(
    "header",
    [HEADER, ("Name", "Prompt", "Negative Prompt"), ("\ufeffname", *HEADER[1:]), (" name ", "prompt", "neg_prompt")],
)
def test_a_header_in_the_middle_is_no_style(header: tuple[str, ...]) -> None:
    content = csv_of(HEADER, ("Chalk", *CHALK), header, ("Glass", *GLASS))
    assert words(content) == {"Chalk": CHALK, "Glass": GLASS}
    assert all(not entry.reason for entry in entries_of(content))


def test_a_header_in_the_middle_says_how_the_rows_behind_it_are_read() -> None:
    content = csv_of(("name", "text"), ("Old", "old words"), HEADER[::-1], (*GLASS[::-1], "Glass"))
    assert words(content) == {"Old": ("{prompt}, old words", ""), "Glass": GLASS}


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;", "\n\nsep=;"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_spreadsheets_first_line_is_passed_over(first: str, end: str) -> None:
    rows = csv_of(HEADER, ("Chalk", *CHALK), ("Glass", *GLASS), comma=";", end=end)
    content = first.replace("\n", end).encode() + end.encode() + rows
    for each in (content, b"\xef\xbb\xbf" + content, content + end.encode() + content):
        assert words(each) == {"Chalk": CHALK, "Glass": GLASS}
    place = entries_of(content)[0].place
    assert place == f"line {3 + first.count(chr(10))}"  # as an editor counts them


@pytest.mark.parametrize("comma", [",", "|", "\t"])
def test_a_spreadsheets_first_line_says_what_divides_the_values(comma: str) -> None:
    rows = csv_of(HEADER, ("Chalk", *CHALK), comma=comma)
    assert words(f"sep={comma}\n".encode() + rows) == {"Chalk": CHALK}


def test_empty_values_behind_a_row_cost_nothing() -> None:
    assert words(csv_of(HEADER, ("Chalk", *CHALK, "", ""), comma=",")) == {"Chalk": CHALK}


@pytest.mark.parametrize("content", [b"style_name,prompt\nChalk,x", b"sep=;\n", b"sep=;", b"sep=;\nChalk;x\n", b"\n\n"])
def test_what_has_no_header_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidRequest, match="Preset file"):
        read_styles(content)


def test_invokeais_weights_are_written_as_ours_and_that_is_said() -> None:
    told = b'[{"name": "Moss", "positive_prompt": "{prompt}, (warm haze)1.4, moss++", "negative_prompt": "(fog)0.6"}]'
    entry = entries_of(told)[0]
    assert entry.fields["prompt_template"] == "{prompt}, (warm haze:1.4), (moss:1.21)"
    assert entry.fields["negative_prompt"] == "(fog:0.6)"
    assert entry.remarks == ("its weights, such as word++ or (words)1.3, are written here as (words:1.3)",)
    plain = entries_of(b'[{"name": "Moss", "positive_prompt": "low-res {prompt} (x:1.2)", "negative_prompt": null}]')[0]
    assert (plain.fields["prompt_template"], plain.remarks) == ("low-res {prompt} (x:1.2)", ())


def test_invokeais_functions_are_said_to_be_read_as_they_stand() -> None:
    told = b'[{"name": "Both", "positive_prompt": "(\\"{prompt}\\", \\"moss\\").blend(1, 0.5)", "negative_prompt": ""}]'
    assert "read as they stand" in entries_of(told)[0].remarks[0]
