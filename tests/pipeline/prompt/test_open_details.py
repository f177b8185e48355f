"""What a prompt leaves open: found by the words that say it, chosen by the seed."""

from __future__ import annotations

import pytest

from pipeline.models.catalog import BUILTIN_FOLDER, BUILTIN_KEY
from pipeline.models.read_spec import read_spec
from pipeline.prompt.open_details import OpenDetails, parse_open_details

TABLE = {
    "subjects": ["cat", "little fox"],
    "details": [
        {
            "name": "coat",
            "said": ["white", "red"],
            "unless_before": ["scarf"],
            "choices": [],
            "by_word": {"cat": ["white cat"], "fox": ["red fox"]},
        },
        {
            "name": "colour of the hat",
            "said": ["pink", "red"],
            "said_of": ["hat"],
            "unless_before": ["ground"],
            "choices": [],
            "by_word": {"hat": ["pink hat", "red hat"]},
        },
        {"name": "eyes", "said": ["blue eyes"], "choices": ["blue eyes", "green eyes"]},
        {
            "name": "place",
            "said": ["forest"],
            "choices": ["on white", "on mint"],
            "once": ["white", "mint"],
            "by_word": {"neon": ["in the dark"]},
        },
    ],
}


@pytest.fixture
def table() -> OpenDetails:
    return parse_open_details(TABLE)


@pytest.mark.parametrize(
    ("prompt", "open_names"),
    [
        ("a cat", ["coat", "eyes", "place"]),
        ("a white cat, Blue eyes", ["place"]),
        ("a cat with a red scarf in a FOREST", ["coat", "eyes"]),
        ("a (white:1.2) cat", ["eyes", "place"]),
        ("a little fox", ["coat", "eyes", "place"]),
        ("a robot", []),
        ("", []),
        ("concatenate", []),
    ],
)
def test_what_no_word_says_is_open_where_the_subject_is_known(
    table: OpenDetails, prompt: str, open_names: list[str]
) -> None:
    assert [detail.name for detail in table.left_open(prompt)] == open_names
    assert len(table.chosen(prompt, 1)) == len(open_names)


@pytest.mark.parametrize("prompt", ["a cat with a red hat", "(pink:1.2) woolly hat, cat", "cat in a hat that is red"])
def test_a_colour_near_before_or_behind_what_is_worn_is_its_own(table: OpenDetails, prompt: str) -> None:
    assert "colour of the hat" not in [detail.name for detail in table.left_open(prompt)]


@pytest.mark.parametrize("prompt", ["a cat with a hat", "a red cat with a hat", "a cat with a hat on pink ground"])
def test_a_colour_of_something_else_leaves_what_is_worn_open(table: OpenDetails, prompt: str) -> None:
    assert "colour of the hat" in [detail.name for detail in table.left_open(prompt)]
    assert {table.chosen(prompt, seed)[-3] for seed in range(40)} == {"pink hat", "red hat"}


def test_what_is_settled_is_not_chosen(table: OpenDetails) -> None:
    assert [detail.name for detail in table.left_open("a cat", ("eyes", "coat"))] == ["place"]
    assert len(table.chosen("a cat", 1, ("eyes", "coat"))) == 1


def test_the_seed_chooses_and_chooses_the_same_again(table: OpenDetails) -> None:
    found = {table.chosen("a cat", seed) for seed in range(40)}
    assert len(found) == 2  # two eyes; of two places one repeats the coat
    assert table.chosen("a cat", 2**32 - 1) == table.chosen("a cat", 2**32 - 1)


def test_a_choice_fits_those_before_it(table: OpenDetails) -> None:
    """The coat and the ground were chosen each by itself: a white cat on white."""
    assert {table.chosen("a cat", seed)[0::2] for seed in range(40)} == {("white cat", "on mint")}


def test_no_choice_repeats_a_colour_and_some_words_have_choices_of_their_own(table: OpenDetails) -> None:
    assert {table.chosen("a white cat", seed)[-1] for seed in range(40)} == {"on mint"}
    assert {table.chosen("a neon cat", seed)[-1] for seed in range(40)} == {"in the dark"}


HALF = {"subjects": ["cat"], "details": [{"name": "x"}]}


@pytest.mark.parametrize("data", [None, 7, {}, {"subjects": ["cat"]}, HALF])
def test_a_table_that_is_none_leaves_every_prompt_alone(data: object) -> None:
    assert parse_open_details(data).chosen("a cat", 1) == ()


def test_what_mau_is_told_of_leaves_nothing_open_and_names_only_what_it_knows() -> None:
    spec = read_spec(BUILTIN_FOLDER / BUILTIN_KEY, BUILTIN_KEY)
    assert spec.world is not None
    table = spec.world.open_details
    prompts = ["a cat", "a neon fox with a pink scarf", "pixel art of a bunny", "a puppy, smiling", "cat in glasses"]
    for seed, prompt in enumerate(prompts * 5):
        clauses = table.chosen(prompt, seed)
        assert len(clauses) >= 3
        assert table.left_open(", ".join([prompt, *clauses])) == ()
        assert set(" ".join(clauses).split()) <= spec.world.words
