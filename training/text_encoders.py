"""The text encoders of one denoiser: the one that was trained with it, and what each stage since then made of that."""

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

JOINT = "joint"  # what the denoiser's own training leaves
REPHRASED = "rephrased"  # what `training.stages.rephrase` leaves
APART = "apart"  # what `training.stages.apart` leaves
TEXT_ENCODERS = (JOINT, REPHRASED, APART)  # each begins with the one before
Weights: TypeAlias = dict[str, Tensor]


def text_encoder_path(folder: Path, size: Size, state: dict[str, Any], name: str) -> Path:
    """Where the text encoder `name` (of `TEXT_ENCODERS`, not the first) is kept that was trained for the denoiser of
    `state`, beginning with the one before, and for no other."""
    start = text_encoder_weights(folder, size, state, until=TEXT_ENCODERS[TEXT_ENCODERS.index(name) - 1])
    trained_on = (state["unet_average"]["weights"], start)
    cache_key = fingerprint(*(value.numpy().tobytes() for weights in trained_on for value in weights.values()))
    return folder / f"{name}-{size.level}-{cache_key[:8]}.pt"


def text_encoder_weights(folder: Path, size: Size, state: dict[str, Any], *, until: str = TEXT_ENCODERS[-1]) -> Weights:
    """The averaged weights of the last of `TEXT_ENCODERS` that is there, `until` at most; `state` is the denoiser's."""
    weights: Weights = state["text_average"]["weights"]
    for name in TEXT_ENCODERS[1 : TEXT_ENCODERS.index(until) + 1]:
        if (trained := load_checkpoint(text_encoder_path(folder, size, state, name))) is not None:
            weights = trained["average"]["weights"]
    return weights


def measure_drift(old_encoder: CLIPTextModel, new_encoder: CLIPTextModel, ids: Tensor) -> tuple[Tensor, Tensor]:
    """Mean squares between what two text encoders make of tokens `[B, 64]`: of hidden states, and of pooled vectors."""
    with mixed_precision(ids.device):
        with torch.no_grad():
            old = old_encoder(input_ids=ids)
        new = new_encoder(input_ids=ids)
    hidden = (new.last_hidden_state - old.last_hidden_state).float().square().mean()
    return hidden, (new.pooler_output - old.pooler_output).float().square().mean()
