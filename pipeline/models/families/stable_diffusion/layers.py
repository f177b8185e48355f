"""What `pipeline.speed` has to know of a UNet2DConditionModel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.models.families.family import DenoiserLayers

if TYPE_CHECKING:
    import torch


def _whole(unet: Any) -> tuple[str, ...]:
    """What a step reads the time through, and what the picture is read out of: bfloat16's rounding shows most there."""
    last = len(unet.up_blocks) - 1
    last_resnet = len(unet.up_blocks[last].resnets) - 1
    return ("time_embedding", f"up_blocks.{last}.resnets.{last_resnet}", "conv_out")


def _side_multiple(unet: Any) -> int:
    """Where a side has a rest when it is halved, the U-Net takes another way up."""
    return int(2**unet.num_upsamplers)


def _example(pipe: Any, side: int) -> tuple[torch.Tensor, torch.Tensor]:
    """`[2, C, side, side]` and `[2, T, W]` of zeros, on the CPU."""
    import torch

    config = pipe.unet.config
    latents = torch.zeros(2, config.in_channels, side, side)
    return latents, torch.zeros(2, pipe.tokenizer.model_max_length, config.cross_attention_dim)


UNET_LAYERS = DenoiserLayers(
    whole=_whole,
    # The ways into and out of a transformer are sums' ways: what is rounded there stays rounded to the end. The
    # products of the time have two rows, for which bfloat16 takes four times as long.
    in_float32=("proj_in", "proj_out", "time_emb_proj"),
    # Their answers are added to what came before, which is float32.
    added_up=("conv_in", "conv2", "conv", "to_out.0", "net.2"),
    norms=("norm1", "norm2", "norm3"),
    side_multiple=_side_multiple,
    example=_example,
)
