"""The noise schedule of the built-in model: how much of the picture is left at each of 1,000 timesteps.

A cosine (Nichol and Dhariwal 2021), because latents are small: with Stable Diffusion's schedule the last 40% of the
timesteps show 32x32 latents nothing but noise, which wastes steps and lets guidance push colours too far. It ends at a
signal-to-noise ratio of 6e-6 and not at theirs of 5e-3: our pictures have large flat areas, whose mean colour would
otherwise shine through the "pure" noise in training and be missing when painting starts (Lin et al. 2023, "Common
diffusion noise schedules and sample steps are flawed"). Not lower either: the noise levels of the Karras scheduler
reach from the first to the last, and would spend most of their steps near the top.
"""

from __future__ import annotations

import math
from typing import Any

NUM_TRAIN_STEPS = 1000
OFFSET = 0.008  # of a quarter turn: so much noise that the first steps are worth taking
LAST_SIGNAL = 6e-6**0.5


def build_schedule() -> dict[str, Any]:
    """The part of a diffusers scheduler's configuration that all schedulers of the model share."""
    return {
        "num_train_timesteps": NUM_TRAIN_STEPS,
        "trained_betas": _cosine_betas(),
        "prediction_type": "v_prediction",
    }


def _cosine_betas() -> list[float]:
    """Each beta is 1 - alpha_bar(t) / alpha_bar(t - 1)."""
    end = math.acos(LAST_SIGNAL)
    angles = [end * (step / NUM_TRAIN_STEPS + OFFSET) / (1 + OFFSET) for step in range(NUM_TRAIN_STEPS + 1)]
    alpha_bars = [math.cos(angle) ** 2 for angle in angles]
    alpha_bars[0] = 1.0
    return [round(1 - current / previous, 8) for previous, current in zip(alpha_bars, alpha_bars[1:], strict=False)]
