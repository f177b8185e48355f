"""Where training runs, and in which numbers."""

from __future__ import annotations

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from transformers import CLIPTextModel

from pipeline.speed.bfloat16 import multiplies_in_bfloat16


def best_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def mixed_precision(device: torch.device) -> torch.autocast:
    """bfloat16 for the products where the device is faster in it; weights, sums and losses stay float32."""
    return torch.autocast(device.type, torch.bfloat16, enabled=multiplies_in_bfloat16(device))


def use_plain_attention(device: torch.device, *networks: UNet2DConditionModel | CLIPTextModel) -> None:
    """Attention as plain products, on a CPU: they train faster there than the fused kernel, whose backward pass is
    slow."""
    if device.type != "cpu":
        return
    for network in networks:
        if isinstance(network, UNet2DConditionModel):
            network.set_attn_processor(AttnProcessor())
        else:
            network.set_attn_implementation("eager")
