"""The judge: a small classifier that reads a picture's attributes, to measure how well a model does as prompts ask.

It learns from drawings that went through the autoencoder, so that it judges what is painted and not how crisp the
pixels are; every fourth is shown as it was drawn, else it takes pencil hatching, which the autoencoder smooths, for
stripes. A third are drawings of `training.photo_pairs`, near and far and somewhere: before it saw those, it read the
style of 57% of them, and so of no more restyled photos. It never sees a painted picture.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from pipeline.preview.tiers import to_pixels
from pipeline.score.score_net import FEATURES, build_trunk
from training.folders import JUDGE_FOLDER
from training.photo_pairs import encode_pairs, pair_scene
from training.pictures.dataset import load_pictures, load_scenes
from training.running.budget import Budget
from training.running.checkpoint import load_checkpoint, save_checkpoint
from training.running.device import best_device, mixed_precision
from training.running.fingerprint import fingerprint, fingerprint_of_weights
from training.running.loss_log import LossLog
from training.running.pause import SAVE_EVERY_S
from training.running.resumable_array import ResumableArray
from training.sizes import IMAGE_PX, Size
from training.stages.autoencoder import encode_drawings, load_autoencoder
from training.world import (
    ACCESSORIES,
    ACCESSORY_COLOURS,
    ANIMALS,
    BACKGROUNDS,
    COATS,
    EXPRESSIONS,
    EYE_COLOURS,
    LEVELS,
    PATTERNS,
    POSES,
    STYLES,
    Scene,
)

PEAK_RATE = 2e-3
HIDES_FOREHEAD = ("hat", "bow")
HIDDEN_PATTERNS = ("solid", "stripes")  # which a hidden forehead does not tell apart
OVERSAMPLING = 4
MIN_CONFIDENCE = 0.8
UNLABELLED = -100  # what torch's cross-entropy leaves out
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "style": STYLES,
    "coat": COATS,
    "pattern": PATTERNS,
    "eye_colour": EYE_COLOURS,
    "accessory": ACCESSORIES,
    "accessory_colour": ("none", *ACCESSORY_COLOURS),
    "pose": POSES,
    "expression": EXPRESSIONS,
    "background": BACKGROUNDS,
    "animal": ANIMALS,
}


class Judge(nn.Module):
    """Pictures `[B, 3, 256, 256]` in -1..1 -> one row of logits for each attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.layers, self.features = build_trunk()
        self.heads = nn.ModuleDict({name: nn.Linear(FEATURES, len(values)) for name, values in ATTRIBUTES.items()})

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        features = self.features(self.layers(pictures))
        return {name: head(features) for name, head in self.heads.items()}


def labels_of(scenes: list[Scene]) -> Tensor:
    """`[B, number of attributes]` int64 in the order of `ATTRIBUTES`; `UNLABELLED` is a value that has no name."""
    rows = [[_label(values, getattr(scene, name)) for name, values in ATTRIBUTES.items()] for scene in scenes]
    return torch.tensor(rows)


def _label(values: tuple[str, ...], value: str) -> int:
    return values.index(value) if value in values else UNLABELLED


def load_judge(folder: Path = JUDGE_FOLDER) -> Judge:
    judge = Judge()
    weights = load_file(folder / "judge.safetensors")
    judge.load_state_dict(
        {name: value.float() if value.is_floating_point() else value for name, value in weights.items()}
    )
    return judge.eval()


def read_attributes(judge: Judge, pictures: NDArray[np.uint8]) -> list[dict[str, str]]:
    """What the judge sees in each of `[B, 256, 256, 3]` uint8 pictures."""
    predicted = {name: rows.argmax(1).tolist() for name, rows in _logits(judge, pictures).items()}
    return [{name: ATTRIBUTES[name][predicted[name][row]] for name in ATTRIBUTES} for row in range(len(pictures))]


def share_clear(judge: Judge, pictures: NDArray[np.uint8]) -> float:
    """Of `[B, 256, 256, 3]` uint8 pictures the share in which the judge is sure of every attribute, by `MIN_CONFIDENCE`
    or more. Nearly all drawings are such; a picture with an eye of each colour, or before no background of all, is not.
    """
    confidence = torch.stack([rows.softmax(1).amax(1) for rows in _logits(judge, pictures).values()])
    return float((confidence.amin(0) >= MIN_CONFIDENCE).double().mean())


@torch.inference_mode()
def _logits(judge: Judge, pictures: NDArray[np.uint8]) -> dict[str, Tensor]:
    """The logits of every attribute, `[B, number of values]`, computed for 32 pictures at a time."""
    parts = [judge(to_pixels(pictures[start : start + 32])) for start in range(0, len(pictures), 32)]
    return {name: torch.cat([part[name] for part in parts]) for name in ATTRIBUTES}


def reconstruct_drawings(folder: Path, size: Size) -> NDArray[np.uint8]:
    """The drawings after the autoencoder as `[N, 256, 256, 3]` uint8, memory-mapped; cached on disk."""
    latents = encode_drawings(folder, size)[: size.num_drawings]
    return _reconstruct(folder, size, latents, folder / f"restored-{size.level}.npy")


