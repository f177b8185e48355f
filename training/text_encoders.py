"""The text encoders of one denoiser: as it learnt beside it, and as each stage since then has taught it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import torch
from torch import Tensor
from transformers import CLIPTextModel

from training.running.checkpoint import load_checkpoint
from training.running.device import mixed_precision
from training.running.fingerprint import fingerprint
from training.sizes import Size

BESIDE = "beside"  # the denoiser, in its own training
REPHRASED = "rephrased"  # what `training.stages.rephrase` leaves
APART = "apart"  # what `training.stages.apart` leaves
TEXTS = (BESIDE, REPHRASED, APART)  # each begins with the one before
Weights: TypeAlias = dict[str, Tensor]


def text_path(folder: Path, size: Size, state: dict[str, Any], name: str) -> Path:
    """Where the text encoder `name` (of `TEXTS`, not the first) is kept that was taught for the denoiser of `state`,
    beginning with the one before, and for no other."""
    begun = text_weights(folder, size, state, until=TEXTS[TEXTS.index(name) - 1])
    learnt = (state["unet_average"]["weights"], begun)
    mark = fingerprint(*(value.numpy().tobytes() for weights in learnt for value in weights.values()))
    return folder / f"{name}-{size.level}-{mark[:8]}.pt"


def text_weights(folder: Path, size: Size, state: dict[str, Any], *, until: str = TEXTS[-1]) -> Weights:
    """The averaged weights of the last of `TEXTS` that is there, `until` at most; `state` is the denoiser's."""
    weights: Weights = state["text_average"]["weights"]
    for name in TEXTS[1 : TEXTS.index(until) + 1]:
        if (learnt := load_checkpoint(text_path(folder, size, state, name))) is not None:
            weights = learnt["average"]["weights"]
    return weights


def how_far_moved(before: CLIPTextModel, now: CLIPTextModel, ids: Tensor) -> tuple[Tensor, Tensor]:
    """Mean squares between what two text encoders make of tokens `[B, 64]`: of hidden states, and of pooled vectors."""
    with mixed_precision(ids.device):
        with torch.no_grad():
            meant = before(input_ids=ids)
        heard = now(input_ids=ids)
    hidden = (heard.last_hidden_state - meant.last_hidden_state).float().square().mean()
    return hidden, (heard.pooler_output - meant.pooler_output).float().square().mean()
