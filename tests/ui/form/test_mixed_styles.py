"""A mix of styles kept as one style of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InvalidRequest
from presets import Preset, new_preset
from tests.ui.form.test_style_mix import mix
from tests.ui.styles.test_styles import uploaded
from ui.form.form import Form, FormParser
from ui.form.style_mix import split_mixes
from ui.styles.fields import StyleFields
from ui.styles.import_export import export, load
from ui.styles.render import render_card
from ui.styles.styles import Styles


def save_mix(styles: Styles, name: str, chosen: Any, template: str, **more: Any) -> Any:
    """The note of Save preset."""
    fields = StyleFields(name=name, template=template, negative_prompt="blurry", **more)
    return styles.save(fields, chosen)["preset_note"]


@pytest.fixture
def both(styles: Styles, ink: Preset) -> Preset:
    """Three parts ink, one part pencil."""
    save_mix(styles, "Both", mix((ink.key, 0.75), ("pencil", 0.25)), ink.prompt_template)
    return styles.store.find("Both")


def prompts(forms: FormParser, style: Any) -> list[tuple[str, float]]:
    request = forms.order(Form(prompt="a cat", style=style, seed=1)).request
    return [(request.prompt, request.prompt_weight), *((each.prompt, each.weight) for each in request.blend)]


def test_a_saved_mix_paints_what_the_mix_painted(forms: FormParser, both: Preset, ink: Preset) -> None:
    assert prompts(forms, both.key) == prompts(forms, mix((ink.key, 0.75), ("pencil", 0.25)))
    assert prompts(forms, both.key) == [("ink drawing of a cat", 0.75), ("pencil sketch of a cat", 0.25)]
    assert forms.order(Form(prompt="a cat", style=both.key)).style == "Both"


def test_deleting_or_changing_a_source_leaves_the_mix_as_it_is(
    styles: Styles, forms: FormParser, both: Preset, ink: Preset
) -> None:
    before = prompts(forms, both.key)
    styles.save(StyleFields(name="Ink", template="other {prompt}"))
    assert prompts(forms, both.key) == before
    styles.delete(ink.key)
    assert prompts(forms, both.key) == before


def test_three_equal_parts_come_to_one(styles: Styles, forms: FormParser) -> None:
    save_mix(styles, "Three", mix(("manga", 1), ("pencil", 1), ("", 1)), "{prompt} by hand")
    found = prompts(forms, "Three")
    assert [round(weight, 3) for _, weight in found] == [0.333, 0.333, 0.333]
    assert sum(weight for _, weight in found) == pytest.approx(1)
    assert {"a cat by hand", "a cat"} <= {text for text, _ in found}


def test_a_mix_goes_out_and_comes_in_again(styles: Styles, uploads: Path, both: Preset, forms: FormParser) -> None:
    before = prompts(forms, both.key)
    content, _, name = export(styles, "json", [both.key]) or (b"", "", "")
    assert [part["name"] for part in json.loads(content)["mix"]] == ["Ink", "Pencil"]
    styles.delete(both.key)
    cards, _, note = load(styles, [uploaded(uploads, name, content)])
    assert cards is not None and note["text"] == "1 style from Emerge imported."
    assert prompts(forms, cards.value) == before


def test_saving_over_a_mix_keeps_its_parts_with_the_words_of_the_page_for_the_heaviest(
    styles: Styles, both: Preset, forms: FormParser
) -> None:
    note = save_mix(styles, "Both", both.key, "brush drawing of {prompt}")
    assert prompts(forms, both.key)[0] == ("brush drawing of a cat", 0.75)
    assert len(prompts(forms, both.key)) == 2
    styles.undo(note)
    assert styles.store.find("Both") == both
    save_mix(styles, "Both", "manga", "just {prompt}")
    assert prompts(forms, both.key) == [("just a cat", 1.0)]


def test_a_mix_of_mixes_counts_every_part(styles: Styles, forms: FormParser, both: Preset) -> None:
    found = prompts(forms, mix((both.key, 0.5), ("manga", 0.5)))
    assert [round(weight, 3) for _, weight in found] == [0.5, 0.375, 0.125]
    with pytest.raises(InvalidRequest, match="5 styles, allowed are 4"):
        forms.order(Form(prompt="x", style=mix((both.key, 1), ("manga", 1), ("sticker", 1), ("photo", 1))))
    note = save_mix(styles, "Five", mix((both.key, 1), ("manga", 1), ("sticker", 1), ("photo", 1)), "{prompt}")
    assert (note["tone"], "5 styles" in note["text"]) == ("bad", True)


def test_the_card_of_a_mix_says_what_is_in_it_and_the_note_of_another_card_does_not_come_along(
    styles: Styles, ink: Preset
) -> None:
    manga = styles.store.find("manga")
    save_mix(styles, "Both", mix(("manga", 0.6), (ink.key, 0.4)), manga.prompt_template, note=manga.note)
    found = styles.store.find("Both")
    assert (found.note, render_card(found)["mix"]) == ("", "Mix: Manga 60% + Ink 40%")


def test_choosing_a_mix_shows_the_words_of_the_heaviest(styles: Styles, both: Preset, ink: Preset) -> None:
    assert styles.choose(mix((ink.key, 0.9), ("manga", 0.1)), "", "paper")["template"] == ink.prompt_template
    filled = styles.choose(both.key, "", "paper")
    assert (filled["template"], filled["preset_name"]) == (ink.prompt_template, "Both")


def test_a_saved_style_keeps_the_guidance_range_of_what_it_was_made_from(styles: Styles) -> None:
    manga = styles.store.find("manga")
    styles.save(StyleFields(name="Mine", template=manga.prompt_template, guidance_scale=12), "manga")
    assert manga.guidance_range is not None
    assert styles.store.find("Mine").guidance_range == (manga.guidance_range[0], 12)
    styles.save(StyleFields(name="Plain", guidance_scale=12))
    assert styles.store.find("Plain").guidance_range is None


def test_a_plain_style_is_its_only_part() -> None:
    plain = new_preset(name="x")
    assert plain.parts == ((plain, 1.0),)
    assert split_mixes(()) == ()
