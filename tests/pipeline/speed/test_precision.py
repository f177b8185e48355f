"""fast stays close to exact, and leaves exact alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image

from pipeline.events import Finished
from pipeline.models.families.stable_diffusion.family import STABLE_DIFFUSION
from pipeline.models.read_spec import read_spec
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from pipeline.speed.precision import quicken_in_float32


@pytest.fixture(params=[False, True], ids=["float32", "bfloat16"])
def fast_painter(request: pytest.FixtureRequest, model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Painter:
    """Both kinds of fast, whatever this machine's processor has."""
    monkeypatch.setattr("pipeline.speed.precision.multiplies_in_bfloat16", lambda device: request.param)
    return Painter(read_spec(model_folder, "tiny"), device="cpu")


def picture(painter: Painter, request: GenerationRequest) -> Image.Image:
    *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    return last.images[0]


def psnr_db(one: Image.Image, other: Image.Image) -> float:
    """Peak signal-to-noise ratio of 8-bit pictures."""
    error = np.square(np.asarray(one, float) - np.asarray(other, float)).mean()
    return float("inf") if error == 0 else 10 * np.log10(255**2 / error)


def test_fast_stays_within_40_db_of_exact(fast_painter: Painter) -> None:
    ratios = []
    for seed in range(16):
        request = GenerationRequest(prompt=f"cat number {seed}", seed=seed, num_steps=4)
        exact = picture(fast_painter, request.with_(precision="exact"))
        ratios.append(psnr_db(picture(fast_painter, request.with_(precision="fast")), exact))
    assert np.median(ratios) >= 40
    assert min(ratios) >= 35


def test_fast_leaves_exact_bit_for_bit_as_it_was(fast_painter: Painter, painter: Painter, photo: Image.Image) -> None:
    for request in (
        GenerationRequest(prompt="cat", num_steps=3),
        GenerationRequest(prompt="cat", photo=photo, num_steps=3),
    ):
        fast = picture(fast_painter, request.with_(precision="fast"))
        assert fast.size == (64, 64)
        exact = request.with_(precision="exact")
        assert picture(fast_painter, exact).tobytes() == picture(painter, exact).tobytes()


def test_fast_reads_a_new_prompt_in_every_run(fast_painter: Painter) -> None:
    request = GenerationRequest(prompt="cat", precision="fast", num_steps=4)
    first, other = picture(fast_painter, request), picture(fast_painter, request.with_(prompt="dog"))
    assert first.tobytes() != other.tobytes()
    assert picture(fast_painter, request).tobytes() == first.tobytes()


def test_the_precision_that_was_used_is_told(fast_painter: Painter) -> None:
    *_, last = fast_painter.paint(GenerationRequest(num_steps=1))
    assert isinstance(last, Finished)
    assert last.run.settings["precision"] == fast_painter.best_precision


def test_warming_up_changes_no_picture(fast_painter: Painter, model_folder: Path) -> None:
    request = GenerationRequest(prompt="cat", precision="fast", num_steps=3)
    cold = picture(fast_painter, request)
    warm = Painter(read_spec(model_folder, "tiny"), device="cpu")
    warm.warm_up()
    assert picture(warm, request).tobytes() == cold.tobytes()


def test_a_quickened_stock_pipeline_gives_its_numbers_at_every_size(model_folder: Path) -> None:
    stock, quick = (StableDiffusionPipeline.from_pretrained(model_folder) for _ in range(2))
    quicken_in_float32(STABLE_DIFFUSION, quick)
    for side, prompts in ((64, ["cat"]), (96, ["cat", "dog"])):
        asked = {"num_inference_steps": 3, "height": side, "width": side, "output_type": "np"}
        one, other = (
            pipe(prompts, generator=torch.Generator().manual_seed(1), **asked).images for pipe in (stock, quick)
        )
        assert one.shape == (len(prompts), side, side, 3)
        assert np.abs(one - other).max() < 1e-3
