"""The training of one network by one loss: resumed, stepped and saved alike, whatever is learnt."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from training.running.budget import Budget
from training.running.checkpoint import Average, load_checkpoint, save_checkpoint
from training.running.loss_log import LossLog
from training.running.pause import SAVE_EVERY_S

AVERAGE_DECAY = 0.998


@dataclass
class Trainer:
    """What an update changes, and what a checkpoint holds; see `open_trainer`."""

    path: Path
    network: torch.nn.Module
    average: Average
    optimiser: torch.optim.Optimizer
    budget: Budget
    peak_rate: float
    loss_log: LossLog
    step: int = 0
    _saved_at: float = field(default_factory=time.monotonic)

    @property
    def finished(self) -> bool:
        """Whether the budget is spent."""
        return self.budget.fraction() >= 1.0

    def update(self, loss: Tensor, parts: str = "") -> None:
        """One step down the gradient of `loss` at the rate of the moment; saves every two minutes.

        `parts` is for the log of losses.
        """
        for group in self.optimiser.param_groups:
            group["lr"] = self.budget.learning_rate(self.peak_rate)
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.average.update(self.network)
        self.step += 1
        self.loss_log.add(loss.item(), self.step, self.budget.fraction(), parts)
        if time.monotonic() - self._saved_at > SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        self._saved_at = time.monotonic()
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state(),
            "optimiser": self.optimiser.state_dict(),
        }
        save_checkpoint(self.path, {**state, "spent_s": self.budget.elapsed_s(), "step": self.step})


def open_trainer(
    path: Path, network: torch.nn.Module, minutes: float, *, peak_rate: float, weight_decay: float
) -> Trainer:
    """The trainer of `network` from the checkpoint at `path`, or from its beginning."""
    optimiser = torch.optim.AdamW(
        network.parameters(), peak_rate, betas=(0.9, 0.99), weight_decay=weight_decay, fused=True
    )
    trainer = Trainer(
        path, network, Average(network, AVERAGE_DECAY), optimiser, Budget(minutes), peak_rate, LossLog(path)
    )
    if (state := load_checkpoint(path)) is not None:
        network.load_state_dict(state["network"])
        trainer.average.restore(state["average"])
        if "optimiser" in state:  # not where `training.restore` made it from the shipped weights
            optimiser.load_state_dict(state["optimiser"])
        trainer.budget.spent_s, trainer.step = state["spent_s"], state["step"]
    return trainer
