"""Painting on from one of several pictures: its seed, and the words that the first one's seed filled in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.models.catalog import Catalog
from presets import Preset
from tests.ui.values import values
from ui.form.form import Form, FormParser
from ui.painting.variations import filled_in_words, reuse_last, vary
from ui.styles.styles import Styles

EYES = {"name": "eyes", "said": ["blue eyes"], "choices": [f"{each} eyes" for each in ("green", "blue", "red", "grey")]}
WORDS = {"words": ["cat"], "open_details": {"subjects": ["cat"], "details": [EYES]}}


@pytest.fixture
def forms(tmp_path: Path, catalog: Catalog, styles: Styles, uploads: Path) -> FormParser:
    (tmp_path / "paper" / "words.json").write_text(json.dumps(WORDS))
    told = Catalog.build(model=str(tmp_path / "paper"), builtin_folder=tmp_path / "none")
    return FormParser(told, styles, uploads)


PAGE = {"prompt": "a cat", "style": "", "model": "paper", "fill_in": True, "variation_seed": 9}


def painted(forms: FormParser, image: int, **form: Any) -> dict[str, Any]:
    """What the stage says of a picture of this form."""
    request = forms.order(Form(prompt="a cat", fill_in=True, seed=40, num_images=4, **form)).request
    seeds = {"seed": 40 + image, "first": 40, "variation_seed": None}
    return {**seeds, "prompt": request.prompt}


def test_another_pictures_seed_comes_with_the_words_that_it_was_painted_from(forms: FormParser) -> None:
    told = painted(forms, 2)
    assert reuse_last(forms, values(**PAGE, job_box=told)) == {
        "seed": 42,
        "variation_seed": 9,
        "prompt": told["prompt"],
    }
    assert vary(forms, values(**{**PAGE, "prompt": " a cat"}, job_box=told)) == {
        "seed": 42, "variation_strength": 0.2, "num_images": 4, "prompt": told["prompt"],
    }  # fmt: skip


def test_they_go_inside_the_style(forms: FormParser, ink: Preset) -> None:
    told = painted(forms, 2, style=ink.key)
    words = str(filled_in_words(forms, values(**{**PAGE, "style": ink.key}, job_box=told))["prompt"])
    assert words.startswith("a cat, ") and words.endswith(" eyes")
    again = forms.order(Form(prompt=words, fill_in=True, seed=42, style=ink.key)).request
    assert again.prompt == told["prompt"]


@pytest.mark.parametrize(
    ("image", "changed"),
    [
        (0, {}),  # the first one's seed fills in the same
        (2, {"fill_in": False}),
        (2, {"prompt": "a dog"}),  # the page speaks of something else by now
        (2, {"prompt": 7}),
        (2, {"model": "no such model"}),
    ],
)
def test_else_the_words_stay_as_they_stand(forms: FormParser, image: int, changed: dict[str, Any]) -> None:
    assert filled_in_words(forms, values(**{**PAGE, **changed}, job_box=painted(forms, image))) == {}


@pytest.mark.parametrize("told", [None, 7, {}, {"seed": 1, "first": "x"}])
def test_a_stage_that_shows_nothing_gives_no_seed(forms: FormParser, told: Any) -> None:
    updates = reuse_last(forms, values(**PAGE, job_box=told))
    assert updates.pop("seed") in (None, 1) and updates == {"variation_seed": 9}


def test_a_variation_brings_the_seed_that_it_was_varied_towards(forms: FormParser) -> None:
    told = painted(forms, 0) | {"variation_seed": 77}
    assert reuse_last(forms, values(**PAGE, job_box=told)) == {"seed": 40, "variation_seed": 77}
