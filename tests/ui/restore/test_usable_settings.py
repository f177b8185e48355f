"""Settings out of a picture: what holds is taken over, what does not is named with its reason."""

from __future__ import annotations

from typing import Any

from pipeline.metadata.picture_files import FoundSettings
from pipeline.metadata.request_settings import settings_of
from pipeline.models.catalog import Catalog
from pipeline.request import GenerationRequest
from ui.form.choices import CUT
from ui.restore.usable_settings import LABELS, UsableSettings, usable_settings


def usable(catalog: Catalog, origin: str = "AUTOMATIC1111", **settings: Any) -> UsableSettings:
    return usable_settings(FoundSettings(settings=settings, origin=origin, unused=("Clip skip",)), catalog, "paper")


def test_what_holds_for_the_model_is_taken_over(catalog: Catalog) -> None:
    taken = usable(catalog, prompt="a cat", seed=7, num_steps=20, width_px=128, height_px=64, scheduler="UniPC")
    assert taken.values == {
        "prompt": "a cat", "seed": 7, "variation_strength": 0.0, "num_steps": 20, "width_px": 128, "height_px": 64,
        "scheduler": "UniPC",
    }  # fmt: skip
    assert taken.refused == ()
    assert taken.sentence == (
        "From a picture by AUTOMATIC1111: Prompt, Steps, Seed, Scheduler, Width, Height. Not known here: Clip skip."
    )


def test_what_is_out_of_range_is_left_out_and_named(catalog: Catalog) -> None:
    taken = usable(catalog, prompt="a cat", num_steps=150, width_px=4096, model="dreamshaper_8")
    assert taken.values == {"prompt": "a cat"}
    assert [line.split(":")[0] for line in taken.refused] == ["Model", "Steps", "Width"]


def test_a_model_of_the_menu_is_chosen(catalog: Catalog) -> None:
    assert usable(catalog, model="paper").values == {"model": "paper"}


def test_many_unknown_names_are_counted(catalog: Catalog) -> None:
    found = FoundSettings(settings={}, origin="ComfyUI", unused=tuple(f"Node {n}" for n in range(9)))
    sentence = usable_settings(found, catalog, "paper").sentence
    assert sentence.startswith("Nothing of ComfyUI's could be used.")
    assert sentence.endswith("Node 5 and 3 more.")


def test_our_own_picture_says_how_it_was_read_how_exactly_and_how_many(catalog: Catalog) -> None:
    request = GenerationRequest(
        prompt="a cat", negative_prompt="dogs", model="paper", scheduler="UniPC", num_steps=9, guidance_scale=4.0,
        guidance_end=0.5, seed=3, variation_seed=4, variation_strength=0.25, width_px=128, height_px=64,
        precision="exact", long_prompt="whole", num_images=2,
    )  # fmt: skip
    taken = usable(catalog, "Emerge", **settings_of(request))
    assert taken.values["long_prompt"] == "Read all of it, in several parts"
    assert (taken.values["precision"], taken.values["num_images"]) == ("exact", 2)
    assert not set(LABELS) - set(taken.values) - {"strength", "keep_layout", "fill_in"}
    assert all(name in taken.sentence for name in ("Long prompts", "Precision", "Pictures"))


def test_our_own_picture_that_says_nothing_of_long_prompts_was_cut(catalog: Catalog) -> None:
    taken = usable(catalog, "Emerge", **settings_of(GenerationRequest(prompt="a cat", seed=3)))
    assert taken.values["long_prompt"] == CUT
    assert "Long prompts" not in taken.sentence


def test_nonsense_about_long_prompts_and_precision_is_named(catalog: Catalog) -> None:
    taken = usable(catalog, "Emerge", long_prompt=["whole"], precision="wild", num_images=99)
    assert taken.values == {}
    assert [line.split(":")[0] for line in taken.refused] == ["Long prompts", "Precision", "Pictures"]


def test_the_photo_and_the_mask_that_no_file_holds_are_named(catalog: Catalog) -> None:
    taken = usable(catalog, "Emerge", prompt="a cat", strength=0.5, photo=True)
    assert taken.refused == ("Photo: it was painted from one, which the file does not hold: choose it again.",)
    masked = usable(catalog, "Emerge", prompt="a cat", strength=0.5, photo=True, share_repainted=0.2)
    assert masked.refused[0].startswith("Photo and mask: ")
    assert usable(catalog, "Emerge", prompt="a cat", photo=False).refused == ()
