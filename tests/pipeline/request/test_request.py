"""Requests check themselves, and say how many steps will run."""

from __future__ import annotations

import math
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.request import GenerationRequest, parse_seed
from pipeline.schedule.steps import plan_steps


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("Seed", {"seed": -1}),
        ("Seed", {"seed": 2**40}),
        ("Seed", {"seed": "abc"}),
        ("Seed", {"seed": math.nan}),
        ("Seed", {"seed": 1.5}),
        ("Seed", {"seed": True}),
        ("Seed", {"seed": 10**5000}),
        ("Steps", {"num_steps": 0}),
        ("Steps", {"num_steps": 10_000}),
        ("Steps", {"num_steps": None}),
        ("Guidance scale", {"guidance_scale": 0.9}),
        ("Guidance scale", {"guidance_scale": 20.5}),
        ("Guidance scale", {"guidance_scale": math.inf}),
        ("Guidance scale", {"guidance_scale": "7"}),
        ("Strength", {"strength": 0.0}),
        ("Strength", {"strength": math.nan}),
        ("Width", {"width_px": 7}),
        ("Height", {"height_px": 1e9}),
        ("Scheduler", {"scheduler": "Heun"}),
        ("Precision", {"precision": "half"}),
        ("Pictures", {"num_images": 0}),
        ("Prompt", {"prompt": "a" * 100_000}),
        ("Prompt", {"prompt": None}),
        ("Negative prompt", {"negative_prompt": 3}),
        ("Model", {"model": ""}),
        ("Photo", {"photo": "cat.jpg"}),
        ("Photo", {"photo": Image.new("L", (64, 64))}),
        ("Photo", {"photo": Image.new("RGB", (64, 64)), "width_px": 128}),
    ],
)
def test_a_value_out_of_range_is_refused_by_the_name_of_its_field(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        GenerationRequest(**changes)
    assert refused.value.field == field
    assert str(refused.value).startswith(f"{field}: ")
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("prompt", ["", "🐈‍⬛", "قطة", "a\0b", "\ud800", "${x}", "{{x}}", "<img onerror=alert(1)>"])
def test_any_text_is_a_prompt(prompt: str) -> None:
    assert GenerationRequest(prompt=prompt).prompt == prompt


def test_whole_floats_count_as_whole_numbers() -> None:
    request = GenerationRequest(num_steps=20.0, seed=7.0)  # type: ignore[arg-type]
    assert (request.num_steps, request.seed) == (20, 7)
    assert isinstance(request.num_steps, int)


def test_an_empty_seed_is_drawn_and_a_written_one_is_read() -> None:
    assert 0 <= parse_seed("") <= 2**32 - 1
    assert parse_seed(None) != parse_seed(None) or parse_seed(None) != parse_seed(None)
    assert parse_seed(" 42 ") == 42
    wrongs: list[object] = ["abc", "-1", "1e3", "9" * 5000, "٣", [], {}]
    for wrong in wrongs:
        with pytest.raises(InvalidRequest):
            parse_seed(wrong)


def test_every_strength_of_every_step_count_runs_at_least_one_step() -> None:
    for num_steps in range(1, 101):
        for strength in (0.05, 0.1, 0.3, 0.5, 0.61, 0.99, 1.0):
            plan = plan_steps(num_steps, strength)
            stock = min(int(num_steps * strength), num_steps)
            assert plan.num_steps == max(1, stock)
            assert plan.first_step == num_steps - plan.num_steps
            assert int(num_steps * plan.strength) == plan.num_steps
            assert bool(plan.note) == (stock == 0)


def test_without_a_photo_strength_changes_nothing() -> None:
    assert GenerationRequest(strength=0.05).plan.num_steps == 20
    assert GenerationRequest(strength=0.05, photo=Image.new("RGB", (64, 64))).plan.num_steps == 1
