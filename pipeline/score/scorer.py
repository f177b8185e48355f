"""How well a picture and a prompt fit, in the small world of a built-in model.

The question is that of contrastive training: which words belong to which picture (Radford et al. 2021).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import GenerationError

if TYPE_CHECKING:
    from PIL import Image
    from torch import Tensor

    from pipeline.score.score_net import ScoreNet

FOLDER, WEIGHTS, CONFIG = "score", "score.safetensors", "config.json"


def load_score_net(folder: Path) -> ScoreNet:
    """The network in `folder`, on the CPU in float32. Raises `GenerationError` where a file is missing or damaged."""
    from safetensors.torch import load_file

    from pipeline.score.score_net import ScoreNet

    try:
        network = ScoreNet(json.loads((folder / CONFIG).read_text())["text_width"])
        weights = load_file(folder / WEIGHTS)
        network.load_state_dict({n: v.float() if v.is_floating_point() else v for n, v in weights.items()})
    except Exception as error:
        raise GenerationError("The score's file cannot be read; install Emerge anew.") from error
    network.requires_grad_(False).eval()
    return network


def see_pictures(network: ScoreNet, pictures: list[Image.Image]) -> Tensor:
    """Pictures of any size -> `[B, 128]` unit vectors."""
    from PIL import Image

    from pipeline.preview.tiers import to_pixels
    from pipeline.score.score_net import VIEW_PX

    sides = (VIEW_PX, VIEW_PX)
    small = [picture.convert("RGB").resize(sides, Image.Resampling.LANCZOS) for picture in pictures]
    return network.see(to_pixels(np.stack([np.asarray(picture) for picture in small])))


def read_prompts(network: ScoreNet, tokenizer: Any, text_encoder: Any, prompts: list[str]) -> Tensor:
    """Prompts, as far as the model reads them -> `[B, 128]` unit vectors."""
    ids = tokenizer(
        prompts, padding="max_length", max_length=tokenizer.model_max_length, truncation=True, return_tensors="pt"
    ).input_ids
    return read_tokens(network, tokenizer, text_encoder, ids)


def read_tokens(network: ScoreNet, tokenizer: Any, text_encoder: Any, ids: Tensor) -> Tensor:
    """Token ids `[B, T]`, padded -> `[B, 128]` unit vectors."""
    import torch

    states = text_encoder(input_ids=ids.to(text_encoder.device)).last_hidden_state.float().cpu()
    ends = ids == tokenizer.eos_token_id
    lengths = torch.where(ends.any(1), ends.int().argmax(1) + 1, ids.shape[1])
    return network.read(states, lengths)
