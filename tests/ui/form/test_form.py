"""Page and API bring their values through one door; what is wrong is named, and nothing runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from presets import Preset
from ui.form.choices import OWN_SCHEDULER
from ui.form.form import Form, FormParser
from ui.form.framing import parse_framing
from ui.styles.styles import Styles


def refusal(forms: FormParser, **fields: Any) -> str:
    with pytest.raises(InvalidRequest) as caught:
        forms.order(Form(**{"prompt": "a cat", **fields}))
    return str(caught.value)


@pytest.mark.parametrize(
    ("fields", "start"),
    [
        ({"seed": -1}, "Seed: got -1, allowed are whole numbers from 0"),
        ({"seed": 2**40}, "Seed: got 1099511627776"),
        ({"seed": "abc"}, "Seed: got 'abc'"),
        ({"seed": float("nan")}, "Seed: got nan"),
        ({"num_steps": 0}, "Steps: got 0, allowed are whole numbers from 1 to 100"),
        ({"num_steps": 10_000}, "Steps: got 10000"),
        ({"num_steps": 7.5}, "Steps: got 7.5"),
        ({"guidance_scale": 0}, "Guidance scale: got 0, allowed are numbers from 1 to 20"),
        ({"guidance_scale": float("inf")}, "Guidance scale: got inf"),
        ({"strength": 0.01}, "Strength: got 0.01"),
        ({"strength": True}, "Strength: got True"),
        ({"width_px": 7}, "Width: got 7"),
        ({"height_px": 100}, "Height: got 100, allowed are multiples of 8"),
        ({"scheduler": "nope"}, "Scheduler: got 'nope', allowed are DDIM"),
        ({"precision": "half"}, "Precision: got 'half'"),
        ({"preview": "8k"}, "Preview quality: got '8k'"),
        ({"model": "../../etc/passwd"}, "Model: got '../../etc/passwd', allowed are paper"),
        ({"model": 7}, "Model: got 7"),
        ({"style": "nope"}, "Preset: got 'nope', allowed are Manga"),
        ({"prompt": "x" * 100_000}, "Prompt: has 100,000 characters"),
        ({"prompt": None}, "Prompt: got None"),
        ({"negative_prompt": 5}, "Negative prompt: got 5"),
        ({"photo": "/etc/passwd"}, "Photo: not an uploaded file"),
        ({"photo": {"path": "/etc/passwd"}}, "Photo: not an uploaded file"),
        ({"photo": {"path": "http://127.0.0.1/x.png"}}, "Photo: not an uploaded file"),
        ({"photo": {"path": 7}}, "Photo: not an uploaded file"),
        ({"photo": {"path": "a\0b"}}, "Photo: not an uploaded file"),
        ({"photo": {"path": "a \ud800 b"}}, "Photo: not an uploaded file"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(forms: FormParser, fields: dict[str, Any], start: str) -> None:
    assert refusal(forms, **fields).startswith(start)


def test_of_many_wrong_values_the_first_is_named_and_mending_them_one_by_one_names_the_next(forms: FormParser) -> None:
    wrong: dict[str, Any] = {
        "model": 7, "style": "nope", "preview": "8k", "long_prompt": "half", "seed": -1, "fill_in": "yes",
        "prompt": None, "variation_seed": "x", "negative_prompt": 5, "variation_strength": 2, "num_steps": 0,
        "num_images": 9, "guidance_scale": 0, "guidance_end": 0, "strength": 0, "keep_layout": 2, "width_px": 7,
        "height_px": 7, "scheduler": "nope", "precision": "half", "photo": "/etc/passwd",
    }  # fmt: skip
    names = [
        "Model", "Preset", "Preview quality", "Long prompts", "Seed", "Fill in what I leave open", "Prompt",
        "Variation seed", "Negative prompt", "Variation", "Steps", "Pictures", "Guidance scale", "Guidance until",
        "Strength", "Keep layout", "Width", "Height", "Scheduler", "Precision", "Photo",
    ]  # fmt: skip
    named = []
    for field in list(wrong):
        named.append(refusal(forms, **wrong).split(":")[0])
        del wrong[field]
    assert named == names


def test_texts_that_are_too_long_are_named_before_numbers_and_a_mixs_after_them(forms: FormParser, ink: Preset) -> None:
    long, mixed = "x" * 3_990, [{"key": "", "weight": 0.9}, {"key": ink.key, "weight": 0.1}]
    assert refusal(forms, prompt=long, style=ink.key, negative_prompt=5, num_steps=0).startswith("Prompt: has 4,0")
    assert refusal(forms, negative_prompt="x" * 4_001, num_steps=0).startswith("Negative prompt: has 4,001")
    assert refusal(forms, prompt=long, style=mixed, num_steps=0).startswith("Steps: got 0")
    assert refusal(forms, prompt=long, style=mixed).startswith("Prompt: has 4,0")


def test_a_photo_that_was_removed_is_told_as_such(forms: FormParser, uploads: Path) -> None:
    assert refusal(forms, photo=str(uploads / "gone.png")).startswith(
        "Photo: it was removed, since it lay unused for 4"
    )


def test_a_way_out_of_the_upload_folder_is_no_upload(forms: FormParser, uploads: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (uploads / "link.png").symlink_to(tmp_path / "secret.png")
    assert "not an uploaded file" in refusal(forms, photo={"path": f"{uploads}/../secret.png"})
    assert "not an uploaded file" in refusal(forms, photo={"path": f"{uploads}/link.png"})


def test_a_name_that_no_file_can_have_is_no_upload(forms: FormParser, uploads: Path) -> None:
    """It ended in an error of the file system, and that in a sentence that named no field."""
    for name in ("a" * 300, "a/" * 5000, "a\ud800"):
        assert refusal(forms, photo={"path": f"{uploads}/{name}.png"}) == "Photo: not an uploaded file."


def test_an_upload_that_is_no_picture_says_why(forms: FormParser, uploads: Path) -> None:
    (uploads / "drawing.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert refusal(forms, photo={"path": f"{uploads}/drawing.png"}).startswith(
        "Photo: not a readable photo: it is an SVG"
    )


@pytest.mark.parametrize("text", ["🐱", "\u202eright to left", "NUL \0", "${x}", "{{x}}", "<img onerror=alert(1)>", ""])
def test_any_text_is_taken_as_it_was_typed(forms: FormParser, text: str) -> None:
    assert forms.order(Form(prompt=text)).request.prompt == text


def test_half_of_a_pair_of_surrogates_becomes_something_that_can_be_sent(forms: FormParser) -> None:
    assert forms.order(Form(prompt="a \ud800 b")).request.prompt == "a ? b"


def test_painting_without_words_is_said(forms: FormParser) -> None:
    assert "without words" in forms.order(Form(prompt="  ")).notes[0]
    assert forms.order(Form(prompt="a cat")).notes == ()


def test_a_photo_of_which_no_word_is_said_is_told_that_words_help(
    forms: FormParser, ink: Preset, uploads: Path
) -> None:
    """A cat in the mascot style, with nothing in the prompt, lost its face."""
    Image.new("RGB", (80, 80)).save(uploads / "cat.png")
    photo = {"path": f"{uploads}/cat.png"}
    for style in ("", ink.key):
        assert "what the photo shows" in forms.order(Form(prompt=" ", photo=photo, style=style)).notes[0]
    assert forms.order(Form(prompt="white cat", photo=photo, style=ink.key)).notes == ()


def test_a_style_wraps_the_words_and_gives_what_was_left_open(forms: FormParser, ink: Preset) -> None:
    order = forms.order(Form(prompt="white cat", style=ink.key))
    assert order.request.prompt == "ink drawing of white cat"
    assert (order.request.guidance_scale, order.request.num_steps) == (8, 12)
    assert order.request.negative_prompt == "soft fur"
    assert order.style == "Ink"


def test_what_was_asked_for_goes_before_the_style(forms: FormParser) -> None:
    order = forms.order(
        Form(prompt="x", style="manga", guidance_scale=3, num_steps=4, negative_prompt="", strength=0.2)
    )
    request = order.request
    assert (request.guidance_scale, request.num_steps, request.negative_prompt) == (3, 4, "")


def test_the_models_own_scheduler_can_be_chosen_in_a_style_that_names_another(
    forms: FormParser, styles: Styles, ink: Preset
) -> None:
    """“Model's own” counted as nothing chosen, and so the style's came back."""
    styles.store.save(ink.model_copy(update={"scheduler": "UniPC"}), replace=True)
    used = [
        forms.order(Form(prompt="x", style=ink.key, scheduler=chosen)).request.scheduler
        for chosen in (None, "", "Euler", OWN_SCHEDULER)
    ]
    assert used == ["UniPC", "UniPC", "Euler", "DDIM"]


def test_all_steps_are_run_on_a_photo_where_that_is_wished(forms: FormParser, uploads: Path) -> None:
    Image.new("RGB", (64, 64)).save(uploads / "cat.png")
    photo = {"path": f"{uploads}/cat.png"}
    stretched = forms.order(Form(prompt="x", photo=photo, strength=0.6, num_steps=20, all_steps=True)).request
    assert (stretched.num_steps, stretched.plan.num_steps) == (34, 20)
    most = forms.order(Form(prompt="x", photo=photo, strength=0.1, num_steps=50, all_steps=True)).request
    assert (most.num_steps, most.plan.num_steps) == (100, 10)
    assert forms.order(Form(prompt="x", num_steps=20, all_steps=True)).request.num_steps == 20


def test_an_empty_seed_is_drawn_and_a_zero_is_a_zero(forms: FormParser) -> None:
    drawn = {forms.order(Form(prompt="x", seed=None)).request.seed for _ in range(4)}
    assert len(drawn) > 1
    assert forms.order(Form(prompt="x", seed=0)).request.seed == 0


@pytest.mark.parametrize("fit", ["Crop", "Pad"])
def test_a_photo_is_fitted_to_the_size_of_the_picture_without_stretching(
    forms: FormParser, uploads: Path, fit: str
) -> None:
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("black", (150, 50, 250, 150))
    picture.save(uploads / "cat.png")
    photo = forms.order(Form(prompt="x", photo={"path": f"{uploads}/cat.png"}, fit=fit)).request.photo
    assert photo is not None and photo.size == (256, 256)
    box = photo.convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    assert box is not None
    assert abs((box[2] - box[0]) - (box[3] - box[1])) <= 1


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"strokes": "x"}, "Mask"),
        ({"x": 7}, "Crop"),
        ("abc", "Crop"),
        ({"y": "z"}, "Crop"),
        ({"feather": 9}, "Feather"),
    ],
)
def test_a_framing_that_is_none_is_refused_by_name(value: object, named: str) -> None:
    """The page's own events can be called by programs too; what they send is checked like everything else."""
    with pytest.raises(InvalidRequest, match=f"^{named}: "):
        parse_framing(value)
