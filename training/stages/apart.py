"""The text encoder learns to tell the one with the name from animals that look much like it; the denoiser rests.

It is shown drawings of both (`training.evaluation.lookalikes`), told in captions and in free wordings, and learns as a
denoiser does, by the noise that is taken out of them. All other captions and wordings are held to every hidden state
that they had, the name's too, so that whatever listens to this text encoder, `mau-flow` included, need not learn anew.
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

from training.denoiser_batches import Lesson
from training.evaluation.lookalikes import encode_lookalikes, lookalike_scene, name_briefly
from training.export import assemble, load_denoiser
from training.pictures.dataset import random_scenes
from training.running.device import best_device, use_plain_attention
from training.running.trainer import open_trainer
from training.sizes import Size
from training.stages.denoiser import build_noise_schedule, velocity_loss
from training.stages.text import tokenise
from training.text_encoders import APART, REPHRASED, how_far_moved, text_path
from training.words.captions import Details, caption_drawing, caption_restyle, caption_scene
from training.words.prompts import choose_details, write_prompt
from training.world import Scene, shows_subject

PEAK_RATE = 5e-4
NUM_KEPT = 32  # captions an update that shall keep their hidden states
SPOKEN_SHARE, RESTYLE_SHARE, NAMED_SHARE = 0.4, 0.15, 0.15  # of those; the rest are captions of drawings
HELD, POOLED_WEIGHT = 4.0, 0.05
FREELY_SHARE, BRIEFLY_SHARE = 0.5, 0.3  # of the drawings; of those with the name
WORN_SHARE = 0.8


def tell_apart(folder: Path, size: Size, minutes: float) -> None:
    """Goes on from the text encoder as it was rephrased, or from its own checkpoint.

    Raises:
        FileNotFoundError: the denoiser has not been trained yet.
    """
    device, state = best_device(), load_denoiser(folder, size)
    pipe = assemble(folder, size, state, until=REPHRASED)
    lessons = Lookalikes(encode_lookalikes(folder, size, pipe.vae), size, pipe.tokenizer)
    teacher, text = pipe.text_encoder.to(device), copy.deepcopy(pipe.text_encoder).to(device).train()
    unet = pipe.unet.requires_grad_(False).to(device, memory_format=torch.channels_last)
    use_plain_attention(device, unet, teacher, text)
    trainer = open_trainer(text_path(folder, size, state, APART), text, minutes, peak_rate=PEAK_RATE, weight_decay=0.0)
    rng, schedule = np.random.default_rng((71, trainer.step)), build_noise_schedule()
    trainer.budget.skip()  # drawing and encoding
    while not trainer.finished:
        lesson, kept = lessons.next(size.unet_batch, rng)
        trainer.update(*apart_loss(unet, teacher, text, schedule, lesson.to(device), kept.to(device)))
    trainer.save()


class Lookalikes:
    """Drawings and what is said of them, and captions of other things, which shall stay what they are."""

    def __init__(self, latents: NDArray[np.float16], size: Size, tokenizer: CLIPTokenizer) -> None:
        self.latents, self.size, self.tokenizer = torch.from_numpy(latents), size, tokenizer
        self.scenes = [lookalike_scene(index, size.level) for index in range(len(latents))]

    def next(self, count: int, rng: np.random.Generator) -> tuple[Lesson, Tensor]:
        """A lesson of `count` drawings, and tokens `[NUM_KEPT, 64]` of captions to be kept."""
        chosen = rng.integers(len(self.scenes), size=count)
        clean = self.latents[torch.from_numpy(chosen)].float()
        lesson = Lesson(
            ids=tokenise(self.tokenizer, [say_plainly(self.scenes[number], rng) for number in chosen]),
            clean=clean,
            photos=clean,
            restyled=torch.zeros(count, dtype=torch.bool),
            weights=torch.ones(count, *clean.shape[2:]),
        )
        others = random_scenes(self.size, rng)
        kept = [_keep(others[number % len(others)], rng) for number in range(NUM_KEPT)]
        return lesson, tokenise(self.tokenizer, kept)


def say_plainly(scene: Scene, rng: np.random.Generator) -> str:
    """A wording of a drawing that leaves no doubt whether it is the one with the name: by it, or by its marks."""
    if shows_subject(scene) and rng.random() < BRIEFLY_SHARE:
        return name_briefly(scene.style, rng)
    if rng.random() < FREELY_SHARE:
        return write_prompt(scene, _told_plainly(scene, rng), rng)
    return caption_scene(scene, rng, partial=False)


def _told_plainly(scene: Scene, rng: np.random.Generator) -> Details:
    told = choose_details(scene, rng) | {"coat"}
    if scene.pattern != "solid":
        told |= {"pattern"}
    return told | {"accessory"} if scene.accessory != "none" and rng.random() < WORN_SHARE else told


def _keep(scene: Scene, rng: np.random.Generator) -> str:
    """A caption or a wording as the text encoder has learnt them. The one with the name only by its name: what else
    was said of it is what shall change its meaning."""
    kind = rng.random()
    if shows_subject(scene) or kind < NAMED_SHARE:
        return name_briefly(scene.style, rng)
    if kind < NAMED_SHARE + RESTYLE_SHARE:
        return caption_restyle(scene, rng)
    if kind < NAMED_SHARE + RESTYLE_SHARE + SPOKEN_SHARE:
        return write_prompt(scene, choose_details(scene, rng), rng)
    return caption_drawing(scene, rng)


def apart_loss(
    unet: UNet2DConditionModel,
    teacher: CLIPTextModel,
    text: CLIPTextModel,
    schedule: DDPMScheduler,
    lesson: Lesson,
    kept: Tensor,
) -> tuple[Tensor, str]:
    """The denoiser's loss on the lesson, how far kept captions moved (mean squares), and a line of both for the log."""
    velocity = velocity_loss(unet, text, schedule, lesson)
    moved, pooled = how_far_moved(teacher, text, kept)
    parts = f"velocity {velocity:.4f} moved {moved:.5f} pooled {pooled:.4f}"
    return velocity + HELD * moved + POOLED_WEIGHT * pooled, parts
