"""How much noise is in a picture along a model's schedule. Needs no torch, so that a page can draw it at once."""

from __future__ import annotations

import math
from typing import Any

POINTS = 41
STABLE_DIFFUSION: dict[str, Any] = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}


def build_noise_curve(config: dict[str, Any], points: int = POINTS) -> tuple[float, ...]:
    """Standard deviation of the noise, sqrt(1 - alpha_bar), at `points` even places from timestep 0 to the last; 0..1.

    `config` is a scheduler's configuration; what it leaves out is Stable Diffusion's. alpha_bar is the product of
    1 - beta over the timesteps so far (Ho et al. 2020), the betas as in diffusers' schedulers. A flow's is that of
    (1 - s) * x0 + s * noise with s even from 0 to 1, at unit variance.
    """
    if config.get("prediction_type") == "flow_prediction":
        return tuple(round(_straight(place / (points - 1)), 4) for place in range(points))
    config = {**STABLE_DIFFUSION, **config}
    betas = _betas(config, int(config.get("num_train_timesteps", 1000)))
    alpha_bar, noise = 1.0, []
    for beta in betas:
        alpha_bar *= 1.0 - beta
        noise.append(math.sqrt(1.0 - alpha_bar))
    last = len(noise) - 1
    return tuple(round(noise[round(place * last / (points - 1))], 4) for place in range(points))


def _straight(share: float) -> float:
    return share / math.hypot(share, 1 - share)


def _betas(config: dict[str, Any], count: int) -> list[float]:
    if config.get("trained_betas"):
        return [float(beta) for beta in config["trained_betas"]]
    if config["beta_schedule"] == "squaredcos_cap_v2":
        return [min(1 - _cosine((step + 1) / count) / _cosine(step / count), 0.999) for step in range(count)]
    # "scaled_linear" is even in the square root of beta, "linear" in beta itself.
    power = 2 if config["beta_schedule"] == "scaled_linear" else 1
    first, last = (float(config[end]) ** (1 / power) for end in ("beta_start", "beta_end"))
    return [(first + (last - first) * step / (count - 1)) ** power for step in range(count)]


def _cosine(part: float) -> float:
    return math.cos((part + 0.008) / 1.008 * math.pi / 2) ** 2
