"""Saving a stage so that it can go on where it stopped: weights, averaged weights, optimiser, seconds spent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch

from training.running.pause import stop_if_due


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write `state` so that a kill in the middle leaves the old file whole. Stops the run where its time is up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)
    stop_if_due()


def load_checkpoint(path: Path) -> dict[str, Any] | None:
    """The state that `save_checkpoint` wrote, on the CPU; None where there is none yet."""
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


class Average:
    """An exponential moving average of a module's weights, with a memory that grows as training goes on."""

    def __init__(self, module: torch.nn.Module, decay: float) -> None:
        self.decay = decay
        self.num_updates = 0
        self.weights = {name: value.detach().clone().float() for name, value in module.state_dict().items()}

    @torch.no_grad()
    def update(self, module: torch.nn.Module) -> None:
        self.num_updates += 1
        decay = min(self.decay, (1 + self.num_updates) / (10 + self.num_updates))
        for name, value in module.state_dict().items():
            self.weights[name].lerp_(value.float(), 1.0 - decay)

    def state(self) -> dict[str, Any]:
        return {"weights": self.weights, "num_updates": self.num_updates}

    def restore(self, state: dict[str, Any]) -> None:
        self.num_updates = state["num_updates"]
        for name, value in state["weights"].items():
            self.weights[name].copy_(value)
