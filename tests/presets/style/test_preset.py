"""Styles as data: the built-in ones, the JSON format, and how a prompt is put into a template."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InvalidRequest
from pipeline.prompt.open_details import words_of
from presets import Preset, load_builtin, new_preset, parse_preset
from presets.style.shipped import FOLDER, ORDER
from training.words.captions import caption_words

ROOT = Path(__file__).parents[3]


def fields_of(**changes: Any) -> dict[str, Any]:
    return {**json.loads(new_preset(name="Mine", prompt_template="ink drawing of {prompt}").to_json()), **changes}


def test_the_built_in_styles_are_the_eight_in_the_order_of_their_cards() -> None:
    assert [preset.name for preset in load_builtin()] == [
        "Manga",
        "Sega-style mascot",
        "Watercolour",
        "Pixel art",
        "Neon retrofuture",
        "Pencil",
        "Sticker",
        "Photo",
    ]
    assert tuple(preset.key for preset in load_builtin()) == ORDER


@pytest.mark.parametrize("preset", load_builtin(), ids=lambda preset: preset.key)
def test_a_built_in_style_is_complete(preset: Preset) -> None:
    assert preset.guidance_range is not None
    low, high = preset.guidance_range
    assert (FOLDER / f"{preset.key}.json").is_file()
    assert low <= preset.guidance_scale <= high
    assert preset.builtin and preset.note and preset.author and preset.licence
    assert preset.thumbnail == f"{preset.key}.jpg"


@pytest.mark.parametrize("preset", load_builtin(), ids=lambda preset: preset.key)
def test_a_built_in_style_speaks_only_words_that_the_built_in_model_was_trained_on(preset: Preset) -> None:
    words = words_of(preset.prompt_template.replace("{prompt}", " ") + " " + preset.negative_prompt)
    assert set(words) <= caption_words()


def test_the_guidance_of_manga_and_mascot_is_what_the_field_recommends() -> None:
    ranges = {preset.key: preset.guidance_range for preset in load_builtin()}
    assert (ranges["manga"], ranges["sega-mascot"]) == ((7, 9), (10, 12))


def test_the_published_schema_is_the_one_that_is_checked() -> None:
    """Where this fails, write it anew: json.dumps(Preset.model_json_schema(), indent=2, ensure_ascii=False)."""
    assert json.loads((ROOT / "presets" / "schema.json").read_text()) == Preset.model_json_schema()


# What the schema leaves to the check: characters that are no text, and that the lower end comes first.
BEYOND_A_SCHEMA = (
    "holds characters",
    "Preset name: is empty",
    "Preset name",
    "Guidance range: got 9",
    "Finish",
    "Mix",
    "Prompt template",
    "Note",
    "Tags",
)


def test_an_independent_reader_of_the_published_schema_takes_our_presets_and_refuses_bad_fields() -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "presets" / "schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    reader = Draft202012Validator(schema)
    finish = {"colours": 3, "num_colours": 6, "cut_out": {"tolerance": 5}, "lettering": {"text": "MAU", "size": 9}}
    mix = [{"name": name, "prompt_template": f"{name} {{prompt}}", "weight": 0.5} for name in "ab"]
    mixed = new_preset(name="Both", prompt_template="a {prompt}", mix=mix)
    mine = new_preset(name="Mine", tags="a, b", finish=finish, scheduler="UniPC")
    for preset in (*load_builtin(), mine, mixed):
        assert not list(reader.iter_errors(json.loads(preset.to_json())))
    for field, value, sentence in BAD_FIELDS:
        if sentence.startswith(BEYOND_A_SCHEMA) or value != value or field in ("prompt_template", "negative_prompt"):
            continue
        assert list(reader.iter_errors(fields_of(**{field: value}))), (field, value)


def test_a_preset_survives_its_own_json() -> None:
    preset = new_preset(
        name="Ünïcode 🐈", prompt_template="a {prompt} b", guidance_scale=3, scheduler="UniPC", note="n"
    )
    assert parse_preset(preset.to_json()) == preset
    assert parse_preset(preset.to_json().encode()) == preset


@pytest.mark.parametrize(
    ("template", "prompt", "final"),
    [
        ("manga-style illustration of {prompt}", "a cat", "manga-style illustration of a cat"),
        ("manga-style illustration of {prompt}", "  a cat \n", "manga-style illustration of a cat"),
        (
            "manga-style illustration of {prompt}",
            "Manga-style illustration of a cat",
            "Manga-style illustration of a cat",
        ),
        ("cat {prompt}", "category theory", "cat category theory"),
        ("{prompt}, ink", "a cat", "a cat, ink"),
        ("{prompt}, ink", "a cat, Ink", "a cat, Ink"),
        ("{prompt}, ink", "a cat in pink", "a cat in pink, ink"),
        ("{prompt}, (ink:1.2)", "a cat (ink:1.2)", "a cat (ink:1.2)"),
        ("pixel art of {prompt}", "", "pixel art"),
        ("pixel art of a {prompt}, 8-bit", " ", "pixel art, 8-bit"),
        ("{prompt}, ink", "", "ink"),
        ("{prompt}", "", ""),
        ("of {prompt}", "{prompt}", "of {prompt}"),
        ("of {prompt}", "${x} {{x}} %s \\1 <img onerror>", "of ${x} {{x}} %s \\1 <img onerror>"),
        ("{x} {{y}} %s {prompt}", "cat", "{x} {{y}} %s cat"),
        ("{prompt} as ink, {prompt} as wash", "a cat", "a cat as ink, a cat as wash"),
        ("of {prompt}, {prompt}", "{prompt}", "of {prompt}, {prompt}"),
    ],
)
def test_the_final_prompt(template: str, prompt: str, final: str) -> None:
    assert new_preset(name="x", prompt_template=template).apply(prompt) == final


BAD_FIELDS: list[tuple[str, Any, str]] = [
    ("name", "", "Preset name: is empty"),
    ("name", " \n ", "Preset name: is empty"),
    ("name", "x" * 61, "Preset name: has 61 characters"),
    ("name", "a\ud800", "Preset name"),
    ("name", "a\x07b", "Preset name"),
    ("name", 7, "Preset name"),
    ("prompt_template", "no place", "Prompt template: does not say {prompt}"),
    ("prompt_template", "{prompt}" + "x" * 2000, "Prompt template: has 2,008 characters"),
    ("negative_prompt", "a\0b", "Negative prompt"),
    ("negative_prompt", None, "Negative prompt"),
    ("guidance_scale", 0.5, "Guidance scale: got 0.5"),
    ("guidance_scale", float("nan"), "Guidance scale: got nan"),
    ("guidance_scale", "7", "Guidance scale: got '7'"),
    ("guidance_range", [9, 7], "Guidance range: got 9 to 7"),
    ("guidance_range", [7], "Guidance range"),
    ("guidance_range", "79", "Guidance range"),
    ("strength", 0, "Strength: got 0"),
    ("num_steps", 0, "Steps: got 0"),
    ("num_steps", 7.5, "Steps: got 7.5"),
    ("num_steps", True, "Steps: got True"),
    ("scheduler", "Heun", "Scheduler: got 'Heun'"),
    ("scheduler", ["DDIM"], "Scheduler"),
    ("level", 0, "Level: got 0"),
    ("note", "two\nlines", "Note"),
    ("tags", 7, "Tags: got 7"),
    ("tags", ["x" * 31], "Tags: “xxx"),
    ("tags", [f"tag {number}" for number in range(13)], "Tags: are 13"),
    ("finish", [], "Finish settings: got []"),
    ("finish", {"text": "x" * 8000}, "Finish settings: have 8,012 characters"),
    ("finish", {"a": "\ud800"}, "Finish settings"),
    ("finish", {"contrast": 101}, "Contrast: got 101"),
    ("finish", {"num_colours": 1}, "Colours: got 1"),
    ("finish", {"cut_out": True}, "cut_out: got True"),
    ("finish", {"cut_out": {"tolerance": -1}}, "Tolerance: got -1"),
    ("finish", {"lettering": {"text": "MAU", "arc": 999}}, "Arc: got 999"),
    ("finish", {"lettering": {"size": 9}}, "lettering without a text"),
    ("finish", {"lettering": {"text": "a", "fill": "red"}}, "Lettering colour: got 'red'"),
    ("thumbnail", "../../etc/passwd", "thumbnail"),
    ("thumbnail", "http://example.org/x.jpg", "thumbnail"),
    ("key", "../x", "key"),
    ("surprise", 1, "surprise"),
    ("version", 5, "version 5"),
    ("mix", [{"name": "a", "prompt_template": "{prompt}", "weight": 1}], "Mix: has 1 parts"),
    ("mix", [{"name": "a", "prompt_template": "{prompt}"}] * 2, "mix"),
    ("mix", [{"name": "a", "prompt_template": "{prompt}", "weight": 0}] * 2, "Weight: got 0"),
    ("mix", [{"name": "a", "prompt_template": "x", "weight": 1}] * 2, "Prompt template: does not say"),
    ("mix", [{"name": "a", "prompt_template": "x{prompt}", "weight": 1}] * 2, "Mix: its first part"),
    ("version", True, "version True"),
    ("version", "1", "version '1'"),
    ("format", "other", "is no preset"),
]


@pytest.mark.parametrize(("field", "value", "sentence"), BAD_FIELDS)
def test_a_bad_field_is_refused_by_name(field: str, value: Any, sentence: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_preset(json.dumps(fields_of(**{field: value})))
    assert sentence in str(caught.value)


def test_a_file_of_version_1_is_read_as_it_was_meant() -> None:
    """Written by Emerge before presets had tags and finish settings."""
    old = {
        "format": "emerge-preset",
        "version": 1,
        "key": "own-1f",
        "name": "Old ink",
        "prompt_template": "{prompt}, ink",
    }
    read = parse_preset(json.dumps({**old, "num_steps": 9, "licence": "CC0"}))
    assert (read.version, read.name, read.num_steps, read.licence) == (4, "Old ink", 9, "CC0")
    assert (read.tags, read.finish) == ((), {})


@pytest.mark.parametrize(
    ("key", "version", "read"), [("own-1f", 3, None), ("own-1f", 4, (5, 9)), ("manga", 3, (5, 9)), ("own-1f", 1, None)]
)
def test_a_guidance_range_that_once_stood_for_none_is_none(
    key: str, version: int, read: tuple[float, float] | None
) -> None:
    """Up to version 3 a style of one's own that said nothing about guidance had 5 to 9 in its file."""
    file = fields_of(key=key, version=version, guidance_range=[5.0, 9.0])
    assert parse_preset(json.dumps(file)).guidance_range == read


