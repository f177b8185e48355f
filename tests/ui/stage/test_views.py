"""The views of a run on the stage: its buttons, its value and the addresses of frames follow one table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from pipeline.engine.job import Job
from pipeline.engine.studio import Studio
from pipeline.events import Cancelled, Started
from pipeline.request import GenerationRequest
from pipeline.run.run import Run, StepRecord, encode_jpeg
from presets.history.files import FRAMES
from presets.history.history import History
from presets.history.keeper import Keeper
from tests.pipeline.views.one_more_view import add_view
from tests.presets.kept_runs import keep
from ui.examples import ExampleRuns
from ui.history.routes import history_routes
from ui.settings import ASSETS
from ui.stage import build_stage
from ui.stage.render import render_stage
from ui.stage.routes import frame_routes
from ui.stage.saved_runs import SavedRuns

NO_TENSOR = cast(Any, None)
RECORD = StepRecord(latents=NO_TENSOR, denoised=NO_TENSOR, after=NO_TENSOR, solver={}, generators=(), elapsed_s=0.1)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "data")


@pytest.fixture
def web(studio: Studio, history: History) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(frame_routes(studio, SavedRuns(ExampleRuns(ASSETS / "examples"), history)))
    app.include_router(history_routes(Keeper(history)))
    with TestClient(app) as opened:
        yield opened


@pytest.fixture
def job(studio: Studio) -> Job:
    """Waits in the line."""
    return studio.submit(GenerationRequest(model=studio.catalog.default, num_steps=2), "somebody")


def painted(job: Job) -> Run:
    """Two steps in memory: of tensors there are none, so of our own views only what was previewed can be seen."""
    run = Run(settings={"prompt": "a cat"}, num_steps=2, num_images=1)
    job.on_event(
        Started(
            request=job.request, run=run, tokens=NO_TENSOR, timesteps=(2.0, 1.0), sigmas=(2.0, 1.0), first_step=0,
            preview_method="Fast",
        )
    )  # fmt: skip
    for _ in range(2):
        run.keep(RECORD, [Image.new("RGB", (8, 8))])
    return run


def test_the_stage_has_a_button_for_every_view_with_a_sentence_that_explains_it() -> None:
    views = build_stage().props["views"]
    assert [view["key"] for view in views] == ["x0", "xt", "noise"]
    assert [view["label"] for view in views] == ["Model's guess", "With noise", "Noise"]
    assert all(view.keys() == {"key", "label", "help"} and view["help"] for view in views)


def test_a_painting_that_waits_offers_every_view_and_one_that_runs_what_it_can_show(job: Job) -> None:
    assert render_stage(job, job.status())["views"] == ["x0", "xt", "noise"]
    run = painted(job)
    assert render_stage(job, job.status())["views"] == list(run.views) == []
    job.on_event(Cancelled(last_step_index=1, run=run))
    assert render_stage(job, job.status())["views"] == []


def test_an_example_offers_only_what_its_capsule_has(web: TestClient) -> None:
    value: Any = ExampleRuns(ASSETS / "examples").first()
    assert value is not None and value["views"] == ["x0", "xt"]
    for view in ("x0", "xt", "noise"):
        answers = {web.get(f"/frames/{value['job']}/{view}/{step}.jpg").status_code for step in range(value["steps"])}
        assert answers == ({200} if view in value["views"] else {404})


def test_a_run_of_the_history_offers_what_was_kept_of_its_steps(web: TestClient, history: History) -> None:
    key = keep(history, "a cat")
    assert web.get(f"/history/{key}/settings.json").json()["views"] == []
    history.files.add(key, FRAMES, (ASSETS / "examples" / "manga.zip").read_bytes())
    about = web.get(f"/history/{key}/settings.json").json()
    assert (about["steps"] > 0, about["views"]) == (True, ["x0", "xt"])
    assert [web.get(f"/frames/history-{key}/{view}/0.jpg").status_code for view in ("x0", "xt", "noise")] == [
        200,
        200,
        404,
    ]


def test_steps_that_cannot_be_read_offer_nothing(web: TestClient, history: History) -> None:
    key = keep(history, "a cat")
    history.files.add(key, FRAMES, b"no zip")
    about = web.get(f"/history/{key}/settings.json").json()
    assert (about["steps"], about["views"]) == (0, [])


@pytest.mark.parametrize("saved", [True, False])
def test_a_row_in_the_table_is_all_that_a_view_takes_on_the_page(
    web: TestClient, job: Job, saved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert web.get(f"/frames/{job.id}/colour/1.jpg").status_code == 404
    view = add_view(monkeypatch, saved=saved)
    assert build_stage().props["views"][-1] == {"key": "colour", "label": "Colour", "help": "a colour for each step"}
    run = painted(job)
    assert render_stage(job, job.status())["views"] == ["colour"]
    answer = web.get(f"/frames/{job.id}/colour/1.jpg")
    assert (answer.status_code, answer.content) == (200, encode_jpeg(view.render(run, 1, 0)))
    assert web.get(f"/frames/{job.id}/colour/2.jpg").status_code == 404
