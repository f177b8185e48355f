"""A flow model: the stock picture, what is seen of it on the way, and that it takes neither guidance nor the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.events import Finished
from pipeline.models.read_spec import read_spec
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from pipeline.schedule.schedulers import SCHEDULERS
from tests import tiny

FLOWS = {name: row.flow for name, row in SCHEDULERS.items() if row.flow is not None}


@pytest.fixture(scope="module")
def flow_folder(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    folder = tiny.save_model(tmp_path_factory.mktemp("flow") / "tiny-flow", prediction="flow_prediction")
    (folder / "words.json").write_text(json.dumps({"words": ["cat"], "num_steps": 4, "guided": False}))
    return folder


@pytest.fixture(scope="module")
def flow_painter(flow_folder: Path) -> Painter:
    return Painter(read_spec(flow_folder, "tiny-flow"), device="cpu")


def stock_picture(folder: Path, request: GenerationRequest) -> Image.Image:
    import diffusers
    import torch

    kind = diffusers.StableDiffusionImg2ImgPipeline if request.photo else diffusers.StableDiffusionPipeline
    pipe: Any = kind.from_pretrained(folder)
    pipe.set_progress_bar_config(disable=True)
    solver = FLOWS[str(request.scheduler)]
    assert solver.options["use_flow_sigmas"]
    pipe.scheduler = getattr(diffusers, solver.class_name).from_config(pipe.scheduler.config, **solver.options)
    photo = {"image": request.photo, "strength": request.strength} if request.photo else {}
    picture: Image.Image = pipe(
        request.prompt,
        num_inference_steps=request.num_steps,
        guidance_scale=1.0,
        generator=torch.Generator().manual_seed(request.seed or 0),
        **photo,
    ).images[0]
    return picture


@pytest.mark.parametrize("from_photo", [False, True], ids=["text", "photo"])
@pytest.mark.parametrize("scheduler", list(FLOWS))
def test_the_picture_of_a_flow_is_the_stock_classs_bit_for_bit(
    scheduler: str, from_photo: bool, flow_folder: Path, flow_painter: Painter, photo: Image.Image
) -> None:
    request = GenerationRequest(
        prompt="cat", seed=5, num_steps=4, scheduler=scheduler, strength=0.8, precision="exact",
        photo=photo if from_photo else None,
    )  # fmt: skip
    *_, last = flow_painter.paint(request)
    assert isinstance(last, Finished)
    assert last.images[0].tobytes() == stock_picture(flow_folder, request).tobytes()


@pytest.mark.parametrize("scheduler", list(FLOWS))
def test_x0_and_noise_of_a_flow_lie_on_the_straight_line_through_x_t(scheduler: str, flow_painter: Painter) -> None:
    """x_t = (1 - s) * x0 + s * noise with s = sigma / (1 + sigma) (Liu et al. 2022)."""
    import torch

    *_, last = flow_painter.paint(GenerationRequest(prompt="cat", num_steps=5, scheduler=scheduler, precision="exact"))
    assert isinstance(last, Finished)
    for index, record in enumerate(last.run.records):
        sigma = last.run.sigmas[index]
        share = sigma / (1 + sigma)
        assert last.run.schedule is not None
        noise = last.run.schedule.noise(record.latents, record.denoised, index)
        straight = (1 - share) * record.denoised + share * noise
        assert torch.allclose(record.latents, straight, atol=1e-4)
    assert (last.run.records[-1].after - last.run.records[-1].denoised).abs().max() < 1e-4


def test_a_first_order_step_of_a_flow_is_eulers(flow_painter: Painter) -> None:
    import torch

    *_, last = flow_painter.paint(GenerationRequest(prompt="cat", num_steps=4, scheduler="Euler", precision="exact"))
    assert isinstance(last, Finished)
    shares = [sigma / (1 + sigma) for sigma in (*last.run.sigmas, 0.0)]
    for index, record in enumerate(last.run.records):
        assert last.run.schedule is not None
        velocity = last.run.schedule.noise(record.latents, record.denoised, index) - record.denoised
        after = record.latents + (shares[index + 1] - shares[index]) * velocity
        assert torch.allclose(record.after, after, atol=1e-4)


def test_a_model_that_paints_as_if_guided_takes_no_guidance(flow_painter: Painter) -> None:
    spec = flow_painter.spec
    assert (spec.defaults.num_steps, spec.defaults.scheduler) == (4, "Euler")
    assert spec.complete(GenerationRequest(guidance_scale=7.5)).guidance_scale == 1.0
    with pytest.raises(InvalidRequest, match="takes none"):
        spec.complete(GenerationRequest(negative_prompt="dog"))
    with pytest.raises(InvalidRequest, match="DDPM"):
        spec.complete(GenerationRequest(scheduler="DDPM"))


def test_the_noise_of_a_flow_grows_from_none_to_all(flow_painter: Painter) -> None:
    curve = flow_painter.spec.noise_curve
    assert curve[0] == 0.0 and curve[-1] == 1.0
    assert curve[len(curve) // 2] == pytest.approx(0.5**0.5, abs=1e-3)
