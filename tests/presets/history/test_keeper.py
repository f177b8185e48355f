"""The thread that keeps finished jobs: also those that nobody watched, and never at the cost of a painting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.engine.studio import Studio
from pipeline.metadata.picture_files import read_settings
from pipeline.models.catalog import Catalog
from pipeline.photo.original import Original
from pipeline.request import GenerationRequest
from pipeline.run.run import load_run
from presets.history.history import History, Wanted
from presets.history.keeper import PHOTOS, STEPS, Keeper
from tests.tiny import save_model

REQUEST = GenerationRequest(prompt="a cat", model="tiny", num_steps=3, seed=4, num_images=2, precision="exact")
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    found = Catalog()
    found.add(save_model(tmp_path_factory.mktemp("models") / "tiny"), key="tiny")
    return found


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(History(tmp_path))


@pytest.fixture
def studio(catalog: Catalog, keeper: Keeper) -> Iterator[Studio]:
    started = Studio(catalog, device="cpu", default_model="tiny")
    started.when_done(keeper.take)
    started.start()
    keeper.start()
    yield started
    started.close()
    keeper.close()


def wait_until(true: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end_s
        time.sleep(0.01)


def test_a_painting_that_nobody_watched_is_kept_with_its_style(studio: Studio, keeper: Keeper) -> None:
    studio.submit(REQUEST, "ann", label="Manga")
    wait_until(lambda: keeper.num_written == 1)
    (run,) = keeper.history.page(Wanted()).runs
    assert (run.prompt, run.preset, run.num_images, run.seed) == ("a cat", "Manga", 2, 4)
    path = keeper.history.files.picture(run.key, 1)
    assert path is not None and read_settings(path)["seed"] == 5


def test_the_photo_of_a_restyle_is_kept_unless_the_person_does_not_want_it(studio: Studio, keeper: Keeper) -> None:
    photo = Image.new("RGB", (90, 120), "olive")
    restyle = REQUEST.with_(photo=photo.resize((64, 64)), num_images=1)
    studio.submit(restyle, "ann", original=Original(photo=photo, fit="crop"))
    wait_until(lambda: keeper.num_written == 1)
    (run,) = keeper.history.page(Wanted()).runs
    found = keeper.history.original(run.key)
    assert found is not None
    with Image.open(found[0]) as kept:
        assert (kept.size, kept.tobytes()) == (photo.size, photo.tobytes())
    keeper.history.choose(PHOTOS, 0)
    studio.submit(restyle, "ann", original=Original(photo=Image.new("RGB", (90, 120), "teal")))
    wait_until(lambda: keeper.num_written == 2)
    assert len(list(keeper.history.photos.folder.iterdir())) == 1


def test_a_painting_that_was_stopped_is_not_kept(studio: Studio, keeper: Keeper) -> None:
    job = studio.submit(REQUEST.with_(num_steps=100), "ann")
    job.cancel_asked.set()
    studio.submit(REQUEST, "ann")
    wait_until(lambda: keeper.num_written == 1)
    assert keeper.history.page(Wanted()).total == 1


def test_a_sketch_is_not_kept(studio: Studio, keeper: Keeper) -> None:
    studio.submit(REQUEST, "ann", sketch=True)
    studio.submit(REQUEST, "ann")
    wait_until(lambda: keeper.num_written == 1)
    assert keeper.history.page(Wanted()).total == 1


def test_what_waits_is_written_before_the_end(catalog: Catalog, keeper: Keeper) -> None:
    started = Studio(catalog, device="cpu", default_model="tiny")
    started.when_done(keeper.take)
    started.start()
    job = started.submit(REQUEST, "ann")
    wait_until(lambda: job.status().over)
    started.close()
    assert keeper.num_written == 0 and keeper.waiting
    keeper.start()
    keeper.close()
    assert keeper.num_written == 1 and not keeper.waiting


def test_where_the_history_cannot_be_written_the_painting_is_done_and_it_is_said(
    studio: Studio, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def full(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self.name.startswith("picture-"):
            raise OSError(28, "No space left on device")
        return real(self, *args, **kwargs)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "open", full)
        job = studio.submit(REQUEST, "ann")
        wait_until(lambda: keeper.notice is not None)
        assert job.status().state == "done" and job.result_png()
        assert keeper.notice is not None and "the disk is full" in keeper.notice
        assert keeper.history.page(Wanted()).total == 0
    studio.submit(REQUEST, "ann")
    wait_until(lambda: keeper.num_written == 1)
    wait_until(lambda: keeper.notice is None)
    wait_until(lambda: not keeper.waiting)


def test_with_the_steps_kept_the_whole_run_can_be_played_again(studio: Studio, keeper: Keeper) -> None:
    keeper.history.choose(STEPS, 1)
    studio.submit(REQUEST, "ann")
    wait_until(lambda: keeper.num_written == 1)
    (run,) = keeper.history.page(Wanted()).runs
    wait_until(lambda: keeper.history.files.frames(run.key) is not None)
    path = keeper.history.files.frames(run.key)
    assert path is not None
    again = load_run(path)
    assert (again.steps_done, again.num_images, len(again.images)) == (3, 2, 2)
    assert again.frame("x0", 2, 1) is not None
    wait_until(lambda: (keeper.history.find(run.key) or run).bytes > run.bytes)


def kept_with_its_steps_to_come(studio: Studio, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of a run that is in the history, while its steps wait until the keeper is closed."""
    monkeypatch.setattr("presets.history.keeper._Steps.ready", False)
    keeper.history.choose(STEPS, 1)
    studio.submit(REQUEST, "ann")
    wait_until(lambda: keeper.num_written == 1)
    (run,) = keeper.history.page(Wanted()).runs
    return run.key


def test_the_steps_of_a_run_that_was_removed_meanwhile_go_with_it(
    studio: Studio, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They brought its folder back, with nothing else in it: counted nowhere, and never swept."""
    key = kept_with_its_steps_to_come(studio, keeper, monkeypatch)
    monkeypatch.setattr("presets.history.history.UNDO_MS", -1_000)
    assert (keeper.history.delete([key]), keeper.history.tidy()) == (1, 1)
    keeper.close()
    assert not keeper.history.files.folder(key).exists() and keeper.notice is None


def test_steps_that_find_the_disk_full_leave_no_half_of_themselves(
    studio: Studio, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = kept_with_its_steps_to_come(studio, keeper, monkeypatch)

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("presets.history.files.os.fsync", full)
    keeper.close()
    files = {file.name for file in keeper.history.files.folder(key).iterdir()}
    assert files == {"about.json", "thumbnail.webp", "picture-0.png", "picture-1.png"}
    assert keeper.notice == "The last picture is in the history without its steps: the disk is full."


def test_a_history_that_cannot_be_tidied_does_not_say_that_the_picture_is_lost(
    studio: Studio, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence served all that the thread does: that the last picture is not in the history, where it was."""

    def denied(self: History) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(History, "tidy", denied)
    studio.submit(REQUEST, "ann")
    wait_until(lambda: keeper.num_written == 1 and not keeper.waiting)
    assert keeper.notice == (
        "The history could not be brought in order: its folder cannot be written (Permission denied)."
    )
