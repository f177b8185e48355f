"""The studio: fair, bounded, cancellable, and each visitor sees only their own."""

from __future__ import annotations

import asyncio
import io
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.engine.errands import NoisedPhoto
from pipeline.engine.fair_queue import FairQueue
from pipeline.engine.job import Job, JobStatus
from pipeline.engine.studio import MAX_ERRANDS, Studio
from pipeline.errors import BUG, InvalidRequest, QueueFull
from pipeline.models.catalog import Catalog
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter

REQUEST = GenerationRequest(prompt="cat", model="tiny", num_steps=3, precision="exact")
LONG = REQUEST.with_(num_steps=100)
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def catalog(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    broken = shutil.copytree(model_folder, tmp_path_factory.mktemp("broken") / "hollow")
    (weights,) = (broken / "unet").glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-100])
    catalog = Catalog()
    catalog.add(model_folder, key="tiny")
    catalog.add(model_folder, key="twin")
    catalog.add(broken, key="hollow")
    return catalog


@pytest.fixture(scope="module")
def shared(catalog: Catalog) -> Iterator[Studio]:
    studio = Studio(catalog, device="cpu", default_model="tiny")
    studio.start()
    yield studio
    studio.close()


@pytest.fixture
def unstarted(catalog: Catalog) -> Iterator[Studio]:
    """A studio whose worker does not run yet, so that the line stands still."""
    studio = Studio(catalog, device="cpu", default_model="tiny", max_queue=4)
    yield studio
    studio.close()


