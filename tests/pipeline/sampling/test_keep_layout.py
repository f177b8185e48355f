"""Keeping a photo's layout while it is restyled."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.events import Finished
from pipeline.metadata.request_settings import request_from, settings_of
from pipeline.request import GenerationRequest
from pipeline.sampling.keep_layout import layout_move, low_frequencies, pull_a_step
from pipeline.sampling.painter import Painter
from pipeline.schedule.schedulers import SCHEDULERS


def half_and_half() -> Image.Image:
    """White above, black below."""
    levels = np.full((64, 64, 3), 255, np.uint8)
    levels[32:] = 0
    return Image.fromarray(levels)


def asked(**changes: object) -> GenerationRequest:
    fields = {"prompt": "cat", "photo": half_and_half(), "strength": 0.8, "num_steps": 8, "seed": 3, **changes}
    return GenerationRequest(precision="exact", guidance_scale=2.0, **fields)  # type: ignore[arg-type]


def painted(painter: Painter, request: GenerationRequest) -> Finished:
    *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    return last


def likeness(painter: Painter, finished: Finished, photo: Image.Image) -> float:
    """How the low frequencies of the finished latents correlate with the photo's."""
    pipe = painter.exact_pipe
    pixels = pipe.image_processor.preprocess(photo)
    with torch.inference_mode():
        encoded = pipe.vae.encode(pixels)
        latents = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mode()
    wanted = low_frequencies(latents * pipe.vae.config.scaling_factor)
    both = torch.cat([wanted, low_frequencies(finished.run.records[-1].after)])
    return float(torch.corrcoef((both - both.mean((2, 3), keepdim=True)).flatten(1))[0, 1])


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_the_more_is_kept_the_nearer_the_picture_stays_to_the_photo(painter: Painter, scheduler: str) -> None:
    kept = [painted(painter, asked(scheduler=scheduler, keep_layout=share)) for share in (0.0, 0.5, 0.95)]
    free, some, most = (likeness(painter, each, half_and_half()) for each in kept)
    assert free < some < most


def test_nothing_kept_is_the_stock_picture_bit_for_bit(painter: Painter) -> None:
    """0 is what the tests of equality with diffusers run with; here it must not matter whether it is said."""
    one, other = (painted(painter, request) for request in (asked(), asked(keep_layout=0.0)))
    assert one.images[0].tobytes() == other.images[0].tobytes()


def test_words_alone_and_masks_are_left_alone(painter: Painter) -> None:
    mask = Image.new("L", (64, 64), 0)
    mask.paste(255, (0, 0, 32, 32))
    for changes in ({"photo": None, "width_px": 64, "height_px": 64}, {"mask": mask}):
        one, other = (painted(painter, asked(**changes, keep_layout=share)) for share in (0.0, 0.9))
        assert one.images[0].tobytes() == other.images[0].tobytes()


def test_the_last_guess_is_the_finished_picture(painter: Painter) -> None:
    """The last step is not pulled: what its preview shows is what comes out."""
    record = painted(painter, asked(keep_layout=0.9, scheduler="DDIM")).run.records[-1]
    assert torch.allclose(record.after, record.denoised, atol=0.05)  # its schedule ends a little above no noise


def test_several_pictures_are_each_pulled_as_far_as_they_need(painter: Painter) -> None:
    both = painted(painter, asked(num_images=2, keep_layout=0.9))
    alone = painted(painter, asked(keep_layout=0.9))
    first = both.run.records[-1].after[:1]
    assert torch.allclose(first, alone.run.records[-1].after, atol=1e-3)


def test_a_variation_of_a_restyle_keeps_its_layout_too(painter: Painter) -> None:
    """Both look in where the photo is noised, one inside the other."""
    ways: tuple[dict[str, float], ...] = (
        {},
        {"keep_layout": 0.9},
        {"variation_strength": 0.5},
        {"keep_layout": 0.9, "variation_strength": 0.5},
    )
    pictures = [painted(painter, asked(**way)) for way in ways]
    assert len({each.images[0].tobytes() for each in pictures}) == 4
    varied, both = (likeness(painter, each, half_and_half()) for each in pictures[2:])
    assert varied < both


def test_the_pull_is_no_cost_of_the_previews(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was done after the clock of the previews had begun, and Auto had less to spend for it."""
    now, move = [0.0], layout_move

    def slow_move(*both: torch.Tensor) -> torch.Tensor:
        now[0] += 1.0
        return move(*both)

    monkeypatch.setattr("pipeline.sampling.painting.time", SimpleNamespace(perf_counter=lambda: now[0]))
    monkeypatch.setattr("pipeline.sampling.keep_layout.layout_move", slow_move)
    finished = painted(painter, asked(keep_layout=0.9))
    assert finished.preview_cost == 0.0 and finished.elapsed_s == finished.run.steps_done - 1


def test_the_pull_of_all_steps_comes_to_what_was_asked_for() -> None:
    for num_steps in (2, 5, 20):
        left = (1 - pull_a_step(0.8, num_steps)) ** (num_steps - 1)
        assert left == pytest.approx(0.2)
    assert pull_a_step(1.0, 12) == 1.0 and pull_a_step(0.0, 12) == 0.0 and pull_a_step(0.5, 1) == 0.5


def test_the_style_keeps_its_contrast_and_what_is_alike_already_is_left_alone() -> None:
    found = torch.randn(2, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    assert layout_move(3 * found + 1, found).abs().max() < 1e-5
    opposite = layout_move(-3 * found, found)
    assert torch.allclose(opposite.std((1, 2, 3)), 2 * found.std((1, 2, 3)), rtol=0.1)


def test_a_photo_of_one_colour_breaks_nothing() -> None:
    assert layout_move(torch.zeros(1, 4, 8, 8), torch.randn(1, 4, 8, 8)).isfinite().all()
    assert layout_move(torch.randn(1, 4, 8, 8), torch.zeros(1, 4, 8, 8)).isfinite().all()


def test_it_is_written_where_it_says_something_and_read_back() -> None:
    assert "keep_layout" not in settings_of(asked())
    assert "keep_layout" not in settings_of(GenerationRequest(prompt="cat", keep_layout=0.5))
    assert request_from(settings_of(asked(keep_layout=0.5))).keep_layout == 0.5


@pytest.mark.parametrize("value", [-0.1, 1.5, float("nan"), "much", None])
def test_what_is_out_of_range_is_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidRequest, match="Keep layout.*from 0 to 1"):
        asked(keep_layout=value)
