"""Several styles at once: what was chosen on the cards becomes shares and one request."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.errors import InvalidRequest
from pipeline.metadata.picture_files import FoundSettings
from presets import Preset
from ui.form.form import Form, FormParser
from ui.form.style_mix import describe_shares
from ui.restore.usable_settings import usable_settings
from ui.styles.styles import Styles


def mix(*shares: tuple[str, float]) -> list[dict[str, Any]]:
    return [{"key": key, "weight": weight} for key, weight in shares]


def test_shares_come_to_one_and_the_heaviest_is_first(styles: Styles) -> None:
    shares = styles.chosen(mix(("pencil", 0.3), ("manga", 0.9)))
    assert [share.name for share in shares] == ["Manga", "Pencil"]
    assert [round(share.weight, 3) for share in shares] == [0.75, 0.25]
    assert describe_shares(shares) == "Manga 75% + Pencil 25%"


def test_one_style_is_one_share_however_it_is_said(styles: Styles) -> None:
    assert (
        styles.chosen("manga") == styles.chosen(mix(("manga", 0.2))) == styles.chosen(mix(("manga", 1), ("pencil", 0)))
    )
    assert [styles.chosen(nothing)[0].preset for nothing in ("", None)] == [None, None]
    assert describe_shares(styles.chosen("")) == ""


def test_sliders_that_all_stand_at_nothing_mean_all_alike(styles: Styles) -> None:
    assert [share.weight for share in styles.chosen(mix(("manga", 0), ("pencil", 0)))] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([], "Preset: got []"),
        ([7], "Preset: got [7]"),
        (mix(*((key, 1.0) for key in ("manga", "pencil", "photo", "sticker", "pixel-art"))), "Preset: got"),
        (mix(("nothing", 1)), "Preset: got 'nothing'"),
        (mix(("manga", 1), ("Manga", 1)), "Preset: one style is chosen twice"),
        (mix(("manga", 2)), "Weight: got 2"),
        ([{"key": "manga", "weight": "much"}], "Weight: got 'much'"),
        ({"key": "manga"}, "Preset: got"),
    ],
)
def test_a_choice_that_cannot_be_is_named(styles: Styles, value: Any, sentence: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        styles.chosen(value)
    assert sentence in str(caught.value)


def test_a_mix_becomes_one_request_with_the_prompts_of_all_its_styles(forms: FormParser, ink: Preset) -> None:
    order = forms.order(Form(prompt="a cat", style=mix((ink.key, 0.75), ("", 0.25))))
    assert order.request.prompt == "ink drawing of a cat"
    assert [(each.prompt, each.weight) for each in order.request.blend] == [("a cat", 0.25)]
    assert order.request.negative_prompt == "soft fur"
    assert order.style == "Ink 75% + As written 25%"
    assert forms.order(Form(prompt="a cat", style=ink.key)).request.blend == ()


def test_the_numbers_of_a_mix_are_the_means_and_the_negatives_are_joined(styles: Styles, ink: Preset) -> None:
    filled = styles.choose(mix((ink.key, 0.5), ("manga", 0.5)), "", "paper")
    assert [filled[name] for name in ("negative_prompt", "guidance_scale", "num_steps")] == ["soft fur", 7.5, 16]


def test_settings_of_a_mixed_picture_say_that_the_page_takes_the_heaviest(forms: FormParser) -> None:
    found = FoundSettings(settings={"prompt": "x", "blend": [{"prompt": "y", "weight": 0.2}]}, origin="Emerge")
    assert "heaviest" in usable_settings(found, forms.catalog, "paper").sentence
