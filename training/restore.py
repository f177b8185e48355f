"""Turns the model that ships back into checkpoints, so that training can go on from it on a fresh machine.

The optimiser starts afresh and the seconds spent start at zero; what was spent before lies beside them, for the record.
The words, and so the tokenizer, stay the shipped ones.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderTiny, UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel

from training.folders import MODEL_FOLDER
from training.running.checkpoint import save_checkpoint
from training.sizes import Size
from training.stages.autoencoder import BASE, build_autoencoder, delete_later_checkpoints
from training.stages.denoiser import build_unet
from training.stages.judge import load_judge
from training.stages.text import build_text_encoder
from training.stages.tokenizer import load_tokenizer

SHIPPED_RECORD = "before.json"


def restore_checkpoints(folder: Path, size: Size, source: Path = MODEL_FOLDER) -> None:
    """Write `autoencoder.pt`, `tokenizer/` and the denoiser's start, text encoder included, from a model folder, and
    `judge.pt` from the judge that ships.

    Raises:
        RuntimeError: the networks of `size` have other shapes than the shipped ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source / "tokenizer", folder / "tokenizer", dirs_exist_ok=True)
    shutil.copyfile(source / "training.json", folder / SHIPPED_RECORD)
    autoencoder = build_autoencoder(size)
    autoencoder.load_state_dict(AutoencoderTiny.from_pretrained(source / "vae", dtype=torch.float32).state_dict())
    unet = build_unet(size)
    unet.load_state_dict(UNet2DConditionModel.from_pretrained(source / "unet", dtype=torch.float32).state_dict())
    text = build_text_encoder(size, load_tokenizer(folder))
    text.load_state_dict(CLIPTextModel.from_pretrained(source / "text_encoder").float().state_dict())
    delete_later_checkpoints(folder, BASE)
    save_checkpoint(folder / BASE, _start_state({"network": autoencoder.state_dict()}, "average"))
    save_checkpoint(folder / "judge.pt", {"spent_s": 0.0, "step": 0, "judge": load_judge().state_dict()})
    weights = {"unet": unet.state_dict(), "text": text.state_dict()}
    save_checkpoint(folder / f"denoiser-{size.level}.pt", _start_state(weights, "unet_average", "text_average"))


def _start_state(weights: dict[str, dict[str, Tensor]], *averages: str) -> dict[str, Any]:
    """A checkpoint whose averages are the weights themselves and which has no optimiser yet."""
    start: dict[str, Any] = {"spent_s": 0.0, "step": 0, "num_samples": 0, **weights}
    for name, values in zip(averages, weights.values(), strict=True):
        # As old as the memory of the average is long: it must not forget the shipped weights in the first updates.
        start[name] = {"weights": values, "num_updates": 10_000}
    return start
