"""The form beside the cards: whose words its negative prompt holds, and what fills it besides a card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from presets import Preset, new_preset
from tests.ui.form.test_style_mix import mix
from ui.styles.choice import bring, choose, delete, leave, undo
from ui.styles.render import render_card
from ui.styles.styles import Shelf
from ui.styles.wiring import save_suited

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


def test_deleting_takes_words_and_description_off_the_form_and_leaves_numbers_and_what_the_person_wrote(
    shelf: Shelf, ink: Preset
) -> None:
    _, told, negative, *numbers = delete(shelf, ink.key, "soft fur", MODEL, "soft fur")
    assert (told["tone"], negative, numbers[:4]) == ("good", "", [gr.skip()] * 4)
    assert numbers[4:] == ["{prompt}", "", "", "", "", "", None, None, ""]
    shelf.undo(told)
    assert delete(shelf, ink.key, "dogs", MODEL, "soft fur")[2] == gr.skip()
    refused = delete(shelf, "manga", "x", MODEL, "")
    assert refused[1]["tone"] == "bad" and all(each == gr.skip() for each in refused[2:])


def test_a_negative_prompt_that_the_person_wrote_stays_through_every_choice(page: Page) -> None:
    page.choose(key(page, "Inky"))
    page.negative = "colour, blurry, dogs"
    for chosen in ("manga", mix((key(page, "Inky"), 1), ("manga", 1)), ""):
        assert page.choose(chosen) == "colour, blurry, dogs"


# ---- Undo


def filled(shelf: Shelf, note: Any) -> tuple[Any, list[Any]]:
    """The note after Undo, and what it filled the form with."""
    _, told, *rest = undo(shelf, note, MODEL)
    return told, [*rest[:11], rest[14]]


def test_undo_of_a_save_over_fills_the_form_as_it_was(shelf: Shelf, ink: Preset) -> None:
    kept = ink.model_copy(update={"tags": ("wet",), "author": "Mau", "finish": {"contrast": 5}})
    shelf.store.save(kept, replace=True)
    note = shelf.save("Ink", "{prompt}, wash", "my own", 3, 40, 0.2, None, tags="dry", author="me", chosen=ink.key)[2]
    told, (*fields, finish) = filled(shelf, note)
    assert told["text"] == "“Ink” is as it was before."
    assert fields == shelf.choose(ink.key, "", "", MODEL)
    assert fields[:3] == ["soft fur", 8, 12] and fields[-3:-1] == ["wet", "Mau"]
    assert finish["brought"]["fields"] == {"contrast": "5"}


def test_undo_of_a_delete_fills_the_form_and_that_of_a_rename_keeps_the_edits(shelf: Shelf, ink: Preset) -> None:
    _, fields = filled(shelf, shelf.delete(ink.key)[2])
    assert fields[:-1] == shelf.choose(ink.key, "", "", MODEL)
    _, fields = filled(shelf, shelf.rename(ink.key, "Tusche")[2])
    assert [each for each in fields if each != gr.skip()] == ["Ink"]


def test_an_undo_that_is_refused_or_takes_styles_away_leaves_the_form_alone(shelf: Shelf, ink: Preset) -> None:
    told, fields = filled(shelf, {"undo": "nonsense"})
    assert told["tone"] == "bad" and all(each == gr.skip() for each in fields)


# ---- Import


def brought_in(shelf: Shelf, uploads: Path, content: bytes, negative: str = "", set_by_style: str = "") -> list[Any]:
    """What an import of one file tells the page."""
    (uploads / "styles.json").write_bytes(content)
    file = {"path": str(uploads / "styles.json"), "orig_name": "styles.json"}
    return bring(shelf, [file], negative, MODEL, set_by_style)


def test_importing_one_style_fills_the_form_as_choosing_its_card_does(shelf: Shelf, uploads: Path) -> None:
    """The card was chosen, but Generate and Save preset took the numbers and words of the style before."""
    wash = new_preset(
        name="Wash", prompt_template="wash of {prompt}", negative_prompt="ink", guidance_scale=4, num_steps=9,
        tags="wet", guidance_range=(3, 6), finish={"contrast": 5},
    )  # fmt: skip
    cards, note, *filled = brought_in(shelf, uploads, wash.to_json().encode(), "soft fur", "soft fur")
    assert note["text"] == "1 style from Emerge imported."
    assert filled[:-1] == choose(shelf, cards.value, "", "soft fur", MODEL, "soft fur")
    assert filled[:3] == ["ink", 4, 9] and filled[5:7] == ["wash of {prompt}", "Wash"]
    assert filled[-1]["brought"]["fields"] == {"contrast": "5"}


def test_importing_one_style_leaves_the_negative_prompt_that_the_person_wrote(shelf: Shelf, uploads: Path) -> None:
    content = new_preset(name="Wash", negative_prompt="ink").to_json().encode()
    assert brought_in(shelf, uploads, content, "dogs")[2] == gr.skip()


def test_importing_several_styles_or_none_leaves_the_form_alone(shelf: Shelf, uploads: Path) -> None:
    for content in (b"name,prompt\nOne,x\nTwo,y\n", b"hello"):
        cards, note, *filled = brought_in(shelf, uploads, content)
        assert filled == [gr.skip()] * 15


# ---- settings out of a picture


def test_settings_from_a_picture_leave_the_style_that_was_open_for_editing(shelf: Shelf, ink: Preset) -> None:
    came = [7, "", "Words", {"text": "From a picture.", "tone": "good"}]
    assert leave(shelf, ink.key, "Ink", came) == ["{prompt}", "", "", "", "", "", None, None]
    assert leave(shelf, mix((ink.key, 1), ("manga", 1)), "New", came)[:2] == ["{prompt}", gr.skip()]


def test_a_name_that_would_overwrite_a_style_does_not_stay_and_a_new_one_does(shelf: Shelf, ink: Preset) -> None:
    came = [7, "", "Words", {"text": "From a picture.", "tone": "good"}]
    assert leave(shelf, "", " INK ", came) == [gr.skip(), "", *[gr.skip()] * 6]
    assert leave(shelf, "", "New", came) == [gr.skip()] * 8
    assert leave(shelf, "", 7, came) == [gr.skip()] * 8


def test_settings_that_leave_the_style_chosen_leave_its_form_too(shelf: Shelf, ink: Preset) -> None:
    for came in ([7, gr.skip(), gr.skip(), {"tone": "good"}], [gr.skip(), gr.skip(), gr.skip(), {"tone": "bad"}]):
        assert leave(shelf, ink.key, "Ink", came) == [gr.skip()] * 8


# ---- the guidance range


def on_page(shelf: Shelf, name: str, low: Any, high: Any, guidance: float = 7.5, chosen: Any = "") -> Any:
    """Save preset, as the page asks for it."""
    values = (name, "{prompt}", "", guidance, 20, 0.6, None, "", "", "", "", chosen, None)
    return save_suited(shelf, low, high, *values)[2]


def test_a_style_of_ones_own_is_given_a_guidance_range(shelf: Shelf) -> None:
    assert on_page(shelf, "Mine", 6, 8.5)["tone"] == "good"
    mine = shelf.store.find("Mine")
    assert list(mine.guidance_range or ()) == [6, 8.5]
    assert choose(shelf, mine.key, "x", "", MODEL, "")[-3:-1] == [6, 8.5]
    assert choose(shelf, "", "x", "", MODEL, "")[-3:-1] == [None, None]
    on_page(shelf, "Mine", 6, 8.5, guidance=11)
    assert list(shelf.store.find("Mine").guidance_range or ()) == [6, 11]
    on_page(shelf, "Mine", None, "", chosen=mine.key)
    assert shelf.suits(mine.key) == {}


def test_a_guidance_range_of_5_to_9_is_one_like_any_other(shelf: Shelf) -> None:
    """It was what stood for a style that says nothing, so a style of exactly this range could not be marked."""
    on_page(shelf, "Mine", 5, 9)
    mine = shelf.store.find("Mine")
    assert shelf.suits(mine.key) == {"low": 5, "high": 9, "name": "Mine", "mixed": False}
    assert render_card(mine)["range"] == "Guidance 5 to 9"
    assert choose(shelf, mine.key, "x", "", MODEL, "")[-3:-1] == [5, 9]
    on_page(shelf, "Mine", 5, 9, chosen=mine.key)
    assert shelf.store.find("Mine").guidance_range == (5, 9)


def test_half_a_guidance_range_or_one_upside_down_is_named(shelf: Shelf) -> None:
    for low, high in ((6, None), (None, 6), (9, 6), (0, 99), ("x", 4), ([6], 7)):
        note = on_page(shelf, "Mine", low, high)
        assert (note["tone"], note["text"].split(":")[0]) == ("bad", "Guidance range")
    assert shelf.store.own() == []
