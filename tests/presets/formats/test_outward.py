"""Styles into the files of other studios: back through our own readers with the same words, and what stays out said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InvalidRequest
from presets import Preset, PresetStore, new_preset
from presets.formats import FORMATS, left_behind, read_styles, write_styles
from presets.formats.words import words_of

ORIGINS = {"json": "Emerge", "csv": "AUTOMATIC1111", "fooocus": "Fooocus", "invoke": "InvokeAI", "sdnext": "SD.Next"}
WORDS = {
    "Plain": ("{prompt}", "blurry"),
    "No words at all": ("{prompt}", ""),
    "Quoted, with a comma": ('a "{prompt}", twice {prompt}', ""),
    "Lines": ("one\n{prompt}", "two\nlines"),
    "Café 猫": ("{prompt}, aquarelle", "Öl"),
    "=cmd()": ("x {prompt}", '"'),
}
JPEG = b"\xff\xd8\xff\xe0 small"


def styles() -> list[Preset]:
    return [
        new_preset(name=name, prompt_template=template, negative_prompt=negative)
        for name, (template, negative) in WORDS.items()
    ]


def mixed(*templates: str, **more: Any) -> Preset:
    parts = [{"name": f"Part {n}", "prompt_template": each, "weight": 0.5} for n, each in enumerate(templates)]
    return new_preset(name="Mixed", prompt_template=templates[0], mix=parts, **more)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_comes_back_through_our_reader_with_the_same_words(kind: str) -> None:
    origin, entries = read_styles(write_styles(kind, styles()))
    assert origin == ORIGINS[kind]
    assert [entry.reason for entry in entries] == [""] * len(WORDS)
    read = {entry.name: new_preset(name=entry.name, **entry.fields) for entry in entries}
    assert {name: (style.prompt_template, style.negative_prompt) for name, style in read.items()} == WORDS
    assert [entry.remarks for entry in entries] == [()] * len(WORDS)


@pytest.mark.parametrize("kind", FORMATS)
def test_one_style_or_none_is_a_file_too(kind: str) -> None:
    assert [entry.name for entry in read_styles(write_styles(kind, styles()[:1]))[1]] == ["Plain"]
    if kind != "csv":
        assert json.loads(write_styles(kind, [])) in ([], {"format": "emerge-presets", "version": 4, "presets": []})


def test_fooocus_finds_the_three_keys_that_its_older_versions_insist_on() -> None:
    entries = json.loads(write_styles("fooocus", styles()))
    assert all(set(entry) == {"name", "prompt", "negative_prompt"} for entry in entries)
    assert all("{prompt}" in entry["prompt"] for entry in entries)


def test_invokeai_finds_no_key_that_it_would_refuse() -> None:
    entries = json.loads(write_styles("invoke", styles()))
    assert all(set(entry) == {"name", "positive_prompt", "negative_prompt"} for entry in entries)


def test_sdnext_gets_numbers_note_and_picture_and_gives_them_back(tmp_path: Path) -> None:
    ink = new_preset(
        name="Ink", prompt_template="ink of {prompt}", negative_prompt="colour", guidance_scale=6.5, num_steps=30,
        strength=0.4, scheduler="Euler a", note="Made with ink",
    )  # fmt: skip
    content = write_styles("sdnext", [ink], {ink.key: JPEG})
    (entry,) = json.loads(content)
    assert set(entry) == {"name", "description", "prompt", "negative", "extra", "preview"}
    assert entry["extra"] == "steps: 30, cfg scale: 6.5, denoising strength: 0.4, sampler: Euler a"
    (found,) = PresetStore(tmp_path).import_files([("sdnext.json", content)]).imported
    kept = ("guidance_scale", "num_steps", "strength", "scheduler", "note", "negative_prompt")
    assert {name: getattr(found, name) for name in kept} == {name: getattr(ink, name) for name in kept}
    assert read_styles(content)[1][0].thumbnail == JPEG


@pytest.mark.parametrize(
    ("templates", "joined"),
    [
        (("ink of {prompt}, black and white", "{prompt}, pencil"), "ink of {prompt}, black and white, pencil"),
        (("{prompt}, wash", "pixel art of a {prompt}, 8-bit"), "{prompt}, wash, pixel art, 8-bit"),
        (("{prompt}", "soft, {prompt}, wet"), "{prompt}, soft, wet"),
        (("{prompt}, ink.", "{prompt}, Ink, wet"), "{prompt}, ink, wet"),
        (("a {prompt}, x", "{prompt}"), "a {prompt}, x"),
    ],
)  # fmt: skip
def test_a_mix_is_written_with_the_words_of_all_its_parts(templates: tuple[str, ...], joined: str) -> None:
    """A styles.csv of a mix once held its heaviest style only, and said nothing about it."""
    style = mixed(*templates)
    assert words_of(style) == joined
    for kind in ("csv", "fooocus", "invoke", "sdnext"):
        ((entry,), told) = read_styles(write_styles(kind, [style]))[1], left_behind(kind, [style])
        assert entry.fields["prompt_template"] == joined
        assert any(each.what.startswith("Mix:") for each in told)


def test_our_own_json_keeps_all_and_the_others_name_what_they_leave() -> None:
    style = mixed(
        "ink {prompt}", "{prompt}, wet", guidance_range=(6, 8), scheduler="DPM++ 2M Karras", tags="wet", author="Mau",
        licence="CC0", note="n", finish={"contrast": 5},
    )  # fmt: skip
    plain = new_preset(name="Plain")
    pictured = {style.key}
    assert left_behind("json", [style, plain], pictured) == ()
    told = {each.what.split(":")[0]: each.names for each in left_behind("fooocus", [style, plain], pictured)}
    assert told.pop("Guidance scale, steps and strength") == ("Mixed", "Plain")
    assert set(told.values()) == {("Mixed",)}
    assert list(told) == [
        "Mix", "Scheduler", "Guidance range", "Finish", "Picture on the card", "Note", "Tags", "Author", "Licence",
    ]  # fmt: skip
    sdnext = [each.what.split(":")[0] for each in left_behind("sdnext", [style, plain], pictured)]
    assert sdnext == ["Mix", "Guidance range", "Finish", "Tags", "Author", "Licence", "Karras' spacing of the noise"]
    assert read_styles(write_styles("sdnext", [style]))[1][0].fields["scheduler"] == "DPM++ 2M"


def test_a_name_that_would_be_a_comment_in_a_styles_csv_goes_without_its_mark_and_that_is_said() -> None:
    style = new_preset(name="# Ink", prompt_template="ink {prompt}")
    assert [entry.name for entry in read_styles(write_styles("csv", [style]))[1]] == ["Ink"]
    assert "comment" in left_behind("csv", [style])[-1].what


@pytest.mark.parametrize("kind", ["exe", "", None, 7, ["csv"]])
def test_a_format_that_is_none_is_refused_by_name(kind: Any) -> None:
    for ask in (write_styles, left_behind):
        with pytest.raises(InvalidRequest, match="^Format: got .*allowed are json, csv, fooocus, invoke, sdnext"):
            ask(kind, [])


def test_the_store_exports_the_chosen_ones_and_tells_what_stays(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    ink = store.save(new_preset(name="Ink", prompt_template="ink {prompt}", tags="wet"))
    store.cards.keep_thumbnails({ink.key: JPEG})
    assert [entry["name"] for entry in json.loads(store.export("invoke", ["manga", ink.key]))] == ["Manga", "Ink"]
    assert json.loads(store.export("sdnext"))[0]["preview"].startswith("data:image/jpeg;base64,")
    assert [each.what for each in store.left_behind("sdnext")] == ["Tags"]
    assert store.left_behind("json") == ()
