"""A prompt as a brief."""

from __future__ import annotations

import pytest

from presets.brief.brief import FACETS, Brief, make_brief


def chips(prompt: str, style: str = "") -> dict[str, tuple[str, ...]]:
    return {facet: said for facet, said in make_brief(prompt, style).chips.items() if said}


def test_the_first_prompt_of_all_is_told_apart() -> None:
    said = chips("manga-style illustration of a white cat with large expressive eyes and a pink scarf")
    assert said == {
        "subject": ("a white cat",),
        "keep": ("large expressive eyes and a pink scarf",),
        "style": ("manga-style illustration",),
    }


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a cat", {"subject": ("a cat",)}),
        ("", {}),
        ("a smiling tabby cat", {"subject": ("a smiling tabby cat",)}),
        ("cat, soft light, pastel colours", {
            "subject": ("cat",), "light": ("soft light",), "palette": ("pastel colours",)}),
        ("my cat Mochi wearing a red scarf, watercolour", {
            "subject": ("my cat Mochi",), "keep": ("wearing a red scarf",), "style": ("watercolour",)}),
        ("a portrait of my cat", {"subject": ("a portrait of my cat",)}),
        ("ein Hund, im Wald", {"subject": ("ein Hund",), "keep": ("im Wald",)}),
        ("pencil sketch of a fox; hatching\nnight", {
            "subject": ("a fox",), "style": ("pencil sketch",), "medium": ("hatching",), "light": ("night",)}),
    ],
)  # fmt: skip
def test_clauses_go_where_they_belong(prompt: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert chips(prompt) == expected


def test_no_word_of_the_persons_is_lost() -> None:
    for prompt in ("a, b, c with d, wearing e; f", "photo of the dog of a friend", "(cat:1.3), [dog]", "🐱, <b>"):
        text = make_brief(prompt).text
        for word in prompt.replace(",", " ").replace(";", " ").split():
            assert word in text or word in ("of", "with", "a"), (word, text)


def test_what_is_offered_fits_the_style_and_is_not_said_already() -> None:
    brief = make_brief("a cat, manga, screentone")
    assert "screentone" not in brief.offers["medium"] and "ink lines" in brief.offers["medium"]
    assert brief.offers["palette"] == ("black and white", "limited palette")
    assert "style" not in make_brief("a cat", "sticker").offers
    assert make_brief("a cat", "sticker").offers["palette"] == ("flat colours",)
    assert "style" in make_brief("a cat").offers


def test_a_brief_made_of_its_own_text_is_itself() -> None:
    text = make_brief("watercolour of a grey cat with green eyes, soft light").text
    assert make_brief(text).text == text == "a grey cat, green eyes, watercolour, soft light"
    assert Brief(chips={facet: () for facet in FACETS}).text == ""
