"""Painting on from one of several pictures: its seed, and the words that the first one's seed filled in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from pipeline.models.catalog import Catalog
from presets import Preset
from ui.form.form import Form, OrderDesk
from ui.painting.variations import carried_words, reuse_last, vary
from ui.styles.styles import Shelf

EYES = {"name": "eyes", "said": ["blue eyes"], "choices": [f"{each} eyes" for each in ("green", "blue", "red", "grey")]}
WORDS = {"words": ["cat"], "open_details": {"subjects": ["cat"], "details": [EYES]}}


@pytest.fixture
def desk(tmp_path: Path, catalog: Catalog, shelf: Shelf, uploads: Path) -> OrderDesk:
    (tmp_path / "paper" / "words.json").write_text(json.dumps(WORDS))
    told = Catalog.build(model=str(tmp_path / "paper"), builtin_folder=tmp_path / "none")
    return OrderDesk(told, shelf, uploads)


def painted(desk: OrderDesk, image: int, **form: Any) -> dict[str, Any]:
    """What the stage says of a picture of this form."""
    request = desk.order(Form(prompt="a cat", fill_in=True, seed=40, num_images=4, **form)).request
    seeds = {"seed": 40 + image, "first": 40, "variation_seed": None}
    return {**seeds, "prompt": request.prompt}


def test_another_pictures_seed_comes_with_the_words_that_it_was_painted_from(desk: OrderDesk) -> None:
    told = painted(desk, 2)
    assert reuse_last(desk, told, 9, "a cat", "", "paper", True) == [42, 9, told["prompt"]]
    assert vary(desk, told, " a cat", "", "paper", True) == [42, 0.2, 4, told["prompt"]]


def test_they_go_inside_the_style(desk: OrderDesk, ink: Preset) -> None:
    told = painted(desk, 2, style=ink.key)
    words = carried_words(desk, told, "a cat", ink.key, "paper", True)
    assert words.startswith("a cat, ") and words.endswith(" eyes")
    again = desk.order(Form(prompt=words, fill_in=True, seed=42, style=ink.key)).request
    assert again.prompt == told["prompt"]


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (0, ("a cat", "", "paper", True)),  # the first one's seed fills in the same
        (2, ("a cat", "", "paper", False)),
        (2, ("a dog", "", "paper", True)),  # the page speaks of something else by now
        (2, (7, "", "paper", True)),
        (2, ("a cat", "", "no such model", True)),
    ],
)
def test_else_the_words_stay_as_they_stand(desk: OrderDesk, image: int, words: tuple[Any, ...]) -> None:
    assert carried_words(desk, painted(desk, image), *words) == gr.skip()


@pytest.mark.parametrize("told", [None, 7, {}, {"seed": 1, "first": "x"}])
def test_a_stage_that_shows_nothing_gives_no_seed(desk: OrderDesk, told: Any) -> None:
    seed, kept, words = reuse_last(desk, told, 9, "a cat", "", "paper", True)
    assert (seed in (None, 1), kept, words) == (True, 9, gr.skip())


def test_a_variation_brings_the_seed_that_it_was_varied_towards(desk: OrderDesk) -> None:
    told = painted(desk, 0) | {"variation_seed": 77}
    assert reuse_last(desk, told, 9, "a cat", "", "paper", True) == [40, 77, gr.skip()]
