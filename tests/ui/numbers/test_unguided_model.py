"""A model that paints as if guided: no guidance, no negative prompt, and its own few steps whatever the style says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import gradio as gr
import pytest

from pipeline.errors import InvalidRequest
from pipeline.models.catalog import Catalog
from presets import Preset
from ui.examples import Gallery
from ui.form.choices import OWN_SCHEDULER
from ui.form.form import Form, OrderDesk
from ui.painting.actions import Actions
from ui.styles.styles import Shelf


@pytest.fixture
def catalog(catalog: Catalog, tmp_path: Path) -> Catalog:
    """With "quick" beside the model that there is."""
    quick = Path(shutil.copytree(tmp_path / "paper", tmp_path / "quick"))
    flow = {"_class_name": "DPMSolverMultistepScheduler", "prediction_type": "flow_prediction", "solver_order": 1}
    (quick / "scheduler" / "scheduler_config.json").write_text(json.dumps(flow))
    (quick / "words.json").write_text(json.dumps({"num_steps": 4, "guided": False, "guidance_scale": 1.0}))
    catalog.add(quick)
    return catalog


@pytest.fixture
def actions(shelf: Shelf, desk: OrderDesk, tmp_path: Path) -> Actions:
    return Actions(shelf.engine, desk, Gallery(tmp_path))


def test_a_style_sets_neither_steps_nor_guidance_of_it(desk: OrderDesk, shelf: Shelf, ink: Preset) -> None:
    request = desk.order(Form(prompt="a cat", style=ink.key, model="quick")).request
    assert (request.num_steps, request.guidance_scale, request.negative_prompt) == (4, 1.0, "")
    guidance, steps, strength = shelf.numbers(ink.key, "quick")
    assert (guidance, steps, strength) == (1.0, 4, ink.strength)


def test_a_negative_prompt_of_ones_own_is_left_out_and_said(desk: OrderDesk, ink: Preset) -> None:
    order = desk.order(Form(prompt="a cat", style=ink.key, negative_prompt="a dog", model="quick"))
    assert order.request.negative_prompt == "" and "reads no negative prompt" in order.notes[-1]
    of_the_style = Form(prompt="a cat", style=ink.key, negative_prompt=ink.negative_prompt, model="quick")
    assert desk.order(of_the_style).notes == ()


def test_a_styles_scheduler_that_it_cannot_use_is_left_aside_and_a_persons_is_refused(
    desk: OrderDesk, shelf: Shelf, ink: Preset
) -> None:
    """In a style with a scheduler of another model nothing could be painted, and trying all styles ended there."""
    shelf.store.save(ink.model_copy(update={"scheduler": "DDPM"}), replace=True)
    assert desk.order(Form(prompt="a cat", style=ink.key, model="paper")).request.scheduler == "DDPM"
    assert desk.order(Form(prompt="a cat", style=ink.key, model="quick")).request.scheduler != "DDPM"
    assert [shelf.choose(ink.key, "a cat", "", model)[4] for model in ("paper", "quick")] == ["DDPM", OWN_SCHEDULER]
    with pytest.raises(InvalidRequest, match="does not fit quick"):
        desk.order(Form(prompt="a cat", style=ink.key, scheduler="DDPM", model="quick"))


def test_choosing_it_hides_guidance_and_going_back_brings_the_styles_numbers(actions: Actions, ink: Preset) -> None:
    _, negative, _, until, _, guidance, steps, *_ = actions.suit("quick", None, ink.key, ink.guidance_scale)
    assert not negative["visible"] and not until["visible"] and not guidance["visible"]
    assert (guidance["value"], steps["value"]) == (1.0, 4)
    _, negative, _, until, _, guidance, steps, *_ = actions.suit("paper", None, ink.key, 1.0)
    assert negative["visible"] and until["visible"] and guidance["visible"]
    assert (guidance["value"], steps["value"]) == (ink.guidance_scale, ink.num_steps)


def test_steps_that_the_person_set_stay_between_models_that_are_guided(actions: Actions, ink: Preset) -> None:
    assert actions.suit("paper", None, ink.key, 9.0)[6] == gr.skip()


def test_what_is_offered_with_a_model_leaves_the_values_of_settings_that_came_back(actions: Actions) -> None:
    """Settings of another model were on the page while its controls were those of the model before."""
    for model, guided in (("quick", False), ("paper", True)):
        offered = actions.offer(model)
        assert not any("value" in update for update in offered)
        _, negative, schedulers, until, guidance, *_ = offered
        assert [negative["visible"], until["visible"], guidance["visible"]] == [guided] * 3
        assert len(schedulers["choices"]) > 1
    assert all(update == gr.skip() for update in actions.offer("nope"))
