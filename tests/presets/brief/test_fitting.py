"""What is added to the empty parts of a brief."""

from __future__ import annotations

from itertools import product

import pytest

from pipeline.prompt.open_details import words_of
from presets.brief.brief import FACETS, make_brief, rules
from presets.brief.fitting import fitting
from training.words.captions import caption_words

STYLES = ("", *rules()["style_words"])
SUBJECTS = ("", "a cat", "a puppy", "my friend", "a city at night", "a teapot", "a sleepy orange cat", "İ 🐱 <b>")


def added(prompt: str, style: str = "") -> dict[str, str]:
    found = fitting(make_brief(prompt, style).chips, style)
    return {facet: ", ".join(words) for facet, words in found.items()}


def mau_knows(phrase: str) -> bool:
    return set(words_of(phrase)) <= caption_words()


def test_every_empty_part_gets_words_after_the_subject_and_the_style() -> None:
    assert added("a cat, manga") == {
        "keep": "large expressive eyes", "medium": "ink lines", "light": "simple shading", "palette": "black and white",
    }  # fmt: skip
    assert added("a castle by a lake") == {
        "keep": "wide view", "style": "watercolour", "medium": "soft washes", "light": "soft light",
        "palette": "delicate colours",
    }  # fmt: skip


def test_what_a_person_said_is_left_alone() -> None:
    said = "a cat, green eyes, pencil, hatching, night, pastel colours"
    assert added(said) == {}
    assert "palette" not in added("a cat, pastel colours")


def test_nothing_is_added_that_what_is_said_is_against() -> None:
    assert added("an orange cat, manga")["palette"] == "limited palette"
    assert added("a sleepy cat")["keep"] == "fluffy"
    assert added("a sad sleepy sphynx")["keep"] not in ("smiling", "cute")
    assert added("a cat, moonlight, watercolour").get("light") is None


def test_no_style_is_added_to_one_that_was_chosen_on_the_cards() -> None:
    found = added("a cat", "pencil")
    assert "style" not in found and found["medium"] == "graphite"
    assert "style" not in added("a cat", "own-3f2a")


@pytest.mark.parametrize(("subject", "style"), list(product(SUBJECTS, STYLES)))
def test_the_built_in_model_gets_only_words_that_it_knows(subject: str, style: str) -> None:
    """And for each of its styles there is something for every part."""
    chips = make_brief(subject, style).chips
    found = fitting(chips, style, mau_knows)
    assert all(mau_knows(phrase) for words in found.values() for phrase in words)
    assert set(found) >= {"medium", "palette"} - {facet for facet, said in chips.items() if said}
    assert "style" in found or style


def test_what_was_added_is_sorted_into_the_same_parts_when_a_brief_is_made_of_it() -> None:
    for subject, style in product(("a cat", "a puppy", "a teapot", "a castle"), STYLES):
        chips = make_brief(subject, style).chips
        whole = {**chips, **fitting(chips, style)}
        text = ", ".join(chip for facet in FACETS for chip in whole[facet])
        again = make_brief(text, style).chips
        assert {facet: set(said) for facet, said in again.items()} == {
            facet: set(said) for facet, said in whole.items()
        }