def test_finish_settings_are_carried_as_they_are_with_names_that_are_not_known_here() -> None:
    finish = {"lettering": {"text": "MAU", "at": [0.5, 0.1]}, "colours": 8, "cut_out": {"glow": 1}, "none": None}
    assert parse_preset(new_preset(name="x", finish=finish).to_json()).finish == finish


def test_tags_are_words_each_once_from_a_list_or_a_line() -> None:
    assert new_preset(name="x", tags="Ink, #wash,, ink ,two  words").tags == ("Ink", "wash", "two words")
    assert new_preset(name="x", tags=["a", "A"]).tags == ("a",)


def test_the_pieces_of_a_final_prompt_say_what_the_style_added() -> None:
    preset = new_preset(name="x", prompt_template="ink drawing of {prompt}, wash")
    assert preset.pieces("a cat") == (("ink drawing of ", True), ("a cat", False), (", wash", True))
    assert preset.pieces("ink drawing of a cat, wash") == (("ink drawing of a cat, wash", False),)
    assert preset.pieces(" ") == (("ink drawing, wash", True),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "7",
        "{",
        "[" * 50_000,
        '{"format": "emerge-preset"}',
        "\ud800",
        b"\xff\xfe\x00",
        b"",
        "x" * 70_000,
    ],
)
def test_a_file_that_is_no_preset_is_refused(text: str | bytes) -> None:
    with pytest.raises(InvalidRequest, match="^Preset file"):
        parse_preset(text)


