"""What the page shows of a painting, whatever paints it: handlers against an engine that a test has written."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from pipeline.engine.job import Job
from pipeline.errors import QueueFull
from pipeline.models.catalog import Catalog
from tests.fakes import Fails, FakeEngine, Paints, Refuses, Script
from ui.examples import ExampleRuns
from ui.form.form import Form, FormParser
from ui.painting.actions import Actions
from ui.styles.styles import Styles

FORM = Form(prompt="a cat", num_steps=3, seed=7)


@pytest.fixture
def actions_with(catalog: Catalog, styles: Styles, uploads: Path, tmp_path: Path) -> Any:
    def build(*scripts: Script) -> tuple[FakeEngine, Actions]:
        engine = FakeEngine(catalog, *scripts)
        return engine, Actions(engine, FormParser(catalog, styles, uploads), ExampleRuns(tmp_path))

    return build


def stages_of(engine: FakeEngine, actions: Actions) -> list[dict[str, Any]]:
    """What the stage is told from Generate to the end; the engine takes a step after each of them."""

    async def watch() -> list[dict[str, Any]]:
        stages: list[Any] = []
        async for updates in actions.generate(FORM, "me"):
            stages.append(updates["stage"])
            for job in engine.jobs.values():
                engine.advance(job)
        return stages

    return asyncio.run(watch())


def only_job(engine: FakeEngine) -> Job:
    (job,) = engine.jobs.values()
    return job


def test_every_step_of_a_run_is_shown_and_the_end(actions_with: Any) -> None:
    engine, actions = actions_with()
    stages = stages_of(engine, actions)
    assert [(stage["state"], stage["step"]) for stage in stages] == [
        ("queued", 0), ("running", 1), ("running", 2), ("running", 3), ("done", 3),
    ]  # fmt: skip
    assert {stage["steps"] for stage in stages} == {3}
    assert engine.viewers == {only_job(engine).id: 0}


def test_a_refusal_is_shown_and_nothing_is_painted(actions_with: Any) -> None:
    engine, actions = actions_with(Refuses(QueueFull(32)))
    (stage,) = stages_of(engine, actions)
    assert (stage["state"], stage["job"], stage["error"]) == ("failed", None, str(QueueFull(32)))
    assert not engine.jobs


def test_a_failure_is_shown_with_its_sentence_and_its_steps_stay(actions_with: Any) -> None:
    engine, actions = actions_with(Fails("The cat ran off.", after_steps=2))
    last = stages_of(engine, actions)[-1]
    assert (last["state"], last["step"], last["error"]) == ("failed", 2, "The cat ran off.")


def test_a_viewer_who_is_slower_than_the_engine_is_told_the_end_at_once(actions_with: Any) -> None:
    engine, actions = actions_with(Paints(at_once=True))
    stages = stages_of(engine, actions)
    assert [(stage["state"], stage["step"]) for stage in stages] == [("done", 3), ("done", 3)]
    assert engine.viewers == {only_job(engine).id: 0}


def test_stop_stops_what_is_watched(actions_with: Any) -> None:
    engine, actions = actions_with()

    async def watch() -> list[str]:
        states = []
        async for updates in actions.generate(FORM, "me"):
            stage: Any = updates["stage"]
            states.append(stage["state"])
            engine.advance(only_job(engine))
            if stage["step"] == 1:
                actions.stop(stage["job"], "me")
        return states

    assert asyncio.run(watch()) == ["queued", "running", "stopped"]
