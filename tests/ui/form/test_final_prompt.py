"""What is put into a prompt behind the person's words, and how the page shows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.engine.studio import Studio
from pipeline.metadata.picture_files import FoundSettings
from pipeline.models.catalog import Catalog
from pipeline.models.tokens import TokenReport
from presets import Preset
from tests.ui.values import values
from ui.form.choices import SOURCES
from ui.form.form import Form, FormParser
from ui.prompt.reading import read_prompt
from ui.restore.usable_settings import usable_settings
from ui.styles.fields import StyleFields
from ui.styles.styles import Styles

EYES = {"name": "eyes", "said": ["blue eyes"], "choices": ["green eyes", "blue eyes"]}
PLACE = {"name": "place", "said": ["forest"], "choices": ["at sea"]}
STYLE = {"name": "style", "said": ["oil"], "choices": ["in oil"]}
WORDS = {
    "words": ["cat"],
    "of_photo": "as in the photo",
    "open_details": {"subjects": ["cat"], "details": [EYES, PLACE]},
}


@pytest.fixture
def forms(tmp_path: Path, catalog: Catalog, styles: Styles, uploads: Path) -> FormParser:
    """As everywhere here, over a model that says what there is to be told."""
    (tmp_path / "paper" / "words.json").write_text(json.dumps(WORDS))
    told = Catalog.build(model=str(tmp_path / "paper"), builtin_folder=tmp_path / "none")
    return FormParser(told, styles, uploads)


@pytest.fixture
def read(forms: FormParser, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setattr(studio, "tokens", lambda model, words, whole: TokenReport(tokens=(), count=0, limit=62))

    def reading(prompt: str, style: str = "", seed: Any = None, source: str = SOURCES[0], photo: Any = None) -> Any:
        page = values(
            prompt=prompt, style=style, model="paper", fill_in=True, seed=seed, source=source, photo=photo
        )  # fmt: skip
        return read_prompt(forms, studio, page)["reading"]

    return reading


def photo_in(folder: Path) -> str:
    path = folder / "photo.png"
    Image.new("RGB", (64, 64), "teal").save(path)
    return str(path)


def test_what_is_left_open_is_filled_in_by_the_seed(forms: FormParser) -> None:
    prompts = {forms.order(Form(prompt="a cat", fill_in=True, seed=seed)).request.prompt for seed in range(20)}
    assert prompts == {"a cat, green eyes, at sea", "a cat, blue eyes, at sea"}
    again = [forms.order(Form(prompt="a cat", fill_in=True, seed=5)).request.prompt for _ in range(2)]
    assert again[0] == again[1]


@pytest.mark.parametrize("end", [".", "!", ","])
def test_no_comma_is_put_behind_a_mark(forms: FormParser, end: str) -> None:
    told = forms.order(Form(prompt=f"a cat{end} ", fill_in=True, seed=0)).request.prompt
    assert told in (f"a cat{end} green eyes, at sea", f"a cat{end} blue eyes, at sea")


def test_a_style_card_settles_the_style_whatever_its_words(
    forms: FormParser, tmp_path: Path, uploads: Path, styles: Styles, ink: Preset
) -> None:
    details = {"subjects": ["cat"], "details": [STYLE, EYES]}
    (tmp_path / "paper" / "words.json").write_text(json.dumps(WORDS | {"open_details": details}))
    told = FormParser(Catalog.build(model=str(tmp_path / "paper"), builtin_folder=tmp_path / "none"), styles, uploads)

    def painted(**form: Any) -> str:
        return told.order(Form(prompt="a cat, blue eyes", fill_in=True, seed=1, **form)).request.prompt

    assert painted() == "a cat, blue eyes, in oil"
    assert "in oil" not in painted(style=ink.key)
    mixed = [{"key": "", "weight": 0.9}, {"key": ink.key, "weight": 0.1}]
    assert "in oil" not in painted(style=mixed)


def test_an_empty_seed_is_drawn_first_and_is_the_one_that_chose(forms: FormParser) -> None:
    drawn = forms.order(Form(prompt="a cat", fill_in=True)).request
    assert forms.order(Form(prompt="a cat", fill_in=True, seed=drawn.seed)).request.prompt == drawn.prompt


@pytest.mark.parametrize("prompt", ["", "a robot", "a cat, blue eyes, in a forest"])
def test_nothing_is_added_where_nothing_is_open(forms: FormParser, prompt: str) -> None:
    assert forms.order(Form(prompt=prompt, fill_in=True, seed=1)).request.prompt == prompt


def test_a_program_gets_its_words_alone_unless_it_asks(forms: FormParser) -> None:
    assert forms.order(Form(prompt="a cat")).request.prompt == "a cat"


def test_a_photo_says_what_words_leave_open_and_is_named(forms: FormParser, uploads: Path) -> None:
    photo = photo_in(uploads)
    asked = Form(prompt="a cat", fill_in=True, photo=photo, seed=1)
    told = forms.order(asked).request.prompt
    assert told == "a cat, as in the photo"
    assert forms.order(Form(prompt=told, photo=photo)).request.prompt == told
    assert forms.order(Form(prompt="", photo=photo)).request.prompt == ""
    assert forms.order(Form(prompt="a cat"), photo_follows=True).request.prompt == told


def test_what_is_added_goes_inside_the_style_so_that_its_settings_come_back_as_the_styles(
    forms: FormParser, styles: Styles, uploads: Path
) -> None:
    styles.save_new(StyleFields(name="Framed", template="ink drawing of {prompt}, on old paper"))
    style = next(each["key"] for each in styles.listed() if each["name"] == "Framed")
    final = forms.order(Form(prompt="a cat", fill_in=True, seed=1, style=style)).request.prompt
    assert final.startswith("ink drawing of a cat, ") and final.endswith(" eyes, at sea, on old paper")
    [share] = styles.chosen(style)
    assert share.preset is not None
    assert share.preset.words_in(final) in ("a cat, green eyes, at sea", "a cat, blue eyes, at sea")
    alone = forms.order(Form(prompt=" ", style=style, photo=photo_in(uploads))).request.prompt
    assert alone == "ink drawing, on old paper, as in the photo"


def test_settings_of_a_picture_that_was_painted_from_its_words_alone_turn_filling_in_off(forms: FormParser) -> None:
    def taken(**settings: Any) -> Any:
        return usable_settings(FoundSettings(settings=settings, origin="Emerge"), forms.catalog, "paper")

    assert taken(prompt="a cat", seed=3).values["fill_in"] is False
    assert "Fill in what I leave open" in taken(prompt="a cat", seed=3).sentence
    assert "fill_in" not in taken(prompt="a cat, blue eyes, at sea, in a forest", seed=3).values
    assert "fill_in" not in taken(seed=3).values
    of_photo = taken(prompt="ink drawing of a cat, as in the photo, on old paper").values
    assert of_photo == {"prompt": "ink drawing of a cat, on old paper"}
    assert taken(prompt="a cat. as in the photo").values == {"prompt": "a cat."}


def test_words_that_fill_the_prompt_already_are_not_refused_for_what_is_added(forms: FormParser) -> None:
    from pipeline.request import MAX_PROMPT_CHARS

    long = "a cat " * (MAX_PROMPT_CHARS // 6)
    assert forms.order(Form(prompt=long, fill_in=True, seed=1)).request.prompt == long


def test_the_page_shows_what_the_seed_chose_or_what_it_will_choose(read: Callable[..., Any], ink: Preset) -> None:
    told = read("a cat", ink.key, seed=3)
    assert [span["added"] for span in told["spans"]] == ["style", "", "seed"]
    assert told["spans"][2]["text"].endswith(" eyes, at sea") and told["left_open"] == []
    told = read("a cat", seed="")
    assert [span["text"] for span in told["spans"]] == ["a cat"]
    assert told["left_open"] == ["eyes", "place"]
    assert read("a cat", seed=-1)["left_open"] == ["eyes", "place"]


def test_the_page_shows_that_a_photo_is_named(read: Callable[..., Any]) -> None:
    told = read("a cat", source=SOURCES[1], photo={"path": "x"})
    assert [(span["text"], span["added"]) for span in told["spans"]] == [("a cat", ""), (", as in the photo", "photo")]
    assert read("a cat", source=SOURCES[1])["left_open"] == ["eyes", "place"]
