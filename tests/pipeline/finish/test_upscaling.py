"""The upscaler: tiles without seams, progress, and better than Lanczos on a drawing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from pipeline.errors import GenerationError, InvalidRequest
from pipeline.finish import upscaling
from pipeline.finish.upscaler_net import UpscalerNet
from pipeline.finish.upscaling import load_upscaler, upscale
from tests.pipeline.speed.test_precision import psnr_db


@pytest.fixture(scope="module")
def network() -> UpscalerNet:
    return load_upscaler()


def drawing(side_px: int) -> Image.Image:
    """A face of circles and lines, smoothed as drawings are."""
    scale = 4 * side_px / 256
    large = Image.new("RGB", (4 * side_px, 4 * side_px), (120, 180, 240))
    pen = ImageDraw.Draw(large)
    for box, colour in (((60, 50, 200, 190), "white"), ((90, 90, 118, 124), "black"), ((146, 90, 174, 124), "black")):
        pen.ellipse([scale * value for value in box], fill=colour, outline="black", width=round(4 * scale))
    pen.line([scale * value for value in (100, 150, 130, 162, 160, 150)], fill="black", width=round(3 * scale))
    return large.reduce(4)


@pytest.mark.parametrize("factor", [2, 4])
def test_a_drawing_comes_nearer_to_its_larger_self_than_by_lanczos(network: UpscalerNet, factor: int) -> None:
    small, truth = drawing(256), drawing(256 * factor)
    lanczos = small.resize(truth.size, Image.Resampling.LANCZOS)
    assert psnr_db(upscale(small, factor, network), truth) > psnr_db(lanczos, truth) + 1


def test_tiles_leave_no_seams(network: UpscalerNet, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = drawing(150).crop((0, 0, 150, 97))
    monkeypatch.setattr(upscaling, "TILE_PX", 1000)
    whole = np.asarray(upscale(picture, 2, network), int)
    monkeypatch.setattr(upscaling, "TILE_PX", 32)
    assert np.abs(np.asarray(upscale(picture, 2, network), int) - whole).max() <= 1
    assert whole.shape == (194, 300, 3)


def test_every_tile_is_told(network: UpscalerNet) -> None:
    told: list[tuple[int, int]] = []
    upscale(drawing(160), 4, network, lambda done, total: told.append((done, total)))
    assert told == [(number, 4 + 9) for number in range(1, 14)]


def test_before_training_it_is_plain_interpolation() -> None:
    pictures = torch.rand(1, 3, 16, 16)
    plain = torch.nn.functional.interpolate(pictures, scale_factor=2, mode="bicubic", align_corners=False)
    assert torch.equal(UpscalerNet()(pictures), plain)


@pytest.mark.parametrize("factor", [0, 1, 3, 8, True, "2"])
def test_other_factors_are_refused_by_name(network: UpscalerNet, factor: object) -> None:
    with pytest.raises(InvalidRequest, match="Upscale"):
        upscale(drawing(64), factor, network)  # type: ignore[arg-type]


def test_what_would_be_too_large_is_refused(network: UpscalerNet) -> None:
    with pytest.raises(InvalidRequest, match="8192 pixels, allowed are 4096"):
        upscale(Image.new("RGB", (2048, 64)), 4, network)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / upscaling.WEIGHTS).write_bytes(b"nothing")
    with pytest.raises(GenerationError, match="upscaler"):
        load_upscaler(tmp_path)
