"""A1111's text as other tools change it: each shape of it with what it says."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.errors import RunUnreadable
from pipeline.metadata.key_values import pairs_in
from tests.pipeline.metadata.files import found_in_text

LINE = "Steps: 28, Sampler: Euler a, CFG scale: 4.5, Seed: 1234, Size: 384x512, Model: inkmix"
WORDS = "a red kite over dunes\nNegative prompt: blur, text"
TOLD = {
    "prompt": "a red kite over dunes", "negative_prompt": "blur, text", "num_steps": 28, "guidance_scale": 4.5,
    "seed": 1234, "width_px": 384, "height_px": 512, "scheduler": "Euler a", "model": "inkmix",
}  # fmt: skip


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in TOLD.items() if name not in names}


@pytest.mark.parametrize(
    ("behind", "named"),
    [
        ("\nTemplate: a {red|blue} kite\nNegative Template: blur, text", {"Template", "Negative Template"}),
        ('\nextraJson: {"rating": 4, "note": "Seed: 5, Steps: 3"}', {"extraJson"}),
        (", Face prompt: sharp eye\nsharp nose, Face denoise: 0.4, Version: 1a", {"Face prompt", "Face denoise"}),
        (", Face prompt: sharp eye\nsharp nose, Face steps: 4, Face seed: 9, Version: 1a", {"Face steps"}),
        ("\nmade on a Tuesday", {"made on a Tuesday"}),
        ("\n \n\n", set()),
        ("\n\nTemplate: Steps: 3, Seed: 4, Size: 8x8", {"Template"}),
    ],
)
def test_what_stands_behind_the_parameters_costs_nothing_and_is_named(behind: str, named: set[str]) -> None:
    found = found_in_text(f"{WORDS}\n{LINE}{behind}")
    assert found.settings == TOLD
    assert named <= set(found.unused)


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace(", CFG", ",\nCFG"),
        LINE.replace("Euler a", "Euler a, Hint: one\ntwo"),
        LINE.replace(", Seed", ",\n  Seed"),
        LINE.replace(", ", "\n"),
    ],
)
def test_a_line_of_parameters_that_was_broken_keeps_its_numbers(line: str) -> None:
    assert found_in_text(f"{WORDS}\n{line}").settings == TOLD


@pytest.mark.parametrize(
    "line",
    [
        LINE.lower().replace("euler a", "Euler a"),
        ", ".join(reversed(LINE.split(", "))),
        LINE.replace(", ", " ,"),
        LINE.replace(": ", ":"),
        LINE.replace(": ", " : "),
        f"Clip skip: 2, {LINE}",
    ],
)
def test_keys_may_stand_in_any_order_and_writing(line: str) -> None:
    assert found_in_text(f"{WORDS}\n{line}").settings == TOLD


def test_parameters_in_another_form_are_named_and_no_words() -> None:
    found = found_in_text(f"{WORDS}\nSteps: 28 | Sampler: Euler | Seed: 5")
    assert found.settings == {"prompt": "a red kite over dunes", "negative_prompt": "blur, text"}
    assert found.unused == ("Steps 28 | Sampler: Euler | Seed: 5",)


def test_a_line_of_which_no_number_can_be_read_is_no_words_either() -> None:
    found = found_in_text(f"{WORDS}\nSteps: None, Sampler: Euler a, CFG scale: None, Seed: None")
    assert found.settings == {
        "prompt": "a red kite over dunes",
        "negative_prompt": "blur, text",
        "scheduler": "Euler a",
    }
    assert found.unused == ("Steps None", "CFG scale None", "Seed None")


@pytest.mark.parametrize("words", ["a plan, steps: one, size: big, seed: apple", "steps: up, model: thin, seed: none"])
def test_words_that_are_called_like_keys_stay_words(words: str) -> None:
    assert found_in_text(f"{words}\nNegative prompt: blur").settings["prompt"] == words


def test_a_prompt_that_looks_like_parameters_stays_one() -> None:
    words = "Steps: 3, Seed: 9, Size: 10x10\na red kite\nNegative prompt: bad: hands, bad: eyes, Model: bad\nblur"
    settings = found_in_text(f"{words}\n{LINE}").settings
    assert settings["prompt"] == "Steps: 3, Seed: 9, Size: 10x10\na red kite"
    assert settings["negative_prompt"] == "bad: hands, bad: eyes, Model: bad\nblur"
    assert settings["seed"] == 1234


@pytest.mark.parametrize(
    "text",
    [
        f"a red kite over dunes.Negative prompt: blur, text.{LINE}",
        f"a red kite over dunes Negative prompt: blur, text {LINE}",
        f"a red kite over dunes, Negative prompt: blur, text, {LINE}",
        f"a red kite over dunes\nNegative prompt: blur, text. {LINE}",
        f"a red kite over dunes Negative prompt: blur, text\n{LINE}",
        f"a red kite over dunes. Negative prompt: blur, text. {', '.join(reversed(LINE.split(', ')))}",
        f"a red kite over dunes. Negative prompt: blur, text. {LINE}\nTemplate: x",
    ],
)
def test_prompts_and_parameters_in_one_line_are_told_apart(text: str) -> None:
    assert found_in_text(text).settings == TOLD


def test_a_prompt_with_steps_in_it_is_told_apart_from_the_parameters_in_its_line() -> None:
    settings = found_in_text(f"a card, Steps: 3, Seed: 9, Size: 8x8, a red kite over dunes. {LINE}").settings
    assert settings["prompt"] == "a card, Steps: 3, Seed: 9, Size: 8x8, a red kite over dunes"
    assert (settings["num_steps"], settings["seed"], settings["negative_prompt"]) == (28, 1234, "")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("space", ["", "  ", "\t"])
def test_line_ends_and_spaces_around_lines_are_no_part_of_a_prompt(end: str, space: str) -> None:
    lines = ["a red kite,", "over dunes", "Negative prompt: blur,", "text", LINE, ""]
    settings = found_in_text(end.join(space + line + space for line in lines)).settings
    assert settings == {**TOLD, "prompt": "a red kite,\nover dunes", "negative_prompt": "blur,\ntext"}


@pytest.mark.parametrize(
    ("text", "prompts"),
    [
        (WORDS, ("a red kite over dunes", "blur, text")),
        ("Negative prompt: blur\n", ("", "blur")),
        ("two\nlines\n negative prompt: bad: a, bad: b, bad: c", ("two\nlines", "bad: a, bad: b, bad: c")),
    ],
)
def test_prompts_without_parameters_are_settings_too(text: str, prompts: tuple[str, str]) -> None:
    settings = found_in_text(text).settings
    assert settings == {"prompt": prompts[0], "negative_prompt": prompts[1]}


@pytest.mark.parametrize("text", ["a remark", "one: two, three: four, five: six", "said with Negative prompt: none"])
def test_a_remark_is_no_settings(text: str) -> None:
    with pytest.raises(RunUnreadable):
        found_in_text(text)


@pytest.mark.parametrize(
    ("was", "now", "name", "value", "named"),
    [
        ("Steps: 28", "Steps: 28.0", "num_steps", 28, None),
        ("Steps: 28", "Steps: many", "num_steps", None, "Steps many"),
        ("Steps: 28", "Steps: 28.5", "num_steps", None, "Steps 28.5"),
        ("Seed: 1234", "Seed: None", "seed", None, "Seed None"),
        ("Seed: 1234", "Seed: ", "seed", None, "Seed "),
        ("Seed: 1234", 'Seed: "1234"', "seed", 1234, None),
        ("Seed: 1234", "Seed: 18446744073709551615", "seed", 18446744073709551615, None),
        ("CFG scale: 4.5", "CFG scale: nan", "guidance_scale", None, "CFG scale nan"),
        ("CFG scale: 4.5", "CFG scale: 1e999", "guidance_scale", None, "CFG scale 1e999"),
        ("CFG scale: 4.5", "CFG scale: 5", "guidance_scale", 5.0, None),
        ("Size: 384x512", "Size: auto", "width_px", None, "Size auto"),
        (
            "Model: inkmix",
            "Denoising strength: undefined, Model: inkmix",
            "strength",
            None,
            "Denoising strength undefined",
        ),
    ],
)
def test_a_value_that_cannot_be_read_is_named_and_costs_no_other(
    was: str, now: str, name: str, value: Any, named: str | None
) -> None:
    found = found_in_text(f"{WORDS}\n{LINE.replace(was, now)}")
    assert found.settings.get(name) == value
    left = without(name, *(("height_px",) if name == "width_px" else ()))
    assert {key: found.settings.get(key) for key in left} == left
    assert found.unused == ((named,) if named else ())


@pytest.mark.parametrize(
    ("more", "strength"),
    [
        ("Denoising strength: 0.6", 0.6),
        ("Denoising strength: 0.6, Hires upscale: 2, Hires upscaler: Latent", None),
        ("Hires resize: 512x512, Denoising strength: 0.6", None),
        ("Denoising strength: 0.7, First pass size: 0x0", None),
        ("Operations: txt2img; hires, Denoising strength: 0.6", None),
        ("Operations: img2img, Denoising strength: 0.6", 0.6),
    ],
)
def test_a_strength_comes_only_from_a_picture_that_was_painted_over_a_photo(more: str, strength: float | None) -> None:
    found = found_in_text(f"{WORDS}\n{LINE}, {more}")
    assert found.settings.get("strength") == strength
    assert ("Denoising strength" in found.unused) == (strength is None)


@pytest.mark.parametrize(
    "value",
    [
        '[{"modelName": "Dawn, CFG scale: 2, soft :]", "note": "Seed: 5"}]',
        '{"a": {"b": "x, Steps: 3"}, "Size": "8x8"}',
        "[('Dawn, Seed: 5', 0.5), {Steps: 3, CFG scale: 2}]",
        '"Dawn, Seed: 5, said \\"so, Steps: 3\\""',
        'called "Dawn, Seed: 5" by some',
        "(Dawn, Seed: 5)",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_stands_in_brackets_or_quotation_marks_is_no_key(value: str, first: bool) -> None:
    line = f"Steps: 28, Resources: {value}, {LINE[11:]}" if first else f"{LINE}, Resources: {value}"
    found = found_in_text(f"{WORDS}\n{line}")
    assert (found.settings, found.unused) == (TOLD, ("Resources",))


def test_the_first_of_two_values_of_a_key_counts() -> None:
    assert found_in_text(f"{WORDS}\n{LINE}, Seed: 9, CFG scale: 2").settings == TOLD


@pytest.mark.parametrize("odd", ["a sad one :(", "half [of it", 'two 5" nails', '"never closed', "{"])
def test_a_bracket_that_is_never_closed_hides_nothing(odd: str) -> None:
    line = LINE.replace("CFG scale", f"Hint: {odd}, CFG scale")
    assert found_in_text(f"{WORDS}\n{line}").settings == TOLD


def test_keys_and_values_come_in_their_order() -> None:
    assert pairs_in('Steps : 2 , Model: "a, b",x, One two: ') == [("Steps", "2"), ("Model", '"a, b"'), ("One two", "")]


def test_sd_next_calls_the_strength_of_a_variation_otherwise() -> None:
    settings = found_in_text(f"x\n{LINE}, Variation seed: 12, Variation strength: 0.2").settings
    assert (settings["variation_seed"], settings["variation_strength"]) == (12, 0.2)


@pytest.mark.parametrize(
    ("prompt", "words", "names"),
    [
        ("a kite <lora:feather:0.8> <lora:dusk_v2:1>", "a kite", ("LoRA feather", "LoRA dusk_v2")),
        ("<lora:feather:0.8>, a kite, dunes", "a kite, dunes", ("LoRA feather",)),
        ("a kite, <LYCO:ink line:1:0.5>, dunes", "a kite, dunes", ("LoRA ink line",)),
        ("a kite, <lora:x> dunes\n<lora:y:.5>", "a kite, dunes", ("LoRA x", "LoRA y")),
        ("<lora:x:1>", "", ("LoRA x",)),
        ("a < b > c, <lorax:1>", "a < b > c, <lorax:1>", ()),
    ],
)
def test_a_lora_in_a_prompt_is_no_words_and_is_named(prompt: str, words: str, names: tuple[str, ...]) -> None:
    found = found_in_text(f"{prompt}\nNegative prompt: blur <lora:bad:-1>\n{LINE}")
    assert (found.settings["prompt"], found.settings["negative_prompt"]) == (words, "blur")
    assert found.unused == (*names, "LoRA bad")
