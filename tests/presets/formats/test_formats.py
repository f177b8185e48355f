"""Styles of other studios: every format in files as those studios write them; what is wrong is named by its place."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from presets import PresetStore, new_preset
from presets.formats import Entry, read_styles

FILES = Path(__file__).with_name("styles")


def read(name: str) -> tuple[str, list[Entry]]:
    return read_styles((FILES / name).read_bytes())


def final(entry: Entry, prompt: str) -> str:
    return new_preset(name=entry.name, **entry.fields).apply(prompt)


def finals(entries: list[Entry], prompt: str = "a cat") -> dict[str, str]:
    return {entry.name: final(entry, prompt) for entry in entries if not entry.reason}


def reasons(entries: list[Entry]) -> dict[str, str]:
    return {entry.place: entry.reason for entry in entries if entry.reason}


def test_a_styles_csv_of_a1111_is_read_as_a1111_reads_it() -> None:
    origin, entries = read("a1111.csv")
    assert origin == "AUTOMATIC1111"
    assert finals(entries) == {
        "Ink": "ink drawing of a cat, black and white",
        "Appended": "a cat, oil painting, thick brush strokes",
        "Quoted, with a comma": 'a sign that says "a cat"',
        "Over two lines": "first line\nsecond line of a cat",
        "Only negative": "a cat",
        "Café 猫": "a cat, aquarelle",
    }
    negatives = {entry.name: entry.fields.get("negative_prompt") for entry in entries}
    assert (negatives["Ink"], negatives["Only negative"]) == ("colour, photo", "blurry, lowres")
    assert reasons(entries) == {
        "line 8": "it is a comment, since its name begins with #",
        "line 10": "it holds no words",
    }


def test_bad_rows_of_a_csv_are_named_by_their_lines_and_cost_no_other_row() -> None:
    _, entries = read("a1111-bad.csv")
    assert list(finals(entries)) == ["Good", "After the open quote", "Last"]
    told = reasons(entries)
    assert told["line 3"] == "it has 5 values and the header 3: text with commas needs quotation marks"
    assert told["line 4"] == "it has no name"
    assert told["line 5"] == "a quotation mark is never closed"
    assert told["line 7"].startswith("a quotation mark stands in the middle")
    assert len(told) == 4


def test_an_old_csv_of_name_and_text_is_read() -> None:
    _, entries = read_styles(b"name,text\r\nInk,ink drawing\r\n")
    assert finals(entries) == {"Ink": "a cat, ink drawing"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_spreadsheets_delimiters_are_recognised(encoding: str, delimiter: str) -> None:
    rows = [["name", "prompt", "negative_prompt"], ["Möwe 🐈", "sea of {prompt}", ""]]
    content = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    assert finals(read_styles(content)[1]) == {"Möwe 🐈": "sea of a cat"}


def test_spaces_after_commas_are_no_part_of_a_value() -> None:
    _, entries = read_styles(b'name, prompt, negative_prompt\nInk, "a, {prompt}", grey\n')
    assert finals(entries) == {"Ink": "a, a cat"}
    assert entries[0].fields["negative_prompt"] == "grey"


def test_the_place_of_the_prompt_in_a_negative_is_left_out_and_said() -> None:
    _, entries = read_styles(b'name,prompt,negative_prompt\nInk,ink,"blurry, {prompt}, grey"\n')
    assert entries[0].fields["negative_prompt"] == "blurry, grey"
    assert entries[0].remarks == ("{prompt} in its negative prompt was left out",)


def test_fooocus_styles_are_read_with_and_without_prompt_or_negative() -> None:
    origin, entries = read("fooocus.json")
    assert origin == "Fooocus"
    assert finals(entries) == {
        "sai-anime": "anime artwork a cat . anime style, key visual, vibrant",
        "Fooocus Negative": "a cat",
        "Fooocus Cinematic": "a cat, cinematic still",
    }
    assert entries[1].fields["negative_prompt"] == "deformed, bad anatomy"
    assert reasons(entries) == {"entry 4": "it has no name", "entry 5": "it is no object with name and prompt"}


def test_invokeai_styles_are_appended_with_a_space_as_invokeai_does() -> None:
    origin, entries = read("invoke.json")
    assert origin == "InvokeAI"
    assert finals(entries) == {"Sketch": "a cat pencil on paper", "Framed": "photo of a cat, 50mm"}
    record = json.dumps(
        {
            "id": "1",
            "name": "R",
            "type": "user",
            "preset_data": {"positive_prompt": "r {prompt}", "negative_prompt": "n"},
        }
    )
    origin, entries = read_styles(record.encode())
    assert (origin, finals(entries), entries[0].unused) == ("InvokeAI", {"R": "r a cat"}, ())


def test_sdnext_styles_bring_their_settings_and_never_swap_the_negative() -> None:
    """In 2023 SD.Next's own import put the negative prompt in the place of the prompt (SD.Next#2474)."""
    origin, entries = read("sdnext.json")
    assert origin == "SD.Next"
    ink = new_preset(name="x", **entries[0].fields)
    assert (ink.apply("a cat"), ink.negative_prompt) == ("ink of a cat", "colour")
    assert (ink.num_steps, ink.guidance_scale, ink.strength, ink.scheduler) == (30, 6.5, 0.4, "Euler a")
    assert ink.note == "Made with ink"
    assert set(entries[0].unused) == {"clip skip", "wildcards"}
    assert entries[1].remarks == (
        "its steps “900” was left out, since it cannot be used here",
        "its preview was left out, since it is no JPEG of up to 60 KB",
    )
    assert "num_steps" not in entries[1].fields


