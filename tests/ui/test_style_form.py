"""The form beside the cards: whose words its negative prompt holds, and what fills it besides a card."""

from __future__ import annotations

from typing import Any

import gradio as gr
import pytest

from presets import new_preset
from tests.ui.test_mixing import mix
from ui.shelf import Shelf
from ui.style_form import choose

MODEL = "paper"


class Page:
    """The negative prompt as the page holds it, with what a style set last."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.negative, self.set_by_style = shelf, "", ""

    def choose(self, chosen: Any) -> str:
        told = choose(self.shelf, chosen, "x", self.negative, MODEL, self.set_by_style)
        self.negative = self.negative if told[0] == gr.skip() else told[0]
        self.set_by_style = told[-1]
        return self.negative


@pytest.fixture
def page(shelf: Shelf) -> Page:
    for name, negative in (("Inky", "colour, blurry"), ("Toony", "photo")):
        shelf.store.save(new_preset(name=name, negative_prompt=negative))
    return Page(shelf)


def key(page: Page, name: str) -> str:
    return page.shelf.store.find(name).key


def test_the_negative_prompt_of_a_mix_goes_with_the_mix(page: Page) -> None:
    inky, toony = key(page, "Inky"), key(page, "Toony")
    assert page.choose(inky) == "colour, blurry"
    assert page.choose(mix((inky, 0.5), (toony, 0.5))) == "colour, blurry, photo"
    assert page.choose(mix((inky, 0.4), (toony, 0.6))) == "photo, colour, blurry"
    assert page.choose(inky) == "colour, blurry"
    page.choose(mix((inky, 0.5), (toony, 0.5)))
    assert page.choose("manga") == page.shelf.store.find("manga").negative_prompt
    assert page.choose("") == ""


def test_the_negative_prompt_of_a_deleted_style_goes_with_the_next_choice(page: Page) -> None:
    page.choose(key(page, "Toony"))
    page.shelf.delete(key(page, "Toony"))
    assert page.choose("") == ""


def test_a_negative_prompt_that_the_person_wrote_stays_through_every_choice(page: Page) -> None:
    page.choose(key(page, "Inky"))
    page.negative = "colour, blurry, dogs"
    for chosen in ("manga", mix((key(page, "Inky"), 1), ("manga", 1)), ""):
        assert page.choose(chosen) == "colour, blurry, dogs"
