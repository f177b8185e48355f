"""Watching a stock pipeline from outside: thin layers over its scheduler's `step` and `add_noise`.

The numbers that the pipeline sees are the scheduler's own; `Tap` only looks at what goes in and out, and only the noise
over a photo may be another one (`at_first_noise`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

SOLVER_STATE = ("model_outputs", "timestep_list", "lower_order_nums", "last_sample", "this_order")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One step as it was seen, on the pipeline's device and in its dtype.

    latents: `[B, C, H, W]` x_t before the step. denoised: `[B, C, H, W]` x0, the guess made in this step.
    solver, generators: the solver's history and the states of the random generators before the step; together with
    `latents` they are all that going on from here needs.
    """

    latents: torch.Tensor
    denoised: torch.Tensor
    solver: dict[str, Any]
    generators: tuple[torch.Tensor, ...]


class Tap:
    """Keeps the newest step of `scheduler` in `seen`; tells `on_begin` when the loop is about to begin."""

    def __init__(self, scheduler: Any, generators: Sequence[torch.Generator], on_begin: Callable[[], None]) -> None:
        self.seen: Seen | None = None
        self._scheduler = scheduler
        self._generators = generators
        self._step = scheduler.step

        # diffusers reads the signature of `step` to know what to hand in; wraps keeps it visible
        @functools.wraps(self._step)
        def step(*args: Any, **kwargs: Any) -> tuple[torch.Tensor, ...]:
            return self._watch(*args, **kwargs)

        scheduler.step = step
        self._on_begin = on_begin
        self._scale_model_input = scheduler.scale_model_input
        scheduler.scale_model_input = self._watch_first_input

    def _watch_first_input(self, sample: torch.Tensor, timestep: Any = None) -> torch.Tensor:
        self._scheduler.scale_model_input = self._scale_model_input
        self._on_begin()
        scaled: torch.Tensor = self._scale_model_input(sample, timestep)
        return scaled

    def _watch(
        self, model_output: torch.Tensor, timestep: Any, sample: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, ...]:
        solver = _solver_state(self._scheduler)
        generators = tuple(generator.get_state() for generator in self._generators)
        kwargs["return_dict"] = True
        out = self._step(model_output, timestep, sample, *args, **kwargs)
        denoised = getattr(out, "pred_original_sample", None)
        if denoised is None:  # the multistep solvers keep it as their newest model output
            denoised = self._scheduler.model_outputs[-1]
        self.seen = Seen(latents=sample, denoised=denoised, solver=solver, generators=generators)
        return (out.prev_sample,)


def at_first_noise(scheduler: Any, look: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]) -> None:
    """The first time that a pipeline lets `scheduler` noise a photo, which starts the run, `look` sees what comes in.

    look: takes the clean latents and the noise, both `[B, C, H, W]`, and gives back the noise to use.
    """
    add_noise = scheduler.add_noise

    def add_first(clean: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        scheduler.add_noise = add_noise
        noised: torch.Tensor = add_noise(clean, look(clean, noise), timesteps)
        return noised

    scheduler.add_noise = add_first


def _solver_state(scheduler: Any) -> dict[str, Any]:
    """The multistep history. The tensors are never written to, only the lists that hold them are: those are copied."""
    state = {name: getattr(scheduler, name) for name in SOLVER_STATE if hasattr(scheduler, name)}
    return {name: list(value) if isinstance(value, list) else value for name, value in state.items()}
