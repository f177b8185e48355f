"""The training of one network by one loss: resumed, stepped and saved alike, whatever is learnt."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from training.running.budget import Budget
from training.running.checkpoint import Average, load_checkpoint, save_checkpoint
from training.running.loss_log import Diary
from training.running.pause import SAVE_EVERY_S

AVERAGE_DECAY = 0.998


@dataclass
class Course:
    """What an update changes, and what a checkpoint holds; see `open_course`."""

    path: Path
    network: torch.nn.Module
    average: Average
    optimiser: torch.optim.Optimizer
    budget: Budget
    peak_rate: float
    diary: Diary
    step: int = 0
    _saved: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        """Whether the budget is spent."""
        return self.budget.fraction() >= 1.0

    def update(self, loss: Tensor, parts: str = "") -> None:
        """One step down the gradient of `loss` at the rate of the moment; saves every two minutes.

        `parts` is for the diary.
        """
        for group in self.optimiser.param_groups:
            group["lr"] = self.budget.rate(self.peak_rate)
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.average.update(self.network)
        self.step += 1
        self.diary.note(loss.item(), self.step, self.budget.fraction(), parts)
        if time.monotonic() - self._saved > SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        self._saved = time.monotonic()
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state(),
            "optimiser": self.optimiser.state_dict(),
        }
        save_checkpoint(self.path, {**state, "spent_s": self.budget.elapsed_s(), "step": self.step})


def open_course(
    path: Path, network: torch.nn.Module, minutes: float, *, peak_rate: float, weight_decay: float
) -> Course:
    """The course of `network` from the checkpoint at `path`, or from its beginning."""
    optimiser = torch.optim.AdamW(
        network.parameters(), peak_rate, betas=(0.9, 0.99), weight_decay=weight_decay, fused=True
    )
    course = Course(path, network, Average(network, AVERAGE_DECAY), optimiser, Budget(minutes), peak_rate, Diary(path))
    if (state := load_checkpoint(path)) is not None:
        network.load_state_dict(state["network"])
        course.average.restore(state["average"])
        if "optimiser" in state:  # not where `training.restore` made it from the shipped weights
            optimiser.load_state_dict(state["optimiser"])
        course.budget.spent_s, course.step = state["spent_s"], state["step"]
    return course
