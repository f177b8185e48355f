"""Finish settings that a style or a picture brings to the Finish panel, and that the panel gives to a style."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline import CutOut, Finish, Lettering, finished_file
from pipeline.errors import InvalidRequest
from presets import Preset
from tests.ui.form.test_style_mix import mix
from tests.ui.values import values
from ui.finish.settings_in import finish_on_page, from_picture
from ui.form.form import FormParser
from ui.restore.from_picture import finish_in, settings_in
from ui.styles.choice import from_style, save
from ui.styles.render import render_card
from ui.styles.styles import Styles

WISH = Finish(contrast=12, cut_out=CutOut(), lettering=Lettering(text="MAU"))


def note_of_saving(styles: Styles, name: str, panel: Any) -> Any:
    """The note of Save preset, with this value of the panel."""
    page = values(
        style="", preset_name=name, template="{prompt}, wash", guidance_scale=7.5, num_steps=20, strength=0.6,
        finish=panel,
    )  # fmt: skip
    return save(styles, page)["preset_note"]


@pytest.fixture
def finished(styles: Styles, ink: Preset) -> Preset:
    return styles.store.save(ink.model_copy(update={"finish": WISH.to_json()}), replace=True)


def test_what_the_panel_says_is_saved_with_the_style_and_told(styles: Styles) -> None:
    note = note_of_saving(styles, "Mine", {"fields": {"contrast": "12", "cut_out": "1", "text": "MAU"}})
    assert note["text"] == "Saved “Mine”, with its finish: contrast, cut-out, lettering “MAU”."
    assert styles.store.find("Mine").finish == WISH.to_json()
    assert note_of_saving(styles, "Plain", {"fields": {}})["text"] == "Saved “Plain”."


def test_saving_over_takes_the_panel_as_it_is_and_keeps_the_finish_where_the_panel_is_silent(
    styles: Styles, finished: Preset
) -> None:
    note_of_saving(styles, "Ink", None)
    assert styles.store.find("Ink").finish == WISH.to_json()
    note_of_saving(styles, "Ink", {"fields": {"vibrance": "9"}})
    assert styles.store.find("Ink").finish == {"vibrance": 9.0}
    note_of_saving(styles, "Ink", {"fields": {}})
    assert styles.store.find("Ink").finish == {}


def test_letters_that_cannot_be_set_are_named_and_nothing_is_saved(styles: Styles) -> None:
    note = note_of_saving(styles, "Mine", {"fields": {"text": "Mau 🐱"}})
    assert (note["tone"], "cat face" in note["text"]) == ("bad", True)
    assert styles.store.own() == []


@pytest.mark.parametrize("value", [None, 7, {}, {"fields": 7}, {"brought": {}}])
def test_a_panel_that_says_nothing_is_nothing(value: Any) -> None:
    assert finish_on_page(value) is None


def test_a_wish_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(InvalidRequest, match="Finish: has no field"):
        finish_on_page({"fields": {"__class__": "x"}})


def test_a_style_brings_its_finish_and_a_mix_that_of_the_heaviest_which_has_one(
    styles: Styles, finished: Preset
) -> None:
    brought = from_style(styles, finished.key)["brought"]
    assert (brought["name"], brought["told"]) == ("“Ink”", "contrast, cut-out, lettering “MAU”")
    assert finish_on_page({"fields": brought["fields"]}) == WISH.to_json()
    assert from_style(styles, mix(("manga", 0.9), (finished.key, 0.1))) == from_style(styles, finished.key)
    for nothing in ("", "manga", "gone"):
        assert from_style(styles, nothing)["brought"]["told"] == ""
    mixes = [mix(("manga", 0.5), ("pencil", share)) for share in (0.3, 0.9)]
    sources = [from_style(styles, chosen)["brought"]["source"] for chosen in ("", "manga", *mixes)]
    assert sources == ["", "manga", "manga+pencil", "manga+pencil"]  # a weight that moves is no other choice


def test_a_card_says_what_finish_comes_with_it(finished: Preset) -> None:
    assert render_card(finished)["finish"] == "Finish: contrast, cut-out, lettering “MAU”"


def test_what_a_style_of_another_studio_wants_and_we_cannot_is_told(styles: Styles, ink: Preset) -> None:
    styles.store.save(ink.model_copy(update={"finish": {"contrast": 5, "sparkle": 9}}), replace=True)
    brought = from_style(styles, ink.key)["brought"]
    assert (brought["fields"], brought["refused"]) == ({"contrast": "5"}, ["Finish: has no field 'sparkle'."])


def test_a_finished_picture_brings_its_finish_back_and_says_what_it_cannot(forms: FormParser, uploads: Path) -> None:
    settings = {"prompt": "a cat", "seed": 7, "num_steps": 3, "guidance_scale": 5.0, "width_px": 64, "height_px": 64}
    finish = Finish(vibrance=20, colour_match="gentle", lettering=Lettering(text="MAU"))
    (uploads / "cat.jpg").write_bytes(finished_file(Image.new("RGB", (64, 64)), finish, "jpeg", settings=settings))
    file = {"path": str(uploads / "cat.jpg")}
    note: Any = settings_in(forms, file, "paper")["settings_note"]
    assert "Finish (vibrance, colour match to the photo, lettering “MAU”)" in note["text"]
    assert "Colour match: shows once" in note["text"]
    finish_value: Any = finish_in(forms, file)["finish"]
    brought = finish_value["brought"]
    assert finish_on_page({"fields": brought["fields"]}) == finish.to_json()
    nothing = from_picture({})["brought"]
    assert (nothing["source"], nothing["again"], nothing["told"]) == ("", True, "")
    assert finish_in(forms, {"path": "/etc/passwd"}) == {}
