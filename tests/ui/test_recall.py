"""Settings out of a picture: what holds is taken over, what does not is named with its reason."""

from __future__ import annotations

from typing import Any

from pipeline.catalog import Catalog
from pipeline.metadata import FoundSettings
from ui.recall import Recalled, recall


def recalled(catalog: Catalog, origin: str = "AUTOMATIC1111", **settings: Any) -> Recalled:
    return recall(FoundSettings(settings=settings, origin=origin, unused=("Clip skip",)), catalog, "paper")


def test_what_holds_for_the_model_is_taken_over(catalog: Catalog) -> None:
    taken = recalled(catalog, prompt="a cat", seed=7, num_steps=20, width_px=128, height_px=64, scheduler="UniPC")
    assert taken.values == {
        "prompt": "a cat", "seed": 7, "variation_strength": 0.0, "num_steps": 20, "width_px": 128, "height_px": 64,
        "scheduler": "UniPC",
    }  # fmt: skip
    assert taken.refused == ()
    assert taken.sentence == (
        "From a picture by AUTOMATIC1111: Prompt, Steps, Seed, Scheduler, Width, Height. Not known here: Clip skip."
    )


def test_what_is_out_of_range_is_left_out_and_named(catalog: Catalog) -> None:
    taken = recalled(catalog, prompt="a cat", num_steps=150, width_px=4096, model="dreamshaper_8")
    assert taken.values == {"prompt": "a cat"}
    assert [line.split(":")[0] for line in taken.refused] == ["Model", "Steps", "Width"]


def test_a_model_of_the_menu_is_chosen(catalog: Catalog) -> None:
    assert recalled(catalog, model="paper").values == {"model": "paper"}


def test_many_unknown_names_are_counted(catalog: Catalog) -> None:
    found = FoundSettings(settings={}, origin="ComfyUI", unused=tuple(f"Node {n}" for n in range(9)))
    sentence = recall(found, catalog, "paper").sentence
    assert sentence.startswith("Nothing of ComfyUI's could be used.")
    assert sentence.endswith("Node 5 and 3 more.")
