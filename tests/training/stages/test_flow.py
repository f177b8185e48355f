"""The paths that `mau-flow` learns from, and the points on them that it is shown."""

from __future__ import annotations

import numpy as np

from training.schedule import build_schedule
from training.stages.flow import build_flow_scheduler, sample_points
from training.stages.trajectories import NOISE_LEVELS, NUM_WINDOWS, STEPS_A_WINDOW, straighten, teacher_steps


def test_four_steps_of_the_flow_begin_where_the_windows_do() -> None:
    scheduler = build_flow_scheduler()
    scheduler.set_timesteps(NUM_WINDOWS)
    assert np.allclose(scheduler.sigmas.numpy(), NOISE_LEVELS, atol=1e-5)


def test_the_teacher_passes_the_edges_of_the_windows() -> None:
    from diffusers import DPMSolverMultistepScheduler

    scheduler = DPMSolverMultistepScheduler(**build_schedule())
    alpha_bars = scheduler.alphas_cumprod.numpy()[teacher_steps(scheduler)]
    sigmas = ((1 - alpha_bars) / alpha_bars) ** 0.5
    shares = sigmas / (1 + sigmas)
    assert np.allclose(shares[::STEPS_A_WINDOW], NOISE_LEVELS[:-1], atol=2e-3)


def test_straightened_latents_are_the_line_between_picture_and_noise() -> None:
    import torch

    clean, noise = torch.randn(2, 4, 8, 8), torch.randn(2, 4, 8, 8)
    sigma, share = 3.0, 0.75
    latents = (clean + sigma * noise) / (1 + sigma**2) ** 0.5
    assert torch.allclose(straighten(latents, sigma), (1 - share) * clean + share * noise, atol=1e-6)


def test_points_lie_on_the_path_and_the_velocity_leads_back_to_the_windows_start() -> None:
    rng = np.random.default_rng(1)
    trajectories = rng.normal(size=(64, NUM_WINDOWS + 1, 4, 2, 2)).astype(np.float16)
    latents, levels, velocity = sample_points(trajectories, rng)
    for row in range(64):
        level = float(levels[row])
        window = max(w for w in range(NUM_WINDOWS) if level <= NOISE_LEVELS[w] + 1e-6)
        start = latents[row] + (NOISE_LEVELS[window] - level) * velocity[row]
        assert np.allclose(start.numpy(), trajectories[row, window].astype(np.float32), atol=1e-2)
