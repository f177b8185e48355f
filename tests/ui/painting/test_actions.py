"""Watching a job: what a page gets to see, with a real studio whose worker has not been started."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.engine.studio import Studio
from ui.api import Api
from ui.examples import ExampleRuns
from ui.form.form import Form, FormParser
from ui.painting.actions import Actions
from ui.styles.styles import Styles


@pytest.fixture
def actions(studio: Studio, forms: FormParser, tmp_path: Path) -> Actions:
    return Actions(studio, forms, ExampleRuns(tmp_path / "examples"))


def test_a_refused_form_becomes_a_failed_stage_and_no_job(actions: Actions, studio: Studio) -> None:
    async def go() -> list[Any]:
        return [stage async for stage in actions.generate(Form(prompt="x", seed=-1), "me")]

    told = asyncio.run(go())
    assert len(told) == 1
    assert list(told[0]) == ["stage"] and told[0]["stage"]["state"] == "failed"
    assert told[0]["stage"]["error"].startswith("Seed: got -1")
    assert studio.latest_job("me") is None


def test_a_job_is_watched_until_it_is_stopped_and_the_buttons_follow(actions: Actions) -> None:
    async def go() -> list[Any]:
        seen: list[Any] = []
        async for stage in actions.generate(Form(prompt="a cat", num_steps=3), "me"):
            seen.append(stage)
            actions.stop("", "somebody else")
            if len(seen) == 2:
                actions.stop(seen[0]["stage"]["job"], "me")
        return seen

    seen = asyncio.run(go())
    assert [stage["stage"]["state"] for stage in (seen[0], seen[-1])] == ["queued", "stopped"]
    assert seen[0]["stage"]["steps"] == 3
    assert (seen[0]["generate"]["interactive"], seen[0]["stop"]["interactive"]) == (False, True)
    assert (seen[-1]["generate"]["interactive"], seen[-1]["stop"]["interactive"]) == (True, False)


@pytest.mark.parametrize("door", ["page", "api"])
def test_stop_without_a_job_stops_what_runs_before_what_waits(
    actions: Actions, styles: Styles, tmp_path: Path, door: str
) -> None:
    """The newest was taken: with one painting at work and one in the line, the one in the line was stopped."""
    studio, request = actions.engine, actions.forms.order(Form(prompt="a cat")).request
    assert isinstance(studio, Studio)
    runs, older, newer = (studio.submit(request, "session-me") for _ in range(3))
    asks: Any = SimpleNamespace(headers={}, session_hash="me")

    def stop() -> None:
        if door == "page":
            actions.stop("", "session-me")
        else:
            assert Api(studio, actions.forms, styles, tmp_path).stop("", asks)

    assert studio.next_job(wait=False) is runs
    runs.begin()
    stop()
    assert [job.cancel_asked.is_set() for job in (runs, older, newer)] == [True, False, False]
    runs.end("stopped")
    studio.job_ended(runs)
    stop()
    assert [job.status().state for job in (older, newer)] == ["queued", "stopped"]
    stop()
    assert older.status().over and not studio.cancel_current("session-me")


def test_a_page_that_opens_goes_on_with_its_own_job_and_never_with_somebody_elses(
    actions: Actions, studio: Studio
) -> None:
    async def first(job_id: Any, owner: str) -> Any:
        watching = actions.attach(job_id, owner)
        updates = await anext(watching)
        await watching.aclose()
        return updates["stage"]

    async def go() -> tuple[Any, Any, Any]:
        order = actions.forms.order(Form(prompt="a cat"))
        job = studio.submit(order.request, "me")
        return await first(job.id, "me"), await first("", "me"), await first("", "somebody else")

    by_id, by_visitor, other = asyncio.run(go())
    assert by_id["job"] == by_visitor["job"] != ""
    assert (other["job"], other["state"]) == (None, "idle")


def test_a_viewer_who_leaves_is_noticed(actions: Actions, studio: Studio) -> None:
    async def go() -> bool:
        watching = actions.generate(Form(prompt="a cat"), "me")
        stage: Any = (await anext(watching))["stage"]
        await watching.aclose()
        job = studio.job(stage["job"])
        assert job is not None
        return job.deserted(-1)

    assert asyncio.run(go())