def test_the_preview_of_an_sdnext_style_becomes_its_thumbnail(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink, wash = store.import_files([("sdnext.json", (FILES / "sdnext.json").read_bytes())]).imported
    jpeg = store.cards.thumbnail(ink.key)
    assert jpeg is not None and Image.open(io.BytesIO(jpeg)).size == (32, 32)
    assert store.cards.thumbnail(wash.key) is None


@pytest.mark.parametrize(
    "preview", [7, "data:image/jpeg;base64,%%%", "data:image/jpeg;base64,AAAA", "http://x/y.jpg", "é"]
)
def test_a_preview_that_is_no_small_jpeg_is_left_out_and_said(preview: Any) -> None:
    _, entries = read_styles(json.dumps({"name": "x", "prompt": "y", "preview": preview}).encode())
    assert entries[0].thumbnail == b"" and "preview was left out" in entries[0].remarks[0]


def test_one_style_of_sdnext_is_a_file_too() -> None:
    origin, entries = read_styles(b'{"name": "One", "prompt": "p", "negative": "n", "extra": ""}')
    assert (origin, finals(entries)) == ("SD.Next", {"One": "a cat, p"})


def test_our_own_files_hold_one_preset_or_many(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    for number in range(3):
        store.save(new_preset(name=f"Style {number}", tags="x", finish={"n": number}))
    origin, entries = read_styles(store.export("json"))
    assert (origin, [entry.name for entry in entries]) == ("Emerge", ["Style 0", "Style 1", "Style 2"])
    assert [entry.fields["finish"] for entry in entries] == [{"n": 0}, {"n": 1}, {"n": 2}]
    one = read_styles(store.export("json", ["manga"]))[1]
    assert [entry.name for entry in one] == ["Manga"]


def test_a_bad_preset_in_a_file_of_ours_is_named_by_its_entry() -> None:
    good = json.loads(new_preset(name="Good").to_json())
    _, entries = read_styles(json.dumps([good, {**good, "num_steps": 0}, {**good, "version": 9}, 7]).encode())
    assert [entry.reason.split(":")[0] for entry in entries] == ["", "Steps", "Preset file", "Preset file"]
    assert entries[1].place == "entry 2"


def test_a_styles_csv_of_ours_comes_back_the_same(tmp_path: Path) -> None:
    here, there = PresetStore(tmp_path / "here"), PresetStore(tmp_path / "there")
    words = {
        "Plain": "{prompt}",
        "Quote": 'a "{prompt}", twice {prompt}',
        "Lines": "one\n{prompt}",
        "=cmd()": "x {prompt}",
    }
    for name, template in words.items():
        here.save(new_preset(name=name, prompt_template=template, negative_prompt=f"not {name}, at all"))
    content = here.export("csv")
    assert content.startswith(b"\xef\xbb\xbfname,prompt,negative_prompt\r\n")
    there.import_files([("styles.csv", content)])
    assert {preset.name: preset.prompt_template for preset in there.own()} == words
    assert {preset.negative_prompt for preset in there.own()} == {f"not {name}, at all" for name in words}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"hello", "is no styles.csv"),
        (b"prompt,negative\na,b", "is no styles.csv"),
        (b"name,prompt\nM\xf6we,x", "is no text in UTF-8 (line 2)"),
        (b"{", "is damaged JSON: line 1"),
        (b'[\n{"name": "x"\n"prompt"}]', "is damaged JSON: line 3"),
        (b"[" * 100_000, "JSON"),
        (b"[]", "holds no styles"),
        (b'{"a": 1}', "holds no styles"),
        (b"[[1]]", "holds no styles"),
        (b"\x89PNG\r\n\x1a\n", "is no text in UTF-8"),
        (b"\xff\xfe\x00", "is no text"),
        (b"x" * 15_000_001, "is larger than 15 MB"),
        (b"name,prompt\n" + b"a,b\n" * 5_001, "holds more than 5,000 styles"),
    ],
)
def test_a_file_without_styles_is_refused_with_the_reason(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidRequest, match="^Preset file: ") as caught:
        read_styles(content)
    assert sentence in str(caught.value)


def test_many_open_quotation_marks_end_the_reading_instead_of_repeating_it() -> None:
    _, entries = read_styles(b"name,prompt\n" + b'a,"b\n' * 1_000)
    assert len(entries) < 50
    assert "this line and all after it" in entries[-1].reason


@pytest.mark.parametrize("name", ["a1111.csv", "fooocus.json", "invoke.json", "sdnext.json"])
def test_no_damage_to_a_file_ends_in_anything_but_styles_or_a_refusal(name: str) -> None:
    whole = (FILES / name).read_bytes()
    chance = random.Random(7)
    for _ in range(200):
        damaged = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.4 else whole)
        for _ in range(chance.randrange(4)):
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            entries: list[Any] = read_styles(bytes(damaged))[1]
        except InvalidRequest as error:
            assert error.field == "Preset file"
        else:
            assert all(entry.place for entry in entries)
