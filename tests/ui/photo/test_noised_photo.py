"""The photo under the noise of a strength, where the model has no time for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from pipeline.engine.studio import Readiness, Studio
from tests.ui.values import values
from ui.photo.handlers import LATE, PhotoActions


def test_a_photo_in_noise_that_takes_too_long_is_said_in_a_sentence(
    photo_actions: PhotoActions, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The minute's end left the handler as a TimeoutError, and the page showed "Error"."""
    Image.new("RGB", (64, 64)).save(uploads / "photo.png")
    monkeypatch.setattr(Studio, "readiness", Readiness(state="ready", model="paper"))
    monkeypatch.setattr("pipeline.engine.studio.ERRAND_TIMEOUT_S", 0.0)
    page = values(
        strength=0.6, all_steps=False, num_steps=20, photo=str(uploads / "photo.png"), fit="Crop", model="paper",
        width_px=256, height_px=256,
    )  # fmt: skip
    assert photo_actions.survives(page) == {"survives": {"line": LATE, "picture": "", "curve": []}}
