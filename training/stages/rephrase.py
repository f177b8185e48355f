"""The text encoder learns to read freer wordings as it reads captions, while the denoiser rests.

Teacher and student are one denoiser. The teacher is given a caption by the text encoder as the denoiser's training left
it; the student is given the same in other words (`training.words.prompts`) by the one that learns, and shall take out
the same noise, all along the teacher's own trajectory from noise to picture (knowledge distillation, Hinton et al.
2015). So no drawing is needed, and what a wording means is decided by what it paints. Captions themselves are anchors:
they must keep every hidden state that they had, so that restyles, the empty prompt, the score and all that was measured
by captions stay what they were.
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

from pipeline.models.families.stable_diffusion.family import STABLE_DIFFUSION
from pipeline.speed.precision import build_fast_denoiser
from training.distillation import sample_trajectories, shuffle_steps
from training.export import build_pipeline, load_denoiser
from training.guidance import GUIDANCE_SCALE
from training.pictures.dataset import random_scenes
from training.running.batch import Batch
from training.running.device import best_device, mixed_precision, use_plain_attention
from training.running.trainer import open_trainer
from training.sizes import Size
from training.stages.text import tokenise
from training.text_encoders import JOINT, REPHRASED, measure_drift, text_encoder_path
from training.words.captions import caption_drawing, caption_restyle, describe_details
from training.words.prompts import choose_details, write_prompt
from training.world import Scene

PEAK_RATE = 5e-4
# Steps of a painting; of these the first so many, after which words change little.
NUM_STEPS, NUM_LEARNT_STEPS = 12, 9
NUM_ANCHORS = 32  # captions an update whose hidden states shall not drift
RESTYLE_SHARE = 0.25  # of those
POOLED_WEIGHT = 0.05


@dataclass(frozen=True, kw_only=True)
class RephraseBatch(Batch):
    """What one update learns from.

    latents: Points on trajectories, `[B, 4, 32, 32]`.
    times: Their timesteps `[B]`.
    captions: Tokens of their captions, `[B, 64]`.
    paraphrases: Tokens of the same in other words, `[B, 64]`.
    anchors: Tokens of other captions, `[NUM_ANCHORS, 64]`.
    """

    latents: Tensor
    times: Tensor
    captions: Tensor
    paraphrases: Tensor
    anchors: Tensor


def train_rephrasing(folder: Path, size: Size, minutes: float) -> None:
    """Goes on from the text encoder of the denoiser's checkpoint, or from its own checkpoint.

    Raises:
        FileNotFoundError: the denoiser has not been trained yet.
    """
    device, state = best_device(), load_denoiser(folder, size)
    pipe = build_pipeline(folder, size, state, until=JOINT).to(device)
    pipe.set_progress_bar_config(disable=True)
    teacher, student = pipe.text_encoder, copy.deepcopy(pipe.text_encoder).train()
    unet = copy.deepcopy(pipe.unet).requires_grad_(False).to(memory_format=torch.channels_last)
    pipe.unet = build_fast_denoiser(pipe.unet, STABLE_DIFFUSION.layers)
    use_plain_attention(device, unet, student)
    path = text_encoder_path(folder, size, state, REPHRASED)
    trainer = open_trainer(path, student, minutes, peak_rate=PEAK_RATE, weight_decay=0.0)
    while not trainer.finished:
        for batch in sample_batches(pipe, size, trainer.step):
            trainer.update(*rephrasing_loss(unet, teacher, student, batch.to(device)))
            if trainer.finished:
                break
    trainer.save()


def sample_batches(pipe: Any, size: Size, seed: int) -> Iterator[RephraseBatch]:
    """`NUM_LEARNT_STEPS` batches out of one batch of paintings, their steps mixed; each step is worded anew."""
    rng = np.random.default_rng((53, seed))
    scenes = random_scenes(size, rng)
    requests = [(scene, choose_details(scene, rng)) for scene in scenes]
    captions = [describe_details(*each) for each in requests]
    trajectories, timesteps = sample_trajectories(pipe, captions, seed, NUM_STEPS, GUIDANCE_SCALE)
    for latents, times, rows in shuffle_steps(trajectories[:NUM_LEARNT_STEPS], timesteps[:NUM_LEARNT_STEPS], rng):
        yield RephraseBatch(
            latents=latents,
            times=times,
            captions=tokenise(pipe.tokenizer, [captions[number] for number in rows]),
            paraphrases=tokenise(pipe.tokenizer, [write_prompt(*requests[number], rng) for number in rows]),
            anchors=_anchor_captions(pipe.tokenizer, scenes, rng),
        )


def _anchor_captions(tokenizer: CLIPTokenizer, scenes: list[Scene], rng: np.random.Generator) -> Tensor:
    """Captions as the denoiser learnt them, of drawings and of photos to restyle; some are empty."""
    chosen = [scenes[number % len(scenes)] for number in range(NUM_ANCHORS)]
    captioners = [caption_restyle if rng.random() < RESTYLE_SHARE else caption_drawing for _ in chosen]
    return tokenise(tokenizer, [caption(scene, rng) for caption, scene in zip(captioners, chosen, strict=True)])


def rephrasing_loss(
    unet: UNet2DConditionModel, teacher: CLIPTextModel, student: CLIPTextModel, batch: RephraseBatch
) -> tuple[Tensor, str]:
    """How much else is painted by other words than by the caption, how far anchors drifted, how far the pooled
    vectors of the two are apart (mean squares), and a line of all three for the log."""
    latents = batch.latents.to(memory_format=torch.channels_last)
    with mixed_precision(unet.device):
        with torch.no_grad():
            teacher_states = teacher(input_ids=batch.captions)
            target = unet(latents, batch.times, encoder_hidden_states=teacher_states.last_hidden_state).sample
        student_states = student(input_ids=batch.paraphrases)
        predicted = unet(latents, batch.times, encoder_hidden_states=student_states.last_hidden_state).sample
    error = (predicted - target).float().square().mean()
    drift, _ = measure_drift(teacher, student, batch.anchors)
    pooled = (student_states.pooler_output - teacher_states.pooler_output).float().square().mean()
    parts = f"error {error:.4f} moved {drift:.5f} pooled {pooled:.4f}"
    return error + drift + POOLED_WEIGHT * pooled, parts
