"""Loading a single .safetensors file in the original layout, with no network: the configuration is written beside."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelUnavailable
from pipeline.models.families.stable_diffusion.clip_vocabulary import clip_vocabulary
from pipeline.models.families.stable_diffusion.original_layout import Layout, read_layout
from pipeline.models.model_files import read_header

if TYPE_CHECKING:
    from diffusers import StableDiffusionPipeline
    from transformers import CLIPTokenizer

PARTS = {
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "safety_checker": [None, None],
    "feature_extractor": [None, None],
    "image_encoder": [None, None],
}


def read_single_file(file: Path, key: str, options: dict[str, Any]) -> StableDiffusionPipeline:
    """The stock pipeline over the weights of `file`. Raises `ModelUnavailable`, and what diffusers raises."""
    from diffusers import StableDiffusionPipeline

    layout = read_layout(read_header(file, key))
    if layout is None:
        raise ModelUnavailable(key, f"{file.name} holds no Stable Diffusion 1.x or 2.x checkpoint.")
    with tempfile.TemporaryDirectory() as folder:
        write_configs(Path(folder), layout)
        pipe: StableDiffusionPipeline = StableDiffusionPipeline.from_single_file(
            str(file), config=folder, tokenizer=clip_tokenizer_for(layout), local_files_only=True, **options
        )
    if layout.version == 2 and predicts_v(pipe):
        pipe.scheduler.register_to_config(prediction_type="v_prediction")
    return pipe


def write_configs(folder: Path, layout: Layout) -> None:
    """The layout's configurations as a diffusers folder without weights."""
    _write(folder / "model_index.json", {"_class_name": "StableDiffusionPipeline", **PARTS})
    for part, config in layout.configs.items():
        name = "scheduler_config.json" if part == "scheduler" else "config.json"
        (folder / part).mkdir()
        _write(folder / part / name, config)


def clip_tokenizer_for(layout: Layout) -> CLIPTokenizer:
    """transformers' tokenizer over CLIP's vocabulary; v2 pads with "!" (id 0), v1 with the end mark."""
    from transformers import CLIPTokenizer

    vocabulary, merges = clip_vocabulary()
    pad = {"pad_token": "!"} if layout.version == 2 else {}
    length = layout.configs["text_encoder"]["max_position_embeddings"]
    return CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=length, **pad)


def predicts_v(pipe: Any) -> bool:
    """Whether a v2 U-Net predicts v: nothing in the file says so, but its answer at pure noise does.

    AUTOMATIC1111's test: at the last timestep, a noise prediction is about the input, a v-prediction about minus x0.
    """
    import torch

    config = pipe.unet.config
    sample = torch.full((1, config.in_channels, 8, 8), 0.5, dtype=pipe.unet.dtype)
    context = torch.zeros((1, 2, config.cross_attention_dim), dtype=pipe.unet.dtype)
    with torch.inference_mode():
        out = pipe.unet(sample, 999, encoder_hidden_states=context, return_dict=False)[0]
    return float((out - sample[:, : out.shape[1]]).mean()) < -1


def _write(path: Path, config: dict[str, Any]) -> None:
    path.write_text(json.dumps(config), encoding="utf-8")
