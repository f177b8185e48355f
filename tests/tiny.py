"""Small real Stable Diffusion models with random weights: every part is the one that the full model has.

A picture of them is noise, and takes milliseconds; what is tested is that the parts are driven as they should be.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WIDTHS = (16, 32)
TEXT_WIDTH = 16
MAX_TOKENS = 16


def build_pipeline(*, prediction: str = "epsilon", tiny_vae: bool = True, in_channels: int = 4, seed: int = 0) -> Any:
    """A stock StableDiffusionPipeline in float32: 64 px native, 8 px a latent, `MAX_TOKENS` tokens with the marks."""
    import torch
    from diffusers import StableDiffusionPipeline

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        pipe = StableDiffusionPipeline(
            vae=_tiny_vae() if tiny_vae else _kl_vae(),
            text_encoder=_text_encoder(),
            tokenizer=_tokenizer(),
            unet=build_unet(in_channels),
            scheduler=_flow_scheduler() if prediction == "flow_prediction" else _scheduler(prediction),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def save_model(folder: Path, **options: Any) -> Path:
    """The same as a diffusers folder, as `DiffusionPipeline.save_pretrained` writes it."""
    build_pipeline(**options).save_pretrained(folder)
    config = folder / "text_encoder" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "dtype": "float32"}))
    return folder


def _scheduler(prediction: str) -> Any:
    from diffusers import DDIMScheduler

    return DDIMScheduler(
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type=prediction,
    )


def _flow_scheduler() -> Any:
    from diffusers import DPMSolverMultistepScheduler

    return DPMSolverMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, solver_order=1, steps_offset=1
    )


def build_unet(in_channels: int = 4) -> Any:
    """A U-Net of the pipelines that `build_pipeline` makes."""
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=8,
        in_channels=in_channels,
        block_out_channels=WIDTHS,
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=TEXT_WIDTH,
        attention_head_dim=4,
        norm_num_groups=8,
    ).eval()


def _tiny_vae() -> Any:
    from diffusers import AutoencoderTiny

    return AutoencoderTiny(
        encoder_block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        num_encoder_blocks=(1, 1, 1, 1),
        num_decoder_blocks=(1, 1, 1, 1),
    ).eval()


def _kl_vae() -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        latent_channels=4,
        norm_num_groups=4,
        sample_size=64,
    ).eval()


def _text_encoder() -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel

    config = CLIPTextConfig(
        vocab_size=514,
        hidden_size=TEXT_WIDTH,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=MAX_TOKENS,
        bos_token_id=512,
        eos_token_id=513,
        pad_token_id=513,
    )
    return CLIPTextModel(config).eval()


def _tokenizer() -> Any:
    """CLIP's tokenizer over single bytes, without merges: every text can be read."""
    from transformers import CLIPTokenizer
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    characters = list(bytes_to_unicode().values())
    words = [*characters, *(f"{character}</w>" for character in characters), "<|startoftext|>", "<|endoftext|>"]
    vocabulary = {word: number for number, word in enumerate(words)}
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=MAX_TOKENS)


def save_single_file(file: Path, *, version: int = 1, in_channels: int = 4, seed: int = 0) -> Path:
    """A small random checkpoint of SD `version` (1 or 2) in the original LDM layout, with CLIP's whole vocabulary."""
    import torch
    from safetensors.torch import save_file

    from tests.original_layout import original_names, small_parts

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        weights = original_names(small_parts(version, in_channels), version)
    save_file(weights, file)
    return file
