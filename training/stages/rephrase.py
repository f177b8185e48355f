"""The text encoder learns to hear freer wordings as it hears captions, while the denoiser rests.

Teacher and pupil are one denoiser. The teacher is told a caption by the text encoder as the denoiser's training left
it; the pupil is told the same in other words (`training.words.prompts`) by the one that learns, and shall take out the
same noise, all along the teacher's own way from noise to picture (knowledge distillation, Hinton et al. 2015). So no
drawing is needed, and what a wording means is decided by what it paints. Captions themselves must keep every hidden
state they
had: restyles, the empty prompt, the score and all that was measured by captions stay what they were.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel, CLIPTokenizer

from pipeline.speed.precision import build_fast_denoiser
from training.distillation import mixed_steps, paint_ways
from training.export import assemble, load_denoiser
from training.guidance import GUIDANCE_SCALE
from training.pictures.dataset import random_scenes
from training.running.batch import Batch
from training.running.device import best_device, mixed_precision, use_plain_attention
from training.running.trainer import open_trainer
from training.sizes import Size
from training.stages.text import tokenise
from training.text_encoders import BESIDE, REPHRASED, how_far_moved, text_path
from training.words.captions import caption_drawing, caption_restyle, describe_details
from training.words.prompts import choose_details, write_prompt
from training.world import Scene

PEAK_RATE = 5e-4
# Steps of a painting; of these the first so many, after which words change little.
NUM_STEPS, NUM_SEEN = 12, 9
NUM_KEPT = 32  # captions an update that shall keep their hidden states
RESTYLE_SHARE = 0.25  # of those
POOLED_WEIGHT = 0.05


@dataclass(frozen=True, kw_only=True)
class Lesson(Batch):
    """One batch.

    latents: Where paintings stand, `[B, 4, 32, 32]`.
    times: Their timesteps `[B]`.
    captions: Tokens of what they are told, `[B, 64]`.
    spoken: Tokens of the same in other words, `[B, 64]`.
    kept: Tokens of other captions, `[NUM_KEPT, 64]`.
    """

    latents: Tensor
    times: Tensor
    captions: Tensor
    spoken: Tensor
    kept: Tensor


def train_rephrasing(folder: Path, size: Size, minutes: float) -> None:
    """Goes on from the text encoder of the denoiser's checkpoint, or from its own checkpoint.

    Raises:
        FileNotFoundError: the denoiser has not been trained yet.
    """
    device, state = best_device(), load_denoiser(folder, size)
    pipe = assemble(folder, size, state, until=BESIDE).to(device)
    pipe.set_progress_bar_config(disable=True)
    teacher, text = pipe.text_encoder, copy.deepcopy(pipe.text_encoder).train()
    unet = copy.deepcopy(pipe.unet).requires_grad_(False).to(memory_format=torch.channels_last)
    pipe.unet = build_fast_denoiser(pipe.unet)
    use_plain_attention(device, unet, text)
    path = text_path(folder, size, state, REPHRASED)
    trainer = open_trainer(path, text, minutes, peak_rate=PEAK_RATE, weight_decay=0.0)
    while not trainer.finished:
        for lesson in paint_lessons(pipe, size, trainer.step):
            trainer.update(*rephrasing_loss(unet, teacher, text, lesson.to(device)))
            if trainer.finished:
                break
    trainer.save()


def paint_lessons(pipe: Any, size: Size, seed: int) -> Iterator[Lesson]:
    """`NUM_SEEN` lessons out of one batch of paintings, their steps mixed; each step is worded anew."""
    rng = np.random.default_rng((53, seed))
    scenes = random_scenes(size, rng)
    told = [(scene, choose_details(scene, rng)) for scene in scenes]
    captions = [describe_details(*each) for each in told]
    passed, timesteps = paint_ways(pipe, captions, seed, NUM_STEPS, GUIDANCE_SCALE)
    for latents, times, who in mixed_steps(passed[:NUM_SEEN], timesteps[:NUM_SEEN], rng):
        yield Lesson(
            latents=latents,
            times=times,
            captions=tokenise(pipe.tokenizer, [captions[number] for number in who]),
            spoken=tokenise(pipe.tokenizer, [write_prompt(*told[number], rng) for number in who]),
            kept=_kept_captions(pipe.tokenizer, scenes, rng),
        )


def _kept_captions(tokenizer: CLIPTokenizer, scenes: list[Scene], rng: np.random.Generator) -> Tensor:
    """Captions as the denoiser was told them, of drawings and of photos to restyle; some are empty."""
    chosen = [scenes[number % len(scenes)] for number in range(NUM_KEPT)]
    makers = [caption_restyle if rng.random() < RESTYLE_SHARE else caption_drawing for _ in chosen]
    return tokenise(tokenizer, [caption(scene, rng) for caption, scene in zip(makers, chosen, strict=True)])


def rephrasing_loss(
    unet: UNet2DConditionModel, teacher: CLIPTextModel, text: CLIPTextModel, lesson: Lesson
) -> tuple[Tensor, str]:
    """How much else is painted by other words than by the caption, how far captions moved, how far the pooled vectors
    of the two are apart (mean squares), and a line of all three for the log."""
    latents = lesson.latents.to(memory_format=torch.channels_last)
    with mixed_precision(unet.device):
        with torch.no_grad():
            meant = teacher(input_ids=lesson.captions)
            wanted = unet(latents, lesson.times, encoder_hidden_states=meant.last_hidden_state).sample
        heard = text(input_ids=lesson.spoken)
        painted = unet(latents, lesson.times, encoder_hidden_states=heard.last_hidden_state).sample
    error = (painted - wanted).float().square().mean()
    moved, _ = how_far_moved(teacher, text, lesson.kept)
    pooled = (heard.pooler_output - meant.pooler_output).float().square().mean()
    parts = f"error {error:.4f} moved {moved:.5f} pooled {pooled:.4f}"
    return error + moved + POOLED_WEIGHT * pooled, parts
