"""A model that paints as if guided: no guidance, no negative prompt, and its own few steps whatever the style says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InvalidRequest
from pipeline.models.catalog import Catalog
from presets import Preset
from tests.ui.values import values
from ui.form.choices import OWN_SCHEDULER
from ui.form.form import Form, FormParser
from ui.numbers.model_choice import OFFERED, offer, suit
from ui.styles.styles import Styles


@pytest.fixture
def catalog(catalog: Catalog, tmp_path: Path) -> Catalog:
    """With "quick" beside the model that there is."""
    quick = Path(shutil.copytree(tmp_path / "paper", tmp_path / "quick"))
    flow = {"_class_name": "DPMSolverMultistepScheduler", "prediction_type": "flow_prediction", "solver_order": 1}
    (quick / "scheduler" / "scheduler_config.json").write_text(json.dumps(flow))
    (quick / "words.json").write_text(json.dumps({"num_steps": 4, "guided": False, "guidance_scale": 1.0}))
    catalog.add(quick)
    return catalog


def test_a_style_sets_neither_steps_nor_guidance_of_it(forms: FormParser, styles: Styles, ink: Preset) -> None:
    request = forms.order(Form(prompt="a cat", style=ink.key, model="quick")).request
    assert (request.num_steps, request.guidance_scale, request.negative_prompt) == (4, 1.0, "")
    guidance, steps, strength = styles.numbers(ink.key, "quick")
    assert (guidance, steps, strength) == (1.0, 4, ink.strength)


def test_a_negative_prompt_of_ones_own_is_left_out_and_said(forms: FormParser, ink: Preset) -> None:
    order = forms.order(Form(prompt="a cat", style=ink.key, negative_prompt="a dog", model="quick"))
    assert order.request.negative_prompt == "" and "reads no negative prompt" in order.notes[-1]
    of_the_style = Form(prompt="a cat", style=ink.key, negative_prompt=ink.negative_prompt, model="quick")
    assert forms.order(of_the_style).notes == ()


def test_a_styles_scheduler_that_it_cannot_use_is_left_aside_and_a_persons_is_refused(
    forms: FormParser, styles: Styles, ink: Preset
) -> None:
    """In a style with a scheduler of another model nothing could be painted, and trying all styles ended there."""
    styles.store.save(ink.model_copy(update={"scheduler": "DDPM"}), replace=True)
    assert forms.order(Form(prompt="a cat", style=ink.key, model="paper")).request.scheduler == "DDPM"
    assert forms.order(Form(prompt="a cat", style=ink.key, model="quick")).request.scheduler != "DDPM"
    chosen = [styles.choose(ink.key, "", model)["scheduler"] for model in ("paper", "quick")]
    assert chosen == ["DDPM", OWN_SCHEDULER]
    with pytest.raises(InvalidRequest, match="does not fit quick"):
        forms.order(Form(prompt="a cat", style=ink.key, scheduler="DDPM", model="quick"))


def test_choosing_it_hides_guidance_and_going_back_brings_the_styles_numbers(forms: FormParser, ink: Preset) -> None:
    to: dict[str, Any] = suit(forms, values(model="quick", style=ink.key, guidance_scale=ink.guidance_scale))
    assert not any(to[name]["visible"] for name in ("negative_prompt", "guidance_end", "guidance_scale"))
    assert (to["guidance_scale"]["value"], to["num_steps"]["value"]) == (1.0, 4)
    back: dict[str, Any] = suit(forms, values(model="paper", style=ink.key, guidance_scale=1.0))
    assert all(back[name]["visible"] for name in ("negative_prompt", "guidance_end", "guidance_scale"))
    assert (back["guidance_scale"]["value"], back["num_steps"]["value"]) == (ink.guidance_scale, ink.num_steps)


def test_steps_that_the_person_set_stay_between_models_that_are_guided(forms: FormParser, ink: Preset) -> None:
    assert "num_steps" not in suit(forms, values(model="paper", style=ink.key, guidance_scale=9.0))


def test_what_is_offered_with_a_model_leaves_the_values_of_settings_that_came_back(forms: FormParser) -> None:
    """Settings of another model were on the page while its controls were those of the model before."""
    for model, guided in (("quick", False), ("paper", True)):
        offered: dict[str, Any] = offer(forms, values(model=model))
        assert set(offered) == set(OFFERED) and not any("value" in update for update in offered.values())
        hidden = [offered[name]["visible"] for name in ("negative_prompt", "guidance_end", "guidance_scale")]
        assert hidden == [guided] * 3
        assert len(offered["scheduler"]["choices"]) > 1
    assert offer(forms, values(model="nope")) == {}
