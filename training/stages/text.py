"""The text encoder, trained as CLIP's was: captions and pictures of one scene shall point the same way.

The picture's side is a small convolutional network that reads latents, not pixels, which makes a step cheap enough
for a CPU. It only serves this training. Loss: the symmetric cross-entropy of Radford et al. 2021, with captions that
say the same thing as another one in the batch left out of the negatives.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from training.pictures.dataset import load_scenes
from training.running.budget import Budget
from training.running.checkpoint import load_checkpoint, save_checkpoint
from training.running.device import best_device
from training.running.loss_log import LossLog
from training.running.pause import SAVE_EVERY_S
from training.sizes import LATENT_CHANNELS, MAX_TOKENS, Size
from training.stages.autoencoder import encode_drawings
from training.stages.tokenizer import load_tokenizer
from training.words.captions import caption_scene
from training.world import Scene

PEAK_RATE = 8e-4
Captioner: TypeAlias = Callable[[Scene, np.random.Generator], str]


def build_text_encoder(size: Size, tokenizer: CLIPTokenizer) -> CLIPTextModel:
    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=size.text_width,
        intermediate_size=4 * size.text_width,
        num_hidden_layers=size.text_layers,
        num_attention_heads=4,
        max_position_embeddings=MAX_TOKENS,
        hidden_act="gelu",
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return CLIPTextModel(config)


class PictureEncoder(nn.Module):
    """Latents `[B, 4, 32, 32]` -> unit-free vectors `[B, width]`."""

    def __init__(self, width: int) -> None:
        super().__init__()
        channels = (LATENT_CHANNELS, 48, 96, width, width)
        layers: list[nn.Module] = []
        for number, (before, after) in enumerate(zip(channels, channels[1:], strict=False)):
            layers += [nn.Conv2d(before, after, 3, 1 if number == 0 else 2, 1), nn.GroupNorm(8, after), nn.SiLU()]
        self.layers = nn.Sequential(*layers)
        self.out = nn.Linear(width, width)

    def forward(self, latents: Tensor) -> Tensor:
        features: Tensor = self.layers(latents)
        vectors: Tensor = self.out(features.mean((2, 3)))
        return vectors


def tokenise(tokenizer: CLIPTokenizer, captions: list[str]) -> Tensor:
    """Token ids `[B, 64]` int64, padded and cut as StableDiffusionPipeline does."""
    ids: Tensor = tokenizer(
        captions, padding="max_length", max_length=MAX_TOKENS, truncation=True, return_tensors="pt"
    ).input_ids
    return ids


class CaptionedLatents:
    """Batches of (token ids, latents) drawn from the training drawings; captions are made anew each time."""

    def __init__(self, latents: NDArray[np.float16], scenes: list[Scene], tokenizer: CLIPTokenizer, seed: int) -> None:
        self.latents, self.scenes, self.tokenizer = torch.from_numpy(latents), scenes, tokenizer
        self.rng = np.random.default_rng((13, seed))
        self.order: NDArray[np.int64] = np.empty(0, np.int64)

    def next(self, count: int, caption: Captioner) -> tuple[Tensor, Tensor, Tensor]:
        """Ids `[count, 64]` int64, latents `[count, 4, 32, 32]` float32 and their rows `[count]`, all on the CPU."""
        if len(self.order) < count:
            self.order = np.concatenate([self.order, self.rng.permutation(len(self.latents))])
        rows, self.order = self.order[:count], self.order[count:]
        captions = [caption(self.scenes[row % len(self.scenes)], self.rng) for row in rows]
        indices = torch.from_numpy(rows)
        return tokenise(self.tokenizer, captions), self.latents[indices].float(), indices


def _full_caption(scene: Scene, rng: np.random.Generator) -> str:
    return caption_scene(scene, rng, partial=False)


def contrastive_loss(texts: Tensor, pictures: Tensor, scale: Tensor, ids: Tensor) -> Tensor:
    """Symmetric InfoNCE over `[B, D]` vectors; rows whose token ids are equal are not each other's negatives."""
    texts, pictures = nn.functional.normalize(texts, dim=1), nn.functional.normalize(pictures, dim=1)
    logits = scale.exp().clamp(max=100) * texts @ pictures.T
    same = (ids[:, None] == ids[None, :]).all(2) & ~torch.eye(len(ids), dtype=torch.bool, device=ids.device)
    logits = logits.masked_fill(same, float("-inf"))
    target = torch.arange(len(ids), device=ids.device)
    entropy = nn.functional.cross_entropy
    return (entropy(logits, target) + entropy(logits.T, target)) / 2


def train_text_encoder(folder: Path, size: Size, minutes: float) -> None:
    device = best_device()
    tokenizer = load_tokenizer(folder)
    # Encoding comes first: it is not part of the budget.
    batches = CaptionedLatents(encode_drawings(folder, size), load_scenes(folder, size), tokenizer, 0)
    text = build_text_encoder(size, tokenizer).to(device)
    pictures = PictureEncoder(size.text_width).to(device)
    scale = nn.Parameter(torch.tensor(2.66, device=device))
    parameters = [*text.parameters(), *pictures.parameters(), scale]
    optimiser = torch.optim.AdamW(parameters, PEAK_RATE, betas=(0.9, 0.98), weight_decay=0.01)
    budget, path, step = Budget(minutes), folder / "text.pt", 0
    if (state := load_checkpoint(path)) is not None:
        text.load_state_dict(state["text"])
        pictures.load_state_dict(state["pictures"])
        optimiser.load_state_dict(state["optimiser"])
        scale.data.copy_(state["scale"])
        budget.spent_s, step = state["spent_s"], state.get("step", 0)
    saved_at, loss_log = time.monotonic(), LossLog(path)

    def save() -> None:
        state = {"text": text.state_dict(), "pictures": pictures.state_dict(), "scale": scale.detach()}
        state |= {"optimiser": optimiser.state_dict(), "spent_s": budget.elapsed_s(), "step": step}
        save_checkpoint(path, state)

    while budget.fraction() < 1.0:
        for group in optimiser.param_groups:
            group["lr"] = budget.learning_rate(PEAK_RATE)
        ids, latents, _ = (part.to(device) for part in batches.next(size.text_batch, _full_caption))
        # Attention is causal and the vector is read at the first end token: the padding after it changes nothing.
        ids = ids[:, : int((ids != tokenizer.eos_token_id).sum(1).max()) + 1]
        pooled = text(input_ids=ids).pooler_output
        loss = contrastive_loss(pooled, pictures(latents), scale, ids)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step += 1
        loss_log.add(loss.item(), step, budget.fraction())
        if time.monotonic() - saved_at > SAVE_EVERY_S:
            saved_at = time.monotonic()
            save()
    save()
