"""Previews: every step has one, and each tier is what it says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.events import Finished, Started, StepEvent
from pipeline.models.read_spec import read_spec
from pipeline.preview.codec import LatentCodec
from pipeline.preview.linear import drawn_pictures, fit, linear_decoder
from pipeline.preview.tiers import Governor, PreviewChoice, Previewer
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter

REQUEST = GenerationRequest(prompt="a manga cat", seed=1, num_steps=5, precision="exact")


def steps_of(painter: Painter, preview: PreviewChoice, request: GenerationRequest = REQUEST) -> tuple[Any, ...]:
    *events, last = painter.paint(request, preview=preview)
    assert isinstance(last, Finished)
    return [event for event in events if isinstance(event, StepEvent)], last


def test_every_step_has_a_fast_frame_of_two_pixels_a_latent(painter: Painter) -> None:
    request = REQUEST.with_(num_images=2, width_px=128)
    steps_of(painter, "Off", request)  # the first run records, and a long run has time for a costlier tier
    steps, last = steps_of(painter, "Auto", request)
    assert [[picture.size for picture in step.previews] for step in steps] == [[(32, 16), (32, 16)]] * 5
    assert {step.preview_method for step in steps} == {"Fast"}
    assert 0 < last.preview_cost < 1


def test_a_256_px_picture_gets_a_64_px_frame(painter: Painter) -> None:
    steps, _ = steps_of(painter, "Fast", REQUEST.with_(width_px=256, height_px=256, num_steps=1))
    assert steps[0].previews[0].size == (64, 64)


def test_exact_is_the_vaes_own_decode_of_that_steps_x0(painter: Painter) -> None:
    """Computed here from the weights: decode, scale to 0..1, clamp, round."""
    import torch

    steps, last = steps_of(painter, "Exact")
    vae = painter.exact_vae
    for step, record in zip(steps, last.run.records, strict=True):
        with torch.inference_mode():
            decoded = vae.decode(record.denoised / vae.config.scaling_factor).sample
        pixels = ((decoded / 2 + 0.5).clamp(0, 1)[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)
        assert np.array_equal(np.asarray(step.previews[0]), pixels)
        assert step.preview_method == "Exact"


def test_off_makes_no_frames_but_keeps_the_run(painter: Painter) -> None:
    steps, last = steps_of(painter, "Off")
    assert [step.previews for step in steps] == [()] * 5
    assert last.run.frame("x0", 4) is not None, "made on request instead"


def test_started_names_the_preview_method(painter: Painter) -> None:
    started = next(iter(painter.paint(REQUEST, preview="Exact")))
    assert isinstance(started, Started)
    assert started.preview_method == "Exact"


def test_a_request_for_sharp_without_a_sharp_decoder_gives_fast(painter: Painter) -> None:
    steps, _ = steps_of(painter, "Sharp")
    assert {step.preview_method for step in steps} == {"Fast"}


def test_a_sharp_decoder_beside_the_model_is_used_within_its_budget(model_folder: Path, tmp_path: Path) -> None:
    import torch
    from diffusers import AutoencoderTiny

    folder = shutil.copytree(model_folder, tmp_path / "m")
    AutoencoderTiny.from_pretrained(model_folder / "vae").save_pretrained(folder / "preview_decoder")
    with Painter(read_spec(folder, "m"), device="cpu") as painter, torch.inference_mode():
        latents = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
        cost_s = painter.previewer.expected_s("Sharp", latents)
        pictures, method = Governor(painter.previewer, "Sharp").frame(latents, latents.numpy(), cost_s * 34)
        assert method == "Sharp"
        assert pictures[0].size == (64, 64)
        assert np.abs(np.asarray(pictures[0], int) - np.asarray(painter.decode(latents)[0], int)).max() <= 1
        cost_s = painter.previewer.expected_s("Sharp", latents)
        assert Governor(painter.previewer, "Sharp").frame(latents, latents.numpy(), cost_s * 32)[1] == "Fast"


class LinearVae:
    """A VAE that really is linear: 8x8 blocks of one colour, four mixtures of it as latents."""

    class config:
        scaling_factor = 0.5

    def __init__(self) -> None:
        import torch

        self.device, self.dtype = torch.device("cpu"), torch.float32
        self.mix = torch.tensor([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [0.3, 0.3, 0.3]])

    def encode(self, picture: Any) -> Any:
        from types import SimpleNamespace

        import torch

        return SimpleNamespace(
            latents=torch.einsum("lc,bchw->blhw", self.mix, torch.nn.functional.avg_pool2d(picture, 8))
        )

    def decode(self, latents: Any, return_dict: bool = True) -> Any:
        return (latents[:, :3].repeat_interleave(8, 2).repeat_interleave(8, 3),)


def test_the_linear_fit_recovers_a_linear_vae() -> None:
    import torch

    vae = LinearVae()
    decoder = fit(LatentCodec(), vae)
    latents = vae.encode(torch.from_numpy(drawn_pictures()[:2])).latents
    wanted = latents[:, :3].repeat_interleave(2, 2).repeat_interleave(2, 3)
    decoded = np.asarray(decoder.picture((latents[1] * vae.config.scaling_factor).numpy())) / 127.5 - 1
    assert np.abs(decoded - wanted[1].permute(1, 2, 0).numpy()).mean() < 0.02


def test_the_fit_is_made_once_and_read_back_after_that(
    painter: Painter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = linear_decoder(LatentCodec(), painter.exact_vae, tmp_path / "cache")
    monkeypatch.setattr("pipeline.preview.linear.fit", lambda codec, vae: pytest.fail("fitted again"))
    second = linear_decoder(LatentCodec(), painter.exact_vae, tmp_path / "cache")
    assert (first.weight == second.weight).all() and (first.bias == second.bias).all()
    (damaged,) = (tmp_path / "cache").iterdir()
    damaged.write_bytes(b"no numbers")
    monkeypatch.undo()
    assert (linear_decoder(LatentCodec(), painter.exact_vae, tmp_path / "cache").weight == first.weight).all()


def test_the_fit_leaves_the_random_state_of_torch_alone(painter: Painter) -> None:
    import torch

    before = torch.random.get_rng_state()
    fit(LatentCodec(), painter.exact_vae)
    assert (torch.random.get_rng_state() == before).all()


def test_auto_adds_a_costlier_tier_only_within_one_percent_of_the_run(painter: Painter) -> None:
    import torch

    latents = torch.zeros(1, 4, 8, 8)
    previewer = Previewer(LatentCodec(), painter.exact_pipe, painter.previewer.linear)
    governor = Governor(previewer, "Auto")
    with torch.inference_mode():
        assert governor.frame(latents, latents.numpy(), 1e9)[1] == "Fast", "what was never measured is not tried"
        previewer.render("Exact", latents)
        cost_s = previewer.expected_s("Exact", latents)
        assert governor.frame(latents, latents.numpy(), cost_s * 101)[1] == "Exact"
        cost_s = previewer.expected_s("Exact", latents)
        assert governor.frame(latents, latents.numpy(), cost_s * 99)[1] == "Fast"
        governor.spent_s = 1.0
        assert governor.frame(latents, latents.numpy(), 99.0)[1] == "Fast"
