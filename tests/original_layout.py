"""Small random Stable Diffusion parts, and their weights under the names of the original (LDM) code.

The mapping is that of diffusers' scripts/convert_diffusers_to_original_stable_diffusion.py, the way back from what its
loader does; the four-level shape is that of the real models, the widths are small.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

WIDTHS = (32, 32, 64, 64)
TEXT_WIDTH = 64
VOCABULARY = 49_408

RESNET_NAMES = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1",
    "conv_shortcut": "skip_connection",
}
UNET_ENDS = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
    "mid_block.resnets.0": "middle_block.0",
    "mid_block.attentions.0": "middle_block.1",
    "mid_block.resnets.1": "middle_block.2",
}
VAE_NAMES = {
    "conv_shortcut": "nin_shortcut",
    "conv_norm_out": "norm_out",
    "mid_block.attentions.0": "mid.attn_1",
    "mid_block.resnets.0": "mid.block_1",
    "mid_block.resnets.1": "mid.block_2",
    "group_norm": "norm",
    "to_q": "q",
    "to_k": "k",
    "to_v": "v",
    "to_out.0": "proj_out",
}
OPEN_CLIP_NAMES = {
    "encoder.layers.": "transformer.resblocks.",
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
    "embeddings.token_embedding.weight": "token_embedding.weight",
    "embeddings.position_embedding.weight": "positional_embedding",
    "final_layer_norm": "ln_final",
}


def small_parts(version: int, in_channels: int = 4) -> dict[str, Any]:
    """Random unet, vae and text_encoder in the shape of SD `version`."""
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    unet = UNet2DConditionModel(
        in_channels=in_channels,
        sample_size=64 if version == 1 else 96,
        block_out_channels=WIDTHS,
        cross_attention_dim=TEXT_WIDTH,
        attention_head_dim=8 if version == 1 else [max(1, width // 64) for width in WIDTHS],
        use_linear_projection=version == 2,
    )
    vae = AutoencoderKL(
        block_out_channels=(32, 32, 32, 32),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        latent_channels=4,
        sample_size=512,
    )
    text = CLIPTextConfig(
        vocab_size=VOCABULARY,
        hidden_size=TEXT_WIDTH,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=1,
        hidden_act="quick_gelu" if version == 1 else "gelu",
        bos_token_id=VOCABULARY - 2,
        eos_token_id=VOCABULARY - 1,
    )
    return {"unet": unet.eval(), "vae": vae.eval(), "text_encoder": CLIPTextModel(text).eval()}


def original_names(parts: dict[str, Any], version: int) -> dict[str, torch.Tensor]:
    """The weights of `parts` as the original code names and shapes them."""
    text = {name.removeprefix("text_model."): weight for name, weight in parts["text_encoder"].state_dict().items()}
    unet, vae = parts["unet"].state_dict(), parts["vae"].state_dict()
    weights = {f"model.diffusion_model.{unet_name(name)}": weight for name, weight in unet.items()}
    weights |= {f"first_stage_model.{vae_name(name)}": vae_shape(name, weight) for name, weight in vae.items()}
    if version == 1:
        weights |= {f"cond_stage_model.transformer.text_model.{name}": weight for name, weight in text.items()}
    else:
        weights |= {f"cond_stage_model.model.{name}": weight for name, weight in open_clip(text).items()}
    return {name: weight.contiguous() for name, weight in weights.items() if not name.endswith("position_ids")}


def unet_name(name: str) -> str:
    for ours, original in UNET_ENDS.items():
        if name.startswith(ours + "."):
            return resnet_name(name.replace(ours, original, 1))
    kind, level, part, index, rest = re.fullmatch(r"(down|up)_blocks\.(\d)\.(\w+)\.(\d)\.(.*)", name).groups()  # type: ignore[union-attr]
    block, at = int(level), int(index)
    if kind == "down":
        place = {"resnets": (block * 3 + at + 1, 0), "attentions": (block * 3 + at + 1, 1)}
        number, slot = place.get(part, (3 * (block + 1), 0))
        rest = rest.replace("conv", "op") if part == "downsamplers" else rest
        return resnet_name(f"input_blocks.{number}.{slot}.{rest}")
    place = {"resnets": (block * 3 + at, 0), "attentions": (block * 3 + at, 1)}
    number, slot = place.get(part, (block * 3 + 2, 1 if block == 0 else 2))
    return resnet_name(f"output_blocks.{number}.{slot}.{rest}")


def resnet_name(name: str) -> str:
    """Only the parts of residual blocks have other names: transformer blocks are named alike."""
    if ".transformer_blocks." in name:
        return name
    for ours, original in RESNET_NAMES.items():
        name = re.sub(rf"\.{ours}\.", f".{original}.", name)
    return name


def vae_name(name: str) -> str:
    for ours, original in VAE_NAMES.items():
        name = name.replace(ours, original)
    name = re.sub(r"down_blocks\.(\d)\.resnets\.(\d)", r"down.\1.block.\2", name)
    name = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", name)
    name = re.sub(r"up_blocks\.(\d)\.resnets\.(\d)", lambda found: f"up.{3 - int(found[1])}.block.{found[2]}", name)
    return re.sub(r"up_blocks\.(\d)\.upsamplers\.0", lambda found: f"up.{3 - int(found[1])}.upsample", name)


def vae_shape(name: str, weight: torch.Tensor) -> torch.Tensor:
    """The original attention is made of 1x1 convolutions."""
    attention = "attentions" in name and "group_norm" not in name and name.endswith("weight")
    return weight[:, :, None, None] if attention else weight


def open_clip(text: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """OpenCLIP's names, queries, keys and values in one; and a last layer that Stable Diffusion 2 does not use."""
    import torch

    named = {}
    for name, weight in text.items():
        for ours, original in OPEN_CLIP_NAMES.items():
            name = name.replace(ours, original)
        named[name] = weight
    for layer in range(2):
        prefix = f"transformer.resblocks.{layer}."
        for kind in ("weight", "bias"):
            three = [named.pop(f"{prefix}self_attn.{part}_proj.{kind}") for part in "qkv"]
            named[f"{prefix}attn.in_proj_{kind}"] = torch.cat(three)
    last = {name.replace("resblocks.1.", "resblocks.2."): torch.zeros_like(named[name]) for name in list(named)}
    return named | {name: weight for name, weight in last.items() if "resblocks.2." in name}
