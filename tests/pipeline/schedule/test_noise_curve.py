"""The curve that the page draws is diffusers' own schedule."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.schedule.noise_curve import build_noise_curve


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02},
        {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.03},
        {"beta_schedule": "squaredcos_cap_v2"},
        {"trained_betas": [0.001] * 1000},
    ],
)
def test_the_curve_is_what_diffusers_computes(config: dict[str, Any]) -> None:
    from diffusers import DDPMScheduler

    stock = DDPMScheduler(
        **{"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012, **config}
    ).alphas_cumprod
    curve = build_noise_curve(config, points=11)
    places = [round(place * 999 / 10) for place in range(11)]
    assert curve == pytest.approx([(1 - float(stock[place])) ** 0.5 for place in places], abs=2e-4)


def test_the_curve_rises_from_almost_none_to_almost_all() -> None:
    curve = build_noise_curve({})
    assert list(curve) == sorted(curve)
    assert curve[0] < 0.05 and curve[-1] > 0.99