def wait_until(true: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end_s
        time.sleep(0.005)


def wait_over(job: Job) -> JobStatus:
    wait_until(lambda: job.status().over)
    return job.status()


def test_a_job_goes_from_queued_to_done_and_tells_every_step(shared: Studio) -> None:
    async def watch() -> list[JobStatus]:
        job = shared.submit(REQUEST, "ann")
        seen = [job.status()]
        while not seen[-1].over:
            seen.append(await job.changed(seen[-1].sequence, PATIENCE_S))
        return seen

    seen = asyncio.run(watch())
    last = seen[-1]
    assert (last.state, last.step, last.steps, last.error) == ("done", 3, 3, None)
    sequences = [status.sequence for status in seen]
    assert sequences == sorted(set(sequences))


def test_a_finished_job_gives_its_picture_with_settings_and_full_size_frames(shared: Studio) -> None:
    job = shared.submit(REQUEST.with_(num_images=2, seed=4), "ann")
    assert wait_over(job).state == "done"
    wait_until(lambda: job.status().full_frames == 3)
    for index in range(3):
        frame = job.frame("x0", index, 1)
        assert frame is not None
        assert Image.open(io.BytesIO(frame)).size == (64, 64)
    assert Image.open(io.BytesIO(job.result_png(1))).info["parameters"].count("Seed: 5") == 1
    with pytest.raises(LookupError):
        job.result_png(2)


def test_a_picture_from_the_studio_is_the_painters(shared: Studio, painter: Any) -> None:
    job = shared.submit(REQUEST, "ann")
    wait_over(job)
    assert job.finished is not None
    *_, last = painter.paint(REQUEST)
    assert job.finished.images[0].tobytes() == last.images[0].tobytes()


def test_stop_ends_a_running_job_and_keeps_its_frames(shared: Studio) -> None:
    job = shared.submit(LONG, "ann")
    wait_until(lambda: job.status().step >= 2)
    assert shared.cancel(job.id, "ann")
    status = wait_over(job)
    assert status.state == "stopped"
    assert 2 <= status.step < 100
    assert job.frame("x0", status.step - 1) is not None
    assert not shared.cancel(job.id, "ann"), "there is nothing left to stop"


def test_only_its_owner_stops_a_job(shared: Studio) -> None:
    job = shared.submit(LONG, "ann")
    assert not shared.cancel(job.id, "bob")
    assert not shared.cancel("no such job", "bob")
    assert shared.cancel(job.id, "ann")
    wait_over(job)


def test_each_visitor_finds_their_own_latest_job(shared: Studio) -> None:
    anns, bobs = shared.submit(REQUEST, "ann-2"), shared.submit(REQUEST, "bob-2")
    assert shared.latest_job("ann-2") is anns
    assert shared.latest_job("bob-2") is bobs
    assert shared.latest_job("eve") is None
    assert shared.job(anns.id) is anns
    assert shared.job("0" * 32) is None
    assert len(anns.id) == 32


def test_owners_take_turns() -> None:
    line: FairQueue[str] = FairQueue()
    for owner, entry in (("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("c", "c1"), ("c", "c2")):
        line.push(owner, entry)
    expected = ["a1", "b1", "c1", "a2", "c2", "a3"]
    assert line.order() == expected
    assert [line.pop() for _ in range(6)] == expected
    assert line.pop() is None


def test_the_order_told_is_the_order_kept_while_owners_come_and_go() -> None:
    line: FairQueue[int] = FairQueue()
    for number in range(40):
        line.push("abcab"[number % 5], number)
        told = line.order()
        if number % 3 == 0:
            assert line.pop() == told[0]
        assert len(line) == len(line.order())


def test_places_in_the_line_are_told_and_move_up(unstarted: Studio) -> None:
    first, second, third = (unstarted.submit(REQUEST, owner) for owner in ("ann", "ann", "bob"))
    assert [job.status().position for job in (first, third, second)] == [1, 2, 3]
    before = second.status().sequence
    assert unstarted.cancel(first.id, "ann")
    assert first.status().state == "stopped"
    assert second.status().sequence > before
    assert {second.status().position, third.status().position} == {1, 2}


def test_a_full_line_takes_no_more(unstarted: Studio) -> None:
    for number in range(4):
        unstarted.submit(REQUEST, f"visitor {number}")
    with pytest.raises(QueueFull, match="4 pictures"):
        unstarted.submit(REQUEST, "late")


def test_the_time_until_done_is_told_once_the_pace_is_known(shared: Studio) -> None:
    wait_over(shared.submit(REQUEST, "ann"))
    running, waiting = shared.submit(LONG, "ann"), shared.submit(LONG, "bob")
    eta_s = waiting.status().eta_s
    assert eta_s is not None and eta_s > 0
    for job in (running, waiting):
        shared.cancel(job.id, job.owner)
        wait_over(job)


def test_a_vanished_visitors_job_ends_after_the_grace_time(catalog: Catalog) -> None:
    studio = Studio(catalog, device="cpu", default_model="tiny", grace_s=0.0)
    waiting = studio.submit(LONG, "bob")
    studio.viewer_joined(waiting.id)
    studio.viewer_left(waiting.id)
    studio.start()
    job = studio.submit(LONG, "ann")
    studio.viewer_joined(job.id)
    wait_until(lambda: job.status().step >= 1)
    assert waiting.status().state == "stopped"
    assert waiting.status().step == 0
    studio.viewer_left(job.id)
    assert wait_over(job).state == "stopped"
    studio.close()


def test_a_visitor_who_comes_back_in_time_keeps_the_job(shared: Studio) -> None:
    job = shared.submit(REQUEST.with_(num_steps=30), "ann")
    shared.viewer_joined(job.id)
    shared.viewer_left(job.id)
    shared.viewer_joined(job.id)
    assert wait_over(job).state == "done"


def test_a_request_that_cannot_be_painted_is_refused_at_once(shared: Studio) -> None:
    with pytest.raises(InvalidRequest, match="tiny"):
        shared.submit(REQUEST.with_(model="../../etc"), "ann")
    with pytest.raises(InvalidRequest, match="Width"):
        shared.submit(REQUEST.with_(width_px=100), "ann")


def test_a_damaged_model_is_told_and_the_next_job_works(shared: Studio) -> None:
    failed = wait_over(shared.submit(REQUEST.with_(model="hollow"), "ann"))
    assert failed.state == "failed"
    assert failed.error is not None and "hollow" in failed.error and "again" in failed.error
    before = shared.readiness
    assert wait_over(shared.submit(REQUEST, "ann")).state == "done"
    assert (before.state, shared.readiness.state) == ("failed", "ready")


def test_a_bug_shows_one_neutral_sentence_and_the_worker_lives_on(
    shared: Studio, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pipeline.sampling.painting.peak_mib", lambda: 1 / 0)
    failed = wait_over(shared.submit(REQUEST, "ann"))
    assert (failed.state, failed.error) == ("failed", BUG)
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    assert wait_over(shared.submit(REQUEST, "ann")).state == "done"


def test_a_photo_in_noise_is_made_while_idle_and_between_steps(shared: Studio, photo: Image.Image) -> None:
    request = REQUEST.with_(photo=photo)
    idle = Image.open(io.BytesIO(shared.run_errand(NoisedPhoto(request=request.with_(strength=0.5)))))
    assert idle.size == (64, 64)
    job = shared.submit(LONG, "ann")
    wait_until(lambda: job.status().step >= 1)
    assert shared.run_errand(NoisedPhoto(request=request.with_(strength=0.5)))
    assert not job.status().over, "it did not wait for the end of the run"
    shared.cancel(job.id, "ann")
    wait_over(job)


def test_a_photo_in_noise_does_not_wait_behind_one_of_another_model(shared: Studio, photo: Image.Image) -> None:
    """Between two steps only the first that waited was looked at: one of another model held back all others until the
    painting was done."""
    request = REQUEST.with_(photo=photo)
    job = shared.submit(LONG, "ann")
    wait_until(lambda: job.status().step >= 1)
    with ThreadPoolExecutor(1) as other:
        of_the_twin = other.submit(shared.run_errand, NoisedPhoto(request=request.with_(model="twin", strength=0.5)))
        wait_until(shared.work_waits)
        assert shared.run_errand(NoisedPhoto(request=request.with_(strength=0.5)))
        assert not job.status().over and not of_the_twin.done()
        shared.cancel(job.id, "ann")
        assert of_the_twin.result(PATIENCE_S)


def test_photos_in_noise_that_nobody_waits_for_do_not_pile_up_and_are_not_made(
    unstarted: Studio, photo: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were, in any number, long after whoever had asked was told that it takes too long."""
    made: list[float] = []

    def noised_photo(self: Painter, request: GenerationRequest) -> Image.Image:
        made.append(request.strength)
        return photo

    monkeypatch.setattr(Painter, "noised_photo", noised_photo)
    request = REQUEST.with_(photo=photo)
    with monkeypatch.context() as impatient:
        impatient.setattr("pipeline.engine.studio.ERRAND_TIMEOUT_S", 0.0)
        for _ in range(MAX_ERRANDS):
            with pytest.raises(TimeoutError):
                unstarted.run_errand(NoisedPhoto(request=request.with_(strength=0.5)))
        with pytest.raises(QueueFull):
            unstarted.run_errand(NoisedPhoto(request=request.with_(strength=0.5)))
    unstarted.start()
    assert wait_over(unstarted.submit(REQUEST, "ann")).state == "done"
    assert unstarted.run_errand(NoisedPhoto(request=request.with_(strength=0.7)))
    assert made == [0.7]


def test_tokens_are_told_before_the_model_is_loaded(unstarted: Studio) -> None:
    report = unstarted.tokens("tiny", "cat")
    assert [token.text for token in report.tokens] == ["c", "a", "t"]
    assert report.limit == 14
    with pytest.raises(InvalidRequest):
        unstarted.tokens("unknown", "cat")


def test_a_missing_default_model_is_told_and_others_still_paint(catalog: Catalog) -> None:
    studio = Studio(catalog, device="cpu", default_model="nowhere")
    studio.start()
    wait_until(lambda: studio.readiness.state == "failed")
    assert "nowhere" in studio.readiness.message
    assert wait_over(studio.submit(REQUEST, "ann")).state == "done"
    studio.close()


def test_a_model_that_did_not_warm_up_is_loaded_anew_and_then_called_ready(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was kept and painted, and the page went on saying that it could not be loaded."""
    studio = Studio(catalog, device="cpu", default_model="tiny")
    with monkeypatch.context() as cold:
        cold.setattr("pipeline.sampling.painter.Painter.warm_up", lambda self: 1 / 0)
        studio.start()
        wait_until(lambda: studio.readiness.state == "failed")
    assert wait_over(studio.submit(REQUEST, "ann")).state == "done"
    assert studio.readiness.state == "ready"
    studio.close()


def test_old_finished_jobs_are_forgotten(shared: Studio) -> None:
    jobs = [shared.submit(REQUEST.with_(num_steps=1), "collector") for _ in range(7)]
    for job in jobs:
        wait_over(job)
    shared.submit(REQUEST.with_(num_steps=1), "collector")
    assert shared.job(jobs[0].id) is None
    assert shared.job(jobs[-1].id) is jobs[-1]


def test_closing_stops_what_runs_and_waits(catalog: Catalog) -> None:
    studio = Studio(catalog, device="cpu", default_model="tiny")
    studio.start()
    running, waiting = studio.submit(LONG, "ann"), studio.submit(LONG, "bob")
    wait_until(lambda: running.status().step >= 1)
    studio.close()
    assert running.status().state == waiting.status().state == "stopped"