@torch.inference_mode()
def _reconstruct(folder: Path, size: Size, latents: NDArray[np.float16], path: Path) -> NDArray[np.uint8]:
    network = load_autoencoder(folder, size)
    cache_key = fingerprint(latents.tobytes(), fingerprint_of_weights(network))
    device = best_device()
    network = network.to(device, memory_format=torch.channels_last)
    stored = ResumableArray(path, len(latents), (IMAGE_PX, IMAGE_PX, 3), np.uint8, cache_key)
    for missing in stored.missing(16):
        batch = torch.from_numpy(latents[missing.start : missing.stop]).float().to(device)
        with mixed_precision(device):
            pictures = network.decode(batch).sample.float().clamp(-1, 1)
        stored.append(pictures.add(1).mul(127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy())
    return stored.rows


class JudgeBatches:
    """Drawings as they are and as the autoencoder reconstructs them, and those of pairs, with their labels."""

    def __init__(self, folder: Path, size: Size) -> None:
        latents = encode_pairs(folder, size)[:, 1]
        pairs = _reconstruct(folder, size, latents, folder / f"restored-pairs-{size.level}.npy")
        scenes, pair_scenes = load_scenes(folder, size), [pair_scene(index, size.level) for index in range(len(pairs))]
        labelled = (labels_of(scenes), oversampled_rows(scenes))
        reconstructions = (reconstruct_drawings(folder, size), *labelled)
        drawings = (load_pictures(folder, size), *labelled)
        of_pairs = (pairs, labels_of(pair_scenes), oversampled_rows(pair_scenes))
        self.sources = [*[reconstructions] * 3, drawings, *[of_pairs] * 2]

    def next(self, count: int) -> tuple[Tensor, Tensor]:
        """Pictures `[count, 3, 256, 256]` in -1..1 and labels `[count, number of attributes]`."""
        pictures, labels = [], []
        for place in range(count):
            source, source_labels, rows = self.sources[place % len(self.sources)]
            row = rows[int(torch.randint(len(rows), ()))]
            pictures.append(source[row])
            labels.append(source_labels[row])
        return to_pixels(np.stack(pictures)), torch.stack(labels)


def oversampled_rows(scenes: list[Scene]) -> list[int]:
    """Rows to choose from. Where the forehead is hidden and only the body tells stripes from none, a row is there
    `OVERSAMPLING` times: nearly all patterns that the judge misread were such."""
    return [
        row
        for row, scene in enumerate(scenes)
        for _ in range(OVERSAMPLING if scene.accessory in HIDES_FOREHEAD and scene.pattern in HIDDEN_PATTERNS else 1)
    ]


def train_judge(folder: Path, size: Size, minutes: float) -> None:
    torch.manual_seed(17)
    device = best_device()
    batches = JudgeBatches(folder, size)
    judge = Judge().to(device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(judge.parameters(), PEAK_RATE, weight_decay=0.02, fused=True)
    budget, path, step = Budget(minutes), folder / "judge.pt", 0
    if (state := load_checkpoint(path)) is not None:
        judge.load_state_dict(state["judge"])
        if "optimiser" in state:  # not where `training.restore` made it from the shipped weights
            optimiser.load_state_dict(state["optimiser"])
        budget.spent_s, step = state["spent_s"], state.get("step", 0)
    budget.skip()
    saved_at, loss_log = time.monotonic(), LossLog(path)
    while budget.fraction() < 1.0:
        for group in optimiser.param_groups:
            group["lr"] = budget.learning_rate(PEAK_RATE)
        pictures, labels = (part.to(device) for part in batches.next(size.judge_batch))
        with mixed_precision(device):
            logits = judge(_augment(pictures))
        losses = [
            nn.functional.cross_entropy(logits[name].float(), labels[:, number])
            for number, name in enumerate(ATTRIBUTES)
        ]
        loss = torch.stack(losses).sum()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        step += 1
        loss_log.add(loss.item(), step, budget.fraction())
        if time.monotonic() - saved_at > SAVE_EVERY_S or budget.fraction() >= 1.0:
            saved_at = time.monotonic()
            state = {"judge": judge.state_dict(), "optimiser": optimiser.state_dict()}
            save_checkpoint(path, {**state, "spent_s": budget.elapsed_s(), "step": step})
    _save(judge.eval().cpu(), size, folder)


def _augment(pictures: Tensor) -> Tensor:
    """Mirrored at random, shifted a little, a little brighter or darker."""
    if torch.rand(()) < 0.5:
        pictures = pictures.flip(3)
    across, down = (int(torch.randint(-8, 9, ())) for _ in range(2))
    pictures = torch.roll(pictures, (down, across), (2, 3))
    return pictures * (1 + 0.1 * torch.randn(len(pictures), 1, 1, 1, device=pictures.device))


def _save(judge: Judge, size: Size, folder: Path) -> None:
    target = JUDGE_FOLDER if size.name != "smoke" else folder / "judge"
    target.mkdir(parents=True, exist_ok=True)
    weights = {name: value.contiguous() for name, value in judge.half().state_dict().items()}
    save_file(weights, target / "judge.safetensors")
    attributes = {name: list(values) for name, values in ATTRIBUTES.items()}
    card = {
        "attributes": attributes,
        "level": size.level,
        "animals": list(LEVELS[size.level].animals),
    }
    (target / "judge.json").write_text(json.dumps(card, indent=1) + "\n")
