"""Variations: the same picture from slightly other noise."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.events import Finished
from pipeline.metadata.picture_files import file_stem, png_with_settings, read_settings
from pipeline.metadata.request_settings import request_from
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from pipeline.sampling.variation import slerp
from pipeline.schedule.schedulers import SCHEDULERS


def painted(painter: Painter, request: GenerationRequest) -> list[Image.Image]:
    *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    return list(last.images)


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.array(one, float) - np.array(other, float)).mean())


def wanted(**fields: object) -> GenerationRequest:
    return GenerationRequest(prompt="a cat", num_steps=4, precision="exact", **fields)  # type: ignore[arg-type]


STARTS = pytest.mark.parametrize("start", ["text", "photo", "mask", "mask from noise"])


@pytest.fixture
def from_start(start: str, photo: Image.Image) -> dict[str, object]:
    mask = Image.new("L", (64, 64), 0)
    mask.paste(255, (16, 16, 64, 64))
    return {
        "text": {},
        "photo": {"photo": photo, "strength": 0.8},
        "mask": {"photo": photo, "strength": 0.8, "mask": mask},
        "mask from noise": {"photo": photo, "strength": 1.0, "mask": mask},
    }[start]


@STARTS
@pytest.mark.parametrize("scheduler", ["DDIM", "Euler", "DPM++ 2M"])
def test_a_variation_of_strength_1_is_the_other_seeds_picture_and_a_weak_one_stays_near(
    scheduler: str, from_start: dict[str, object], painter: Painter
) -> None:
    base = wanted(seed=1, scheduler=scheduler, **from_start)
    first, other = painted(painter, base)[0], painted(painter, base.with_(seed=2))[0]
    varied = {
        strength: painted(painter, base.with_(variation_seed=2, variation_strength=strength))[0]
        for strength in (0.02, 0.5, 1.0)
    }
    assert difference(varied[1.0], other) < 0.5  # but for rounding of the last bit
    assert difference(varied[0.02], first) < difference(varied[0.5], first) < difference(other, first) * 1.5


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_fresh_noise_of_later_steps_stays_that_of_the_seed(scheduler: str, painter: Painter) -> None:
    """So that a variation that is hardly one gives the picture itself with the ancestral samplers too."""
    base = wanted(seed=1, scheduler=scheduler)
    near = base.with_(variation_seed=9, variation_strength=1e-9)
    assert difference(painted(painter, near)[0], painted(painter, base)[0]) < 0.1


def test_several_variations_start_from_one_seed_and_turn_to_several(painter: Painter) -> None:
    request = wanted(seed=5, scheduler="DDIM", variation_seed=70, variation_strength=0.4, num_images=3)
    together = painted(painter, request)
    alone = [painted(painter, request.with_(variation_seed=70 + image, num_images=1))[0] for image in range(3)]
    for one, another in zip(together, alone, strict=True):
        assert difference(one, another) < 0.5
    assert difference(together[0], together[1]) > 1


def test_slerp_keeps_the_length_of_noise() -> None:
    import torch

    generator = torch.Generator().manual_seed(0)
    start, end = torch.randn(2, 4, 32, 32, generator=generator)
    for share in (0.0, 0.3, 0.7, 1.0):
        assert float(slerp(start, end, share).std()) == pytest.approx(1.0, abs=0.03)
    assert torch.equal(slerp(start, start, 0.5), start)
    assert torch.allclose(slerp(start, end, 0.0), start) and torch.allclose(slerp(start, end, 1.0), end)


def test_a_saved_variation_carries_what_paints_it_again(painter: Painter) -> None:
    request = wanted(seed=5, variation_seed=70, variation_strength=0.4, num_images=2)
    *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    png = png_with_settings(last.images[1], last.run.settings, 1)
    settings = read_settings(io.BytesIO(png))
    again = request_from(settings)
    assert (again.seed, again.variation_seed, again.variation_strength, again.num_images) == (5, 71, 0.4, 1)
    assert file_stem(last.run.settings, 1) == "emerge-5-71"
    with Image.open(io.BytesIO(png)) as picture:
        assert "Variation seed: 71, Variation seed strength: 0.4" in picture.info["parameters"]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"variation_strength": 1.1}, "Variation"),
        ({"variation_strength": float("nan")}, "Variation"),
        ({"variation_seed": -1}, "Variation seed"),
        ({"variation_seed": "x"}, "Variation seed"),
    ],
)
def test_a_variation_out_of_range_is_refused_by_name(fields: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidRequest, match=f"^{named}: "):
        GenerationRequest(**fields)  # type: ignore[arg-type]
