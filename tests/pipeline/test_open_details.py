"""What a prompt leaves open: found by the words that say it, chosen by the seed."""

from __future__ import annotations

import pytest

from pipeline.catalog import BUILTIN_FOLDER, BUILTIN_KEY
from pipeline.families import read_spec
from pipeline.open_details import OpenDetails, parse_open_details

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


def test_the_seed_chooses_and_chooses_the_same_again(table: OpenDetails) -> None:
    found = {table.chosen("a cat", seed) for seed in range(40)}
    assert len(found) == 4  # two eyes, two places
    assert table.chosen("a cat", 2**32 - 1) == table.chosen("a cat", 2**32 - 1)


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
    prompts = ["a cat", "a neon fox with a pink scarf", "pixel art of a bunny", "a puppy, smiling"]
    for seed, prompt in enumerate(prompts * 5):
        clauses = table.chosen(prompt, seed)
        assert len(clauses) >= 3
        assert table.left_open(", ".join([prompt, *clauses])) == ()
        assert set(" ".join(clauses).split()) <= spec.world.words
