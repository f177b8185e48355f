"""The score: which caption belongs to which picture, by the text encoder that the model paints with.

The text encoder stays as it is. The picture's side begins as the judge's and only its last layers learn, on drawings
as they are and as the autoencoder gives them back, with the loss that the text encoder itself began with.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor
from transformers import CLIPTextModel

from pipeline.preview.tiers import to_pixels
from pipeline.score.score_net import ScoreNet
from pipeline.score.scorer import CONFIG, FOLDER, WEIGHTS, read_prompts, read_tokens
from training.drawings import draw_scene
from training.folders import JUDGE_FOLDER
from training.pictures.dataset import held_out_scene, load_pictures, load_scenes
from training.running.trainer import open_trainer
from training.sizes import IMAGE_PX, Size
from training.stages.judge import load_judge, reconstruct_drawings
from training.stages.text import contrastive_loss, tokenise
from training.stages.tokenizer import load_tokenizer
from training.words.captions import caption_scene, describe_scene

PEAK_RATE = 1e-3
NUM_DRAWINGS = 10_000  # drawings, each as it is and as the autoencoder gives it back
NUM_CHOICES = 64
Picture = NDArray[np.uint8]


def train_score(folder: Path, size: Size, model: Path, minutes: float) -> None:
    """Trains the heads and writes `score/` into the folder of `model`."""
    text = CLIPTextModel.from_pretrained(model / "text_encoder").float().eval().requires_grad_(False)
    tokenizer, scenes = load_tokenizer(folder), load_scenes(folder, size)[:NUM_DRAWINGS]
    network = ScoreNet(size.text_width)
    judge = load_judge(JUDGE_FOLDER if size.name != "smoke" else folder / "judge")
    network.layers.load_state_dict(judge.layers.state_dict())
    network.features.load_state_dict(judge.features.state_dict())
    network.eval()
    sources = (reconstruct_drawings(folder, size), load_pictures(folder, size))
    features = torch.stack([_picture_features(network, source[: len(scenes)]) for source in sources])
    trainer = open_trainer(folder / f"score-{size.level}.pt", network, minutes, peak_rate=PEAK_RATE, weight_decay=0.05)
    rng = np.random.default_rng((29, trainer.step))
    while not trainer.finished:
        rows = torch.from_numpy(rng.integers(len(scenes), size=size.text_batch))
        captions = [caption_scene(scenes[int(row)], rng, bool(rng.random() < 0.5)) for row in rows]
        ids = tokenise(tokenizer, captions)
        texts = read_tokens(network, tokenizer, text, ids)
        pictures = network.place(features[torch.randint(2, rows.shape), rows])
        loss = contrastive_loss(texts, pictures, network.log_factor, ids)
        trainer.update(loss)
    trainer.save()
    network.load_state_dict(trainer.average.weights)
    _save(network, model / FOLDER, size)


@torch.inference_mode()
def _picture_features(network: ScoreNet, pictures: Picture) -> Tensor:
    rows = [
        network.features(network.layers(to_pixels(np.array(pictures[start : start + 64]))))
        for start in range(0, len(pictures), 64)
    ]
    return torch.cat(rows).clone()


def _save(network: ScoreNet, target: Path, size: Size) -> None:
    target.mkdir(parents=True, exist_ok=True)
    weights = {
        name: value.half() if value.is_floating_point() else value for name, value in network.state_dict().items()
    }
    save_file({name: value.contiguous() for name, value in weights.items()}, target / WEIGHTS)
    (target / CONFIG).write_text(json.dumps({"text_width": size.text_width}) + "\n")


@torch.inference_mode()
def measure_score(network: ScoreNet, tokenizer: object, text: CLIPTextModel, level: int, groups: int) -> float:
    """How often the caption of a held-out drawing scores best among those of `NUM_CHOICES` held-out drawings."""
    hits = []
    for group in range(groups):
        scenes = [held_out_scene(group * NUM_CHOICES + number, level) for number in range(NUM_CHOICES)]
        drawings = np.stack([draw_scene(scene, 930_000 + number, IMAGE_PX) for number, scene in enumerate(scenes)])
        texts = read_prompts(network, tokenizer, text, [describe_scene(scene) for scene in scenes])
        best = (network.see(to_pixels(drawings)) @ texts.T).argmax(1)
        hits.append((best == torch.arange(NUM_CHOICES)).float().mean())
    return float(torch.stack(hits).mean())
