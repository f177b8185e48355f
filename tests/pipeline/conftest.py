"""Small real models on disk, and one painter over them, shared by the whole session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from pipeline.models.read_spec import read_spec
from pipeline.sampling.painter import Painter
from tests import tiny


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Noise prediction, AutoencoderTiny."""
    import torch

    torch.set_num_threads(1)  # such small sums only wait for each other on more
    return tiny.save_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def kl_model_folder(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Path:
    """v-prediction, AutoencoderKL, other weights."""
    return tiny.save_model(
        tmp_path_factory.mktemp("models") / "tiny-kl", prediction="v_prediction", tiny_vae=False, seed=1
    )


@pytest.fixture(scope="session")
def painter(model_folder: Path) -> Iterator[Painter]:
    with Painter(read_spec(model_folder, "tiny"), device="cpu") as painter:
        yield painter


@pytest.fixture(scope="session")
def photo() -> Image.Image:
    """64 x 64, a red disc on a blue slope."""
    picture = Image.linear_gradient("L").resize((64, 64))
    rgb = Image.merge("RGB", (picture, Image.new("L", (64, 64), 40), picture.transpose(Image.Transpose.ROTATE_90)))
    rgb.paste((220, 30, 30), (16, 16, 40, 48))
    return rgb
