"""What the denoiser learns from, by the batch: captioned drawings, and photos with what they should become."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformers import CLIPTokenizer

from training.photo_pairs import encode_pairs, pair_scene
from training.pictures.dataset import load_scenes
from training.pictures.loss_weights import cell_weights
from training.running.batch import Batch
from training.sizes import Size
from training.stages.autoencoder import encode_drawings
from training.stages.text import CaptionedLatents, tokenise
from training.words.captions import caption_drawing, caption_restyle

PAIR_SHARE = 0.3


@dataclass(frozen=True, kw_only=True)
class DenoiserBatch(Batch):
    """What one update learns from.

    ids: Tokens `[B, 64]`.
    clean: Latents of the drawings `[B, 4, 32, 32]`.
    photos: Latents of the photos that they restyle; of the drawing itself where there is no photo.
    restyled: Whether there is one, `[B]`.
    weights: What each cell counts, `[B, 32, 32]`, above 0.
    """

    ids: Tensor
    clean: Tensor
    photos: Tensor
    restyled: Tensor
    weights: Tensor


class DenoiserBatches:
    """Batches one after another; `seed` says where an interrupted training goes on."""

    def __init__(self, folder: Path, size: Size, tokenizer: CLIPTokenizer, seed: int) -> None:
        self.drawings = CaptionedLatents(encode_drawings(folder, size), load_scenes(folder, size), tokenizer, seed)
        self.weights = torch.from_numpy(cell_weights(folder, size))
        self.pairs = torch.from_numpy(encode_pairs(folder, size))
        self.scenes = [pair_scene(index, size.level) for index in range(size.num_pairs)]
        self.rng = np.random.default_rng((37, seed))

    def next(self, count: int) -> DenoiserBatch:
        num_pairs = round(count * PAIR_SHARE)
        ids, clean, rows = self.drawings.next(count - num_pairs, caption_drawing)
        chosen = self.rng.integers(len(self.pairs), size=num_pairs)
        captions = [caption_restyle(self.scenes[row], self.rng) for row in chosen]
        photos, drawings = self.pairs[torch.from_numpy(chosen)].float().unbind(1)
        weights = self.weights[rows].float()
        return DenoiserBatch(
            ids=torch.cat([ids, tokenise(self.drawings.tokenizer, captions)]),
            clean=torch.cat([clean, drawings]),
            photos=torch.cat([clean, photos]),
            restyled=torch.arange(count) >= len(clean),
            weights=torch.cat([weights, torch.ones(num_pairs, *weights.shape[1:])]),
        )
