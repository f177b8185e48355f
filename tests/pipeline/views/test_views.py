"""What can be seen of a step: the pictures of each view, which runs have them, and one view more."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import torch

from pipeline.events import Finished
from pipeline.request import GenerationRequest
from pipeline.run.capsule import views_in_capsule
from pipeline.run.run import Run, encode_jpeg, load_run
from pipeline.sampling.painter import Painter
from pipeline.views import VIEWS
from pipeline.views.denoised import DENOISED
from pipeline.views.view import View
from tests.pipeline.views.one_more_view import add_view

EXAMPLE = Path(__file__).parents[3] / "assets" / "examples" / "manga.zip"
STEPS = 3


@pytest.fixture(scope="module", params=["DDIM", "Euler"])
def run(request: pytest.FixtureRequest, painter: Painter) -> Run:
    """Of two pictures, once with x_t at unit variance and once "exploding"; without previews, so all is rendered."""
    asked = GenerationRequest(prompt="a cat", seed=3, num_steps=STEPS, num_images=2, scheduler=request.param)
    *_, last = painter.paint(asked, preview="Off")
    assert isinstance(last, Finished)
    return last.run


def latents_of(run: Run, view: str, step: int) -> torch.Tensor:
    """By the book: x0, x_t over its deviation, and (x_t - x0) / sigma, x_t being x0 + sigma * eps up to a scale."""
    assert run.schedule is not None
    record, sigmas = run.records[step], run.schedule.sigmas
    unit = run.schedule.scale == "unit variance"
    if view == "x0":
        return record.denoised
    if view == "xt":
        return record.after.float() if unit else record.after.float() / (1 + sigmas[step + 1] ** 2) ** 0.5
    exploding = record.latents.float() * ((1 + sigmas[step] ** 2) ** 0.5 if unit else 1)
    return (exploding - record.denoised.float()) / sigmas[step]


@pytest.mark.parametrize("view", ["x0", "xt", "noise"])
def test_a_frame_is_the_fast_preview_of_what_the_view_is_named_after(run: Run, view: str) -> None:
    assert run.fast_preview is not None
    for step in range(STEPS):
        pictures = run.fast_preview(latents_of(run, view, step).float().numpy())
        for image in range(2):
            assert run.frame(view, step, image) == encode_jpeg(pictures[image])


def test_a_preview_that_was_made_while_painting_is_the_frame(painter: Painter) -> None:
    *_, last = painter.paint(GenerationRequest(prompt="a cat", seed=3, num_steps=1), preview="Exact")
    assert isinstance(last, Finished)
    (picture,) = painter.decode(last.run.records[0].denoised)
    assert last.run.frame("x0", 0) == encode_jpeg(picture)


def test_a_run_in_memory_has_every_view_and_a_saved_one_those_that_are_saved(run: Run, tmp_path: Path) -> None:
    assert run.views == tuple(VIEWS) == ("x0", "xt", "noise")
    run.save(tmp_path / "run.zip")
    assert load_run(tmp_path / "run.zip").views == views_in_capsule(tmp_path / "run.zip") == ("x0", "xt")


def test_a_run_without_steps_has_nothing_to_show_once_it_is_saved(tmp_path: Path) -> None:
    Run(settings={}, num_steps=STEPS, num_images=1).save(tmp_path / "run.zip")
    assert load_run(tmp_path / "run.zip").views == views_in_capsule(tmp_path / "run.zip") == ()


def test_what_a_run_offers_it_has_at_every_step(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path / "run.zip")
    for each in (run, load_run(tmp_path / "run.zip"), load_run(EXAMPLE)):
        for view in VIEWS:
            frames = [each.frame(view, step) for step in range(each.steps_done)]
            assert (None not in frames) == (view in each.views)


def test_a_view_is_not_rendered_without_what_it_needs() -> None:
    bare = Run(settings={}, num_steps=1, num_images=1, elapsed_s=[0.1])
    assert bare.views == ()
    assert [bare.frame(view, 0) for view in VIEWS] == [None, None, None]


def test_frames_of_a_view_that_is_not_saved_today_are_read_where_a_capsule_has_them(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path / "run.zip")
    with zipfile.ZipFile(tmp_path / "run.zip", "a") as archive:
        archive.writestr("noise/0001-0.jpg", b"a frame")
        archive.writestr("strange/0001-0.jpg", b"of a newer version")
    again = load_run(tmp_path / "run.zip")
    assert again.views == ("x0", "xt", "noise")
    assert (again.frame("noise", 1), again.frame("noise", 0), again.frame("strange", 1)) == (b"a frame", None, None)


@pytest.mark.parametrize("saved", [True, False])
def test_a_row_in_the_table_is_all_that_a_view_takes(
    run: Run, saved: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = add_view(monkeypatch, saved=saved)
    assert run.views[-1] == view.key
    frame = run.frame(view.key, 1, 1)
    assert frame == encode_jpeg(view.render(run, 1, 1)) != run.frame(view.key, 2, 1)
    run.save(tmp_path / "run.zip")
    again = load_run(tmp_path / "run.zip")
    assert again.frame(view.key, 1, 1) == (frame if saved else None)
    assert (view.key in again.views) == saved


@pytest.mark.parametrize("key", ["", "X0", "../x0", "a b", "1", "x0\n"])
def test_a_key_that_cannot_be_in_an_address_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="key of a view"):
        View(key=key, label="", help="", needs=(), render=DENOISED.render, saved=False)
