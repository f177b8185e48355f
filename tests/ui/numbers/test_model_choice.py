"""Another model or shape was chosen: its limits come with it, and an unknown one changes nothing."""

from __future__ import annotations

from typing import Any

from tests.ui.values import values
from ui.form.form import FormParser
from ui.numbers.model_choice import SUITED, reshape, suit


def test_another_model_brings_its_own_limits_and_an_unknown_one_changes_nothing(forms: FormParser) -> None:
    suited: dict[str, Any] = suit(forms, values(model="paper", scheduler="UniPC", style=""))
    assert set(suited) == {*SUITED} - {"num_steps"}
    assert suited["source"]["visible"] and suited["negative_prompt"]["visible"]
    assert suited["scheduler"]["value"] == "UniPC"
    assert suited["guidance_end"]["value"] == 1.0 and suited["guidance_scale"]["visible"]
    assert suited["keep_layout"] == 0.0
    width, height = suited["width_px"], suited["height_px"]
    assert width == height and (width["value"], width["maximum"], width["step"]) == (256, 1024, 8)
    odd: dict[str, Any] = suit(forms, values(model="paper", scheduler="nonsense", style=""))
    assert odd["scheduler"]["value"] == suited["scheduler"]["choices"][0]
    assert suit(forms, values(model="nope", scheduler="UniPC", style="")) == {}


def test_a_shape_sets_width_and_height_and_nothing_else_does(forms: FormParser) -> None:
    assert reshape(forms, values(shape="Wide 16:9, 352 × 192", model="")) == {"width_px": 352, "height_px": 192}
    assert reshape(forms, values(shape="made up", model="")) == {}
