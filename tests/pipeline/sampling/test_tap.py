"""What the tap sees is what the formulas say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.events import Finished
from pipeline.models.read_spec import read_spec
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from pipeline.schedule.schedulers import SCHEDULERS


@pytest.fixture(scope="module")
def kl_painter(kl_model_folder: Path) -> Painter:
    return Painter(read_spec(kl_model_folder, "tiny-kl"), device="cpu")


def model_outputs(painter: Painter, request: GenerationRequest) -> tuple[list[Any], Any]:
    """The guided model output of every step, and the run."""
    outputs: list[Any] = []
    handle = painter.exact_denoiser.register_forward_hook(lambda module, args, out: outputs.append(out[0].clone()))
    *_, last = painter.paint(request)
    handle.remove()
    assert isinstance(last, Finished)
    guided = [out[:1] + request.guidance_scale * (out[1:] - out[:1]) for out in outputs]
    return guided, last.run


@pytest.mark.parametrize("scheduler", SCHEDULERS)
@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_x0_and_noise_are_those_of_the_formulas(
    scheduler: str, prediction: str, painter: Painter, kl_painter: Painter
) -> None:
    """In x_t = x0 + sigma * eps (Karras et al. 2022): eps -> x_t - sigma * eps; v -> x_t / (sigma^2 + 1) - sigma * v /
    sqrt(sigma^2 + 1) (Salimans & Ho 2022). Schedulers of unit variance divide x_t by sqrt(sigma^2 + 1)."""
    import torch

    ours = painter if prediction == "epsilon" else kl_painter
    request = GenerationRequest(prompt="cat", num_steps=6, scheduler=scheduler, guidance_scale=3.0, precision="exact")
    outputs, run = model_outputs(ours, request)
    for index, (out, record) in enumerate(zip(outputs, run.records, strict=True)):
        sigma = run.sigmas[index]
        scale = (1 + sigma**2) ** 0.5
        x = record.latents if run.schedule.scale == "exploding" else record.latents * scale
        x0 = x - sigma * out if prediction == "epsilon" else x / scale**2 - sigma * out / scale
        tolerance = 2e-4 * float(x.abs().max())
        assert torch.allclose(record.denoised, x0, atol=tolerance), (index, sigma)
        noise = run.schedule.noise(record.latents, record.denoised, index)
        assert torch.allclose(x, record.denoised + sigma * noise, atol=tolerance)


@pytest.mark.parametrize("scheduler", ["Euler", "DPM++ 2M", "DPM++ 2M Karras", "UniPC"])
def test_the_last_x0_is_the_finished_picture(scheduler: str, painter: Painter) -> None:
    *_, last = painter.paint(GenerationRequest(prompt="cat", num_steps=8, scheduler=scheduler, precision="exact"))
    assert isinstance(last, Finished)
    record = last.run.records[-1]
    assert (record.after - record.denoised).abs().max() < 1e-5
    assert painter.decode(record.after)[0].tobytes() == last.images[0].tobytes()
