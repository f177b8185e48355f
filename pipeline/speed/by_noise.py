"""Float32 where nearly everything is noise, bfloat16 from there on.

What a picture will show is decided in its first steps, where guidance pulls hardest and little decides much: with all
steps in bfloat16 one picture of sixteen became another one (17.6 dB from the exact one at guidance 7.5, when half were
within 41 dB). With the first three of twenty in float32 the worst of them is within 40.6 dB, for 3% of the time.
"""

from __future__ import annotations

from typing import Any

import torch

MOSTLY_NOISE = 860  # timesteps from here on (of 1,000) are float32's: three of twenty steps


def choose_by_noise(close: Any, halved: Any) -> Any:
    """`close`, a denoiser in float32, which asks `halved` for every timestep below `MOSTLY_NOISE`.

    Both take and give float32.
    """
    close.forward = _ByNoise(close.forward, halved)
    return close


class _ByNoise:
    """In the place of a denoiser's `forward`."""

    def __init__(self, close: Any, halved: Any) -> None:
        self._close = close
        self._halved = halved

    def __call__(
        self, sample: torch.Tensor, timestep: Any, encoder_hidden_states: torch.Tensor, **rest: Any
    ) -> tuple[torch.Tensor, ...]:
        mostly_noise = float(torch.as_tensor(timestep).max()) >= MOSTLY_NOISE
        denoiser = self._close if mostly_noise else self._halved
        predicted: tuple[torch.Tensor, ...] = denoiser(
            sample, timestep, encoder_hidden_states=encoder_hidden_states, **rest
        )
        return predicted
