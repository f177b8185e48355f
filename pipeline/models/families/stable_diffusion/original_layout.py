"""Single files of Stable Diffusion 1.x and 2.x in the original (LDM) layout: their diffusers configuration.

Everything that the shapes in the file's header tell is read from there, so fine-tunes and smaller relatives work too;
the rest is what the published v1 and v2 configurations say. Torch-free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Shapes: TypeAlias = Mapping[str, tuple[int, ...]]  # name in the file -> shape

UNET = "model.diffusion_model."
VAE = "first_stage_model."
TEXT_1 = "cond_stage_model.transformer.text_model."  # CLIP as transformers writes it
TEXT_2 = "cond_stage_model.model."  # OpenCLIP
CONTEXT = UNET + "input_blocks.{}.1.transformer_blocks.0.attn2.to_k.weight"
FIRST_CONVOLUTION = UNET + "input_blocks.0.0.weight"
LEVEL = UNET + "input_blocks.{}.0.in_layers.2.weight"
LAYERS_PER_LEVEL = 2
IN_CHANNELS = (4, 9)  # text-to-image, inpainting


@dataclass(frozen=True, kw_only=True)
class Layout:
    """version: 1 or 2. configs: part -> its diffusers or transformers configuration."""

    version: int
    configs: dict[str, dict[str, Any]]

    @property
    def native_size_px(self) -> int:
        """Trained for: 512 px (v1), 768 px (v2; its base model, 512 px, has the same shapes)."""
        return int(self.configs["unet"]["sample_size"]) * 8


def read_layout(shapes: Shapes) -> Layout | None:
    """What the file is, or None where it is no text-to-image or inpainting checkpoint of these two."""
    version = 1 if TEXT_1 + "embeddings.token_embedding.weight" in shapes else 2
    text = _text_1(shapes) if version == 1 else _text_2(shapes)
    unet, vae = _unet(shapes, version), _vae(shapes)
    if text is None or unet is None or vae is None:
        return None
    return Layout(version=version, configs={"unet": unet, "vae": vae, "text_encoder": text, "scheduler": SCHEDULER})


SCHEDULER: dict[str, Any] = {
    "_class_name": "DDIMScheduler",
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "clip_sample": False,
    "num_train_timesteps": 1000,
    "prediction_type": "epsilon",
    "set_alpha_to_one": False,
    "steps_offset": 1,
}


def _unet(shapes: Shapes, version: int) -> dict[str, Any] | None:
    first = shapes.get(FIRST_CONVOLUTION)
    levels = [shapes.get(LEVEL.format(1 + number * (LAYERS_PER_LEVEL + 1))) for number in range(4)]
    attended = [number for number in range(4) if CONTEXT.format(1 + number * (LAYERS_PER_LEVEL + 1)) in shapes]
    if first is None or first[1] not in IN_CHANNELS or None in levels or not attended:
        return None
    widths = [level[0] for level in levels if level is not None]
    context = shapes[CONTEXT.format(1 + attended[0] * (LAYERS_PER_LEVEL + 1))][1]
    down = ["CrossAttnDownBlock2D" if number in attended else "DownBlock2D" for number in range(4)]
    up = ["CrossAttnUpBlock2D" if number in attended else "UpBlock2D" for number in reversed(range(4))]
    return {
        "_class_name": "UNet2DConditionModel",
        # the published inpainting checkpoint of v2 comes from its base model
        "sample_size": 64 if version == 1 or first[1] != 4 else 96,
        "in_channels": first[1],
        "out_channels": 4,
        "block_out_channels": widths,
        "layers_per_block": LAYERS_PER_LEVEL,
        "down_block_types": down,
        "up_block_types": up,
        "cross_attention_dim": context,
        # v1 has 8 heads at every width, v2 heads of 64; diffusers calls either one attention_head_dim
        "attention_head_dim": 8 if version == 1 else [max(1, width // 64) for width in widths],
        "use_linear_projection": version == 2,
    }


def _vae(shapes: Shapes) -> dict[str, Any] | None:
    levels = [shapes.get(f"{VAE}encoder.down.{number}.block.0.conv1.weight") for number in range(4)]
    if None in levels:
        return None
    return {
        "_class_name": "AutoencoderKL",
        "block_out_channels": [level[0] for level in levels if level is not None],
        "down_block_types": ["DownEncoderBlock2D"] * 4,
        "up_block_types": ["UpDecoderBlock2D"] * 4,
        "layers_per_block": LAYERS_PER_LEVEL,
        "latent_channels": 4,
        "sample_size": 512,
        "scaling_factor": 0.18215,
    }


def _text_1(shapes: Shapes) -> dict[str, Any] | None:
    return _text(
        shapes,
        TEXT_1,
        tokens="embeddings.token_embedding.weight",
        positions="embeddings.position_embedding.weight",
        layer="encoder.layers.{}.mlp.fc1.weight",
        skipped=0,
        activation="quick_gelu",
    )


def _text_2(shapes: Shapes) -> dict[str, Any] | None:
    """OpenCLIP's last layer is not used: v2 was trained on the one before it."""
    return _text(
        shapes,
        TEXT_2,
        tokens="token_embedding.weight",
        positions="positional_embedding",
        layer="transformer.resblocks.{}.mlp.c_fc.weight",
        skipped=1,
        activation="gelu",
    )


def _text(
    shapes: Shapes, prefix: str, *, tokens: str, positions: str, layer: str, skipped: int, activation: str
) -> dict[str, Any] | None:
    vocabulary, position, first = (shapes.get(prefix + name) for name in (tokens, positions, layer.format(0)))
    if vocabulary is None or position is None or first is None:
        return None
    num_layers = next(number for number in range(1000) if prefix + layer.format(number) not in shapes)
    return {
        "architectures": ["CLIPTextModel"],
        "model_type": "clip_text_model",
        "vocab_size": vocabulary[0],
        "hidden_size": vocabulary[1],
        "intermediate_size": first[0],
        "num_hidden_layers": num_layers - skipped,
        "num_attention_heads": max(1, vocabulary[1] // 64),
        "max_position_embeddings": position[0],
        "hidden_act": activation,
        "projection_dim": vocabulary[1],
        "bos_token_id": vocabulary[0] - 2,
        "eos_token_id": vocabulary[0] - 1,
        "pad_token_id": 1,
    }