def test_a_missing_field_is_named() -> None:
    fields = fields_of()
    del fields["prompt_template"]
    with pytest.raises(InvalidRequest, match="“prompt_template”"):
        parse_preset(json.dumps(fields))


def test_no_damage_to_a_file_gets_past_the_check_as_anything_but_a_refusal() -> None:
    text = load_builtin()[0].to_json().encode()
    chance = random.Random(3)
    for _ in range(300):
        damaged = bytearray(text[: chance.randrange(len(text))] if chance.random() < 0.5 else text)
        for _ in range(chance.randrange(3)):
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            assert isinstance(parse_preset(bytes(damaged)), Preset)
        except InvalidRequest as error:
            assert error.field


def test_the_file_name_of_an_export_is_plain() -> None:
    assert new_preset(name="Ink / wash: ../ÉTÉ").file_name == "ink-wash-ete.json"
    assert new_preset(name="猫").file_name == "preset.json"


@pytest.mark.parametrize(
    ("template", "final", "words"),
    [
        ("ink of {prompt}, bold", "ink of a fox, bold", "a fox"),
        ("{prompt}", "a fox", "a fox"),
        ("ink of {prompt}", "oil of a fox", None),
        ("ink of {prompt}, bold", "ink of , bold", None),
        ("{prompt} as {prompt}", "a fox as a fox", None),  # which breaks pasting in AUTOMATIC1111
        ("aa{prompt}aa", "aaa", None),
    ],
)
def test_the_persons_words_are_found_in_a_final_prompt(template: str, final: str, words: str | None) -> None:
    style = new_preset(name="Ink", prompt_template=template)
    assert style.words_in(final) == words
    assert words is None or style.apply(words) == final
