"""The score: pictures beside captions, as the built-in model reads them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.sampling.painter import Painter, open_painter


@pytest.fixture(scope="module")
def mau() -> Iterator[Painter]:
    with open_painter("mau", device="cpu") as painter:
        yield painter


def test_a_picture_fits_what_it_was_painted_from_best(mau: Painter) -> None:
    from pipeline.request import GenerationRequest

    prompts = (
        "manga-style illustration of a white cat with a pink scarf",
        "watercolour painting of an orange cat running",
        "pixel art of a black cat with a red bow",
    )
    for wanted in prompts:
        *_, last = mau.paint(GenerationRequest(prompt=wanted, seed=3, num_steps=12, guidance_end=0.6))
        fits = {prompt: mau.score(last.images[0], prompt) for prompt in prompts}  # type: ignore[union-attr]
        assert max(fits, key=lambda prompt: fits[prompt]) == wanted, fits
        assert all(-1.0 <= fit <= 1.0 for fit in fits.values())


def test_any_size_and_mode_of_picture_is_scored(mau: Painter) -> None:
    assert -1.0 <= mau.score(Image.new("LA", (31, 400)), "") <= 1.0


def test_a_model_without_a_score_says_so(painter: Painter) -> None:
    with pytest.raises(InvalidRequest, match="brings no score"):
        painter.score(Image.new("RGB", (64, 64)), "cat")
