"""The form beside the cards: whose words its negative prompt holds, and what fills it besides a card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from presets import Preset, new_preset
from presets.history.history import History
from tests.presets.kept_runs import keep
from tests.ui.form.test_style_mix import mix
from tests.ui.values import values
from ui.form.form import FormParser
from ui.gradio_kit.updates import Updates
from ui.restore.dropped_picture import restore
from ui.restore.reuse_run import reuse_run
from ui.styles.choice import FILLED, choose, delete, import_styles, leave_style, save, undo
from ui.styles.fields import StyleFields
from ui.styles.render import render_card
from ui.styles.styles import ABOUT_STYLE, DESCRIBED, NUMBERS, Styles

MODEL = "paper"
NO_STYLE = {"template": "{prompt}", **dict.fromkeys(DESCRIBED, ""), "suits_from": None, "suits_to": None}


def chosen_on_page(styles: Styles, chosen: Any, negative: str = "", set_by_style: str = "") -> Updates:
    """What choosing a style, or a mix, fills in."""
    return choose(styles, values(style=chosen, negative_prompt=negative, model=MODEL, negative_by_style=set_by_style))


class Page:
    """The negative prompt as the page holds it, with what a style set last."""

    def __init__(self, styles: Styles) -> None:
        self.styles, self.negative, self.set_by_style = styles, "", ""

    def choose(self, chosen: Any) -> str:
        filled: dict[str, Any] = chosen_on_page(self.styles, chosen, self.negative, self.set_by_style)
        self.negative = filled.get("negative_prompt", self.negative)
        self.set_by_style = filled.get("negative_by_style", self.set_by_style)
        return self.negative


@pytest.fixture
def page(styles: Styles) -> Page:
    for name, negative in (("Inky", "colour, blurry"), ("Toony", "photo")):
        styles.store.save(new_preset(name=name, negative_prompt=negative))
    return Page(styles)


def key(page: Page, name: str) -> str:
    return page.styles.store.find(name).key


def test_the_negative_prompt_of_a_mix_goes_with_the_mix(page: Page) -> None:
    inky, toony = key(page, "Inky"), key(page, "Toony")
    assert page.choose(inky) == "colour, blurry"
    assert page.choose(mix((inky, 0.5), (toony, 0.5))) == "colour, blurry, photo"
    assert page.choose(mix((inky, 0.4), (toony, 0.6))) == "photo, colour, blurry"
    assert page.choose(inky) == "colour, blurry"
    page.choose(mix((inky, 0.5), (toony, 0.5)))
    assert page.choose("manga") == page.styles.store.find("manga").negative_prompt
    assert page.choose("") == ""


def test_the_negative_prompt_of_a_deleted_style_goes_with_the_next_choice(page: Page) -> None:
    page.choose(key(page, "Toony"))
    page.styles.delete(key(page, "Toony"))
    assert page.choose("") == ""


def test_deleting_takes_words_and_description_off_the_form_and_leaves_numbers_and_what_the_person_wrote(
    styles: Styles, ink: Preset
) -> None:
    def deleted(key: str, negative: str, set_by_style: str) -> Any:
        return delete(styles, values(style=key, negative_prompt=negative, model=MODEL, negative_by_style=set_by_style))

    updates = deleted(ink.key, "soft fur", "soft fur")
    assert (updates["preset_note"]["tone"], updates["negative_prompt"]) == ("good", "")
    assert not set(NUMBERS) & set(updates)
    assert {name: updates[name] for name in ABOUT_STYLE} == {**NO_STYLE, "preset_name": ""}
    assert updates["negative_by_style"] == ""
    styles.undo(updates["preset_note"])
    assert "negative_prompt" not in deleted(ink.key, "dogs", "soft fur")
    refused = deleted("manga", "x", "")
    assert refused["preset_note"]["tone"] == "bad" and list(refused) == ["preset_note"]


def test_a_negative_prompt_that_the_person_wrote_stays_through_every_choice(page: Page) -> None:
    page.choose(key(page, "Inky"))
    page.negative = "colour, blurry, dogs"
    for chosen in ("manga", mix((key(page, "Inky"), 1), ("manga", 1)), ""):
        assert page.choose(chosen) == "colour, blurry, dogs"


# ---- Undo


def undone(styles: Styles, note: Any) -> Any:
    """What Undo puts onto the page."""
    return undo(styles, values(preset_note=note, model=MODEL))


def test_undo_of_a_save_over_fills_the_form_as_it_was(styles: Styles, ink: Preset) -> None:
    before = ink.model_copy(update={"tags": ("wet",), "author": "Mau", "finish": {"contrast": 5}})
    styles.store.save(before, replace=True)
    fields = StyleFields(
        name="Ink", template="{prompt}, wash", negative_prompt="my own", guidance_scale=3, num_steps=40, strength=0.2,
        tags="dry", author="me",
    )  # fmt: skip
    updates = undone(styles, styles.save(fields, ink.key)["preset_note"])
    assert updates["preset_note"]["text"] == "“Ink” is as it was before."
    choice = styles.choose(ink.key, "", MODEL)
    assert {name: updates[name] for name in choice} == choice
    assert [updates[name] for name in ("negative_prompt", "guidance_scale", "num_steps")] == ["soft fur", 8, 12]
    assert (updates["style_tags"], updates["style_author"]) == ("wet", "Mau")
    assert updates["finish"]["brought"]["fields"] == {"contrast": "5"}


def test_undo_of_a_delete_fills_the_form_and_that_of_a_rename_keeps_the_edits(styles: Styles, ink: Preset) -> None:
    updates = undone(styles, styles.delete(ink.key)["preset_note"])
    choice = styles.choose(ink.key, "", MODEL)
    assert {name: updates[name] for name in choice} == choice
    updates = undone(styles, styles.rename(ink.key, "Tusche")["preset_note"])
    assert updates.keys() == {"style", "preset_note", "preset_name"} and updates["preset_name"] == "Ink"


def test_an_undo_that_is_refused_or_takes_styles_away_leaves_the_form_alone(styles: Styles, ink: Preset) -> None:
    refused = undone(styles, {"undo": "nonsense"})
    assert refused["preset_note"]["tone"] == "bad" and list(refused) == ["preset_note"]


# ---- Import


def imported(styles: Styles, uploads: Path, content: bytes, negative: str = "", set_by_style: str = "") -> Any:
    """What an import of one file puts onto the page."""
    (uploads / "styles.json").write_bytes(content)
    file = {"path": str(uploads / "styles.json"), "orig_name": "styles.json"}
    page = values(import_presets=[file], negative_prompt=negative, model=MODEL, negative_by_style=set_by_style)
    return import_styles(styles, page)


def test_importing_one_style_fills_the_form_as_choosing_its_card_does(styles: Styles, uploads: Path) -> None:
    """The card was chosen, but Generate and Save preset took the numbers and words of the style before."""
    wash = new_preset(
        name="Wash", prompt_template="wash of {prompt}", negative_prompt="ink", guidance_scale=4, num_steps=9,
        tags="wet", guidance_range=(3, 6), finish={"contrast": 5},
    )  # fmt: skip
    updates = imported(styles, uploads, wash.to_json().encode(), "soft fur", "soft fur")
    assert updates["preset_note"]["text"] == "1 style from Emerge imported."
    choice = chosen_on_page(styles, updates["style"].value, "soft fur", "soft fur")
    assert {name: updates[name] for name in updates if name in FILLED} == choice
    assert [updates[name] for name in ("negative_prompt", "guidance_scale", "num_steps")] == ["ink", 4, 9]
    assert (updates["template"], updates["preset_name"]) == ("wash of {prompt}", "Wash")
    assert updates["finish"]["brought"]["fields"] == {"contrast": "5"}


def test_importing_one_style_leaves_the_negative_prompt_that_the_person_wrote(styles: Styles, uploads: Path) -> None:
    content = new_preset(name="Wash", negative_prompt="ink").to_json().encode()
    assert "negative_prompt" not in imported(styles, uploads, content, "dogs")


def test_importing_several_styles_or_none_leaves_the_form_alone(styles: Styles, uploads: Path) -> None:
    for content in (b"name,prompt\nOne,x\nTwo,y\n", b"hello"):
        assert imported(styles, uploads, content).keys() <= {"style", "preset_note"}


# ---- settings out of a picture


def left(styles: Styles, chosen: Any, name: Any) -> Updates:
    """What settings of no style put onto the fields of the style before."""
    return leave_style(styles, values(style=chosen, preset_name=name))


def test_settings_from_a_picture_leave_the_style_that_was_open_for_editing(styles: Styles, ink: Preset) -> None:
    assert left(styles, ink.key, "Ink") == {**NO_STYLE, "preset_name": ""}
    assert left(styles, mix((ink.key, 1), ("manga", 1)), "New") == NO_STYLE


def test_a_name_that_would_overwrite_a_style_does_not_stay_and_a_new_one_does(styles: Styles, ink: Preset) -> None:
    assert left(styles, "", " INK ") == {"preset_name": ""}
    assert left(styles, "", "New") == {}
    assert left(styles, "", 7) == {}


def test_settings_that_leave_the_style_chosen_leave_its_form_too(
    styles: Styles, forms: FormParser, ink: Preset, tmp_path: Path
) -> None:
    history = History(tmp_path / "data")
    wish = {"key": keep(history, "a cat", seed=7), "part": "seed"}
    page = values(history=wish, model=MODEL, style=ink.key, preset_name="Ink")
    seed_alone = reuse_run(history, forms, styles, page)
    assert seed_alone["seed"] == 7
    refused: Any = restore(forms, styles, {"path": "/etc/passwd"}, page)
    assert refused["settings_note"]["tone"] == "bad"
    for updates in (seed_alone, refused):
        assert not {"style", *ABOUT_STYLE} & set(updates)


# ---- the guidance range


def on_page(
    styles: Styles, name: str, low: Any, high: Any, guidance: float = 7.5, chosen: Any = "", finish: Any = None
) -> Any:
    """The note of Save preset, as the page asks for it."""
    page = values(
        style=chosen, preset_name=name, template="{prompt}", guidance_scale=guidance, num_steps=20, strength=0.6,
        suits_from=low, suits_to=high, finish=finish,
    )  # fmt: skip
    return save(styles, page)["preset_note"]


def range_on_page(styles: Styles, chosen: str) -> list[object]:
    """The ends of the guidance range that choosing a style fills in."""
    filled = chosen_on_page(styles, chosen)
    return [filled["suits_from"], filled["suits_to"]]


def test_a_style_of_ones_own_is_given_a_guidance_range(styles: Styles) -> None:
    assert on_page(styles, "Mine", 6, 8.5)["tone"] == "good"
    mine = styles.store.find("Mine")
    assert list(mine.guidance_range or ()) == [6, 8.5]
    assert range_on_page(styles, mine.key) == [6, 8.5]
    assert range_on_page(styles, "") == [None, None]
    on_page(styles, "Mine", 6, 8.5, guidance=11)
    assert list(styles.store.find("Mine").guidance_range or ()) == [6, 11]
    on_page(styles, "Mine", None, "", chosen=mine.key)
    assert styles.suits(mine.key) == {}


def test_a_guidance_range_of_5_to_9_is_one_like_any_other(styles: Styles) -> None:
    """It was what stood for a style that says nothing, so a style of exactly this range could not be marked."""
    on_page(styles, "Mine", 5, 9)
    mine = styles.store.find("Mine")
    assert styles.suits(mine.key) == {"low": 5, "high": 9, "name": "Mine", "mixed": False}
    assert render_card(mine)["range"] == "Guidance 5 to 9"
    assert range_on_page(styles, mine.key) == [5, 9]
    on_page(styles, "Mine", 5, 9, chosen=mine.key)
    assert styles.store.find("Mine").guidance_range == (5, 9)


def test_half_a_guidance_range_or_one_upside_down_is_named(styles: Styles) -> None:
    for low, high in ((6, None), (None, 6), (9, 6), (0, 99), ("x", 4), ([6], 7)):
        note = on_page(styles, "Mine", low, high)
        assert (note["tone"], note["text"].split(":")[0]) == ("bad", "Guidance range")
    assert styles.store.own() == []


def test_a_guidance_range_is_named_before_a_finish_that_cannot_be(styles: Styles) -> None:
    assert on_page(styles, "Mine", 9, 6, finish={"fields": {"text": "Mau 🐱"}})["text"].startswith("Guidance range: ")
