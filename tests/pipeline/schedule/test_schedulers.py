"""The table of schedulers: a row is all that a new one takes, and every row paints."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import InvalidRequest
from pipeline.events import Finished
from pipeline.metadata.a1111 import parse_a1111, write_a1111
from pipeline.models.read_spec import read_spec
from pipeline.models.spec import Capabilities
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from pipeline.schedule.schedulers import (
    SCHEDULERS,
    Scheduler,
    Solver,
    build_scheduler,
    scheduler_from_a1111,
    scheduler_from_studio,
    scheduler_in,
    schedulers_for,
)
from tests.pipeline.metadata.test_other_studios import WORKFLOW, comfy, found_in

ROOT = Path(__file__).resolve().parents[3]
FLOW = {"prediction_type": "flow_prediction"}


@pytest.fixture
def new_row(monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    """One that diffusers has and the table does not."""
    row = Scheduler(
        name="DPM++ 2M SDE Karras",
        diffusion=Solver(
            class_name="DPMSolverMultistepScheduler",
            options={"algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": True},
        ),
        a1111=("DPM++ 2M SDE", "Karras"),
        comfy="dpmpp_2m_sde",
    )
    monkeypatch.setitem(SCHEDULERS, row.name, row)
    return row


def test_a_scheduler_without_a_row_is_nowhere() -> None:
    with pytest.raises(InvalidRequest, match="SDE"):
        GenerationRequest(scheduler="DPM++ 2M SDE Karras")
    assert (
        scheduler_from_a1111("DPM++ 2M SDE", "karras") is None
        and scheduler_from_studio("dpmpp_2m_sde", "karras") is None
    )


def test_a_new_row_is_offered_and_paints(new_row: Scheduler, model_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "m")
    config = folder / "scheduler" / "scheduler_config.json"
    own = {**json.loads(config.read_text()), "_class_name": new_row.diffusion.class_name}
    own |= new_row.diffusion.options
    config.write_text(json.dumps(own))
    spec = read_spec(folder, "m")
    assert spec.defaults.scheduler == new_row.name
    assert new_row.name in spec.capabilities.schedulers and new_row.name in Capabilities().schedulers
    request = spec.complete(GenerationRequest(prompt="cat", scheduler=new_row.name, num_steps=3))
    with Painter(spec, device="cpu") as painter:
        *_, last = painter.paint(request)
    assert isinstance(last, Finished) and last.run.settings["scheduler"] == new_row.name


def test_a_new_row_is_read_as_the_studios_write_it(new_row: Scheduler) -> None:
    written = write_a1111({"prompt": "a fox", "scheduler": new_row.name, "num_steps": 9, "seed": 5})
    assert "Sampler: DPM++ 2M SDE, Schedule type: Karras" in written
    assert parse_a1111(written)["scheduler"] == new_row.name
    found = found_in(prompt=comfy(sampler_name="dpmpp_2m_sde", scheduler="karras"), workflow=WORKFLOW)
    assert found.settings["scheduler"] == new_row.name and not found.unused


@pytest.mark.parametrize("name", SCHEDULERS)
def test_every_row_is_found_again_by_what_the_studios_call_it(name: str) -> None:
    row = SCHEDULERS[name]
    assert scheduler_from_a1111(row.a1111[0], row.spacing) is row
    assert scheduler_from_a1111(name) is row  # older files say sampler and spacing in one
    for theirs in (row.comfy, *row.others):
        assert scheduler_from_studio(theirs, row.spacing) is row


@pytest.mark.parametrize(
    ("name", "config"), [(name, config) for config in ({}, FLOW) for name in schedulers_for(config)]
)
def test_every_row_is_known_by_the_configuration_that_it_leaves(name: str, config: dict[str, str]) -> None:
    scheduler = build_scheduler(name, config)
    assert scheduler_in({**scheduler.config, "_class_name": type(scheduler).__name__}) == name


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({"_class_name": "DPMSolverMultistepScheduler"}, "DPM++ 2M"),
        ({"_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "dpmsolver"}, "DPM++ 2M"),
        ({"_class_name": "EulerDiscreteScheduler", "use_karras_sigmas": True}, "Euler"),
        ({"_class_name": "DPMSolverMultistepScheduler", **FLOW}, "DPM++ 2M"),
        ({"_class_name": "LCMScheduler"}, "DDIM"),
        ({}, "DDIM"),
    ],
)
def test_a_configuration_that_leaves_something_out_is_read_as_diffusers_reads_it(
    config: dict[str, object], name: str
) -> None:
    assert scheduler_in(config) == name


def test_the_table_needs_no_torch() -> None:
    code = "import sys, pipeline.schedule.schedulers; assert not {'torch', 'diffusers'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
