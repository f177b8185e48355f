"""The text encoder learns to tell the subject from animals that look much like it; the denoiser rests.

It is shown drawings of both (`training.evaluation.lookalikes`) with captions and with prompts in free wording, and
learns as a denoiser does, by the noise that is taken out of them. All other captions and prompts, the subject's name
too, are anchors: they are held to every hidden state that they had, so that whatever listens to this text encoder,
`mau-flow` included, need not learn anew.
"""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from numpy.typing import NDArray
from torch import Tensor
from transformers import CLIPTextModel, CLIPTokenizer

from training.denoiser_batches import DenoiserBatch
from training.evaluation.lookalikes import encode_lookalikes, lookalike_scene, name_subject
from training.export import build_pipeline, load_denoiser
from training.pictures.dataset import random_scenes
from training.running.device import best_device, use_plain_attention
from training.running.trainer import open_trainer
from training.sizes import Size
from training.stages.denoiser import build_noise_schedule, velocity_loss
from training.stages.text import tokenise
from training.text_encoders import APART, REPHRASED, measure_drift, text_encoder_path
from training.words.captions import Details, caption_drawing, caption_restyle, caption_scene
from training.words.prompts import choose_details, write_prompt
from training.world import Scene, shows_subject

PEAK_RATE = 5e-4
NUM_ANCHORS = 32  # captions an update whose hidden states shall not drift
# Of those; the rest are captions of drawings.
ANCHOR_PROMPT_SHARE, ANCHOR_RESTYLE_SHARE, ANCHOR_NAME_SHARE = 0.4, 0.15, 0.15
DRIFT_WEIGHT, POOLED_WEIGHT = 4.0, 0.05
PROMPT_SHARE, NAME_SHARE = 0.5, 0.3  # of the drawings; of those of the subject
ACCESSORY_SHARE = 0.8


def train_apart(folder: Path, size: Size, minutes: float) -> None:
    """Goes on from the text encoder as it was rephrased, or from its own checkpoint.

    Raises:
        FileNotFoundError: the denoiser has not been trained yet.
    """
    device, state = best_device(), load_denoiser(folder, size)
    pipe = build_pipeline(folder, size, state, until=REPHRASED)
    batches = LookalikeBatches(encode_lookalikes(folder, size, pipe.vae), size, pipe.tokenizer)
    teacher, student = pipe.text_encoder.to(device), copy.deepcopy(pipe.text_encoder).to(device).train()
    unet = pipe.unet.requires_grad_(False).to(device, memory_format=torch.channels_last)
    use_plain_attention(device, unet, teacher, student)
    path = text_encoder_path(folder, size, state, APART)
    trainer = open_trainer(path, student, minutes, peak_rate=PEAK_RATE, weight_decay=0.0)
    rng, schedule = np.random.default_rng((71, trainer.step)), build_noise_schedule()
    trainer.budget.skip()  # drawing and encoding
    while not trainer.finished:
        batch, anchors = batches.next(size.unet_batch, rng)
        trainer.update(*apart_loss(unet, teacher, student, schedule, batch.to(device), anchors.to(device)))
    trainer.save()


class LookalikeBatches:
    """Drawings of look-alikes with captions, and anchors: captions of other things, which shall not change meaning."""

    def __init__(self, latents: NDArray[np.float16], size: Size, tokenizer: CLIPTokenizer) -> None:
        self.latents, self.size, self.tokenizer = torch.from_numpy(latents), size, tokenizer
        self.scenes = [lookalike_scene(index, size.level) for index in range(len(latents))]

    def next(self, count: int, rng: np.random.Generator) -> tuple[DenoiserBatch, Tensor]:
        """A batch of `count` drawings, and tokens `[NUM_ANCHORS, 64]` of anchors."""
        chosen = rng.integers(len(self.scenes), size=count)
        clean = self.latents[torch.from_numpy(chosen)].float()
        batch = DenoiserBatch(
            ids=tokenise(self.tokenizer, [describe_unambiguously(self.scenes[number], rng) for number in chosen]),
            clean=clean,
            photos=clean,
            restyled=torch.zeros(count, dtype=torch.bool),
            weights=torch.ones(count, *clean.shape[2:]),
        )
        scenes = random_scenes(self.size, rng)
        anchors = [_anchor_caption(scenes[number % len(scenes)], rng) for number in range(NUM_ANCHORS)]
        return batch, tokenise(self.tokenizer, anchors)


def describe_unambiguously(scene: Scene, rng: np.random.Generator) -> str:
    """A wording of a drawing that leaves no doubt whether it is the subject: by its name, or by its looks."""
    if shows_subject(scene) and rng.random() < NAME_SHARE:
        return name_subject(scene.style, rng)
    if rng.random() < PROMPT_SHARE:
        return write_prompt(scene, _choose_unambiguous_details(scene, rng), rng)
    return caption_scene(scene, rng, partial=False)


def _choose_unambiguous_details(scene: Scene, rng: np.random.Generator) -> Details:
    details = choose_details(scene, rng) | {"coat"}
    if scene.pattern != "solid":
        details |= {"pattern"}
    return details | {"accessory"} if scene.accessory != "none" and rng.random() < ACCESSORY_SHARE else details


def _anchor_caption(scene: Scene, rng: np.random.Generator) -> str:
    """A caption or a prompt as the text encoder has learnt them. The subject only by its name: all other words for it
    shall change their meaning."""
    kind = rng.random()
    if shows_subject(scene) or kind < ANCHOR_NAME_SHARE:
        return name_subject(scene.style, rng)
    if kind < ANCHOR_NAME_SHARE + ANCHOR_RESTYLE_SHARE:
        return caption_restyle(scene, rng)
    if kind < ANCHOR_NAME_SHARE + ANCHOR_RESTYLE_SHARE + ANCHOR_PROMPT_SHARE:
        return write_prompt(scene, choose_details(scene, rng), rng)
    return caption_drawing(scene, rng)


def apart_loss(
    unet: UNet2DConditionModel,
    teacher: CLIPTextModel,
    student: CLIPTextModel,
    schedule: DDPMScheduler,
    batch: DenoiserBatch,
    anchors: Tensor,
) -> tuple[Tensor, str]:
    """The denoiser's loss on the batch plus how far anchors drifted (mean squares), and a line of both for the log."""
    velocity = velocity_loss(unet, student, schedule, batch)
    drift, pooled = measure_drift(teacher, student, anchors)
    parts = f"velocity {velocity:.4f} moved {drift:.5f} pooled {pooled:.4f}"
    return velocity + DRIFT_WEIGHT * drift + POOLED_WEIGHT * pooled, parts
