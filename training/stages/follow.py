"""`mau-flow` follows `mau` when `mau`'s text encoder has learnt on: in half an hour, not by trajectories and flow anew.

Teacher and student are two copies of the flow as it stands. The teacher is given a caption by the text encoder that the
flow came with, the student the same, or the same in other words, by the one that `mau` has now, and shall answer with
the same velocity: on the teacher's own trajectory from noise to picture, and where a restyle of such a picture would
set in. What must not be overwritten while the student learns is kept beside its checkpoint.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel

from pipeline.models.families.stable_diffusion.family import STABLE_DIFFUSION
from pipeline.speed.precision import build_fast_denoiser
from training.distillation import sample_trajectories, shuffle_steps
from training.photo_pairs import STRENGTHS
from training.pictures.dataset import random_scenes
from training.running.batch import Batch
from training.running.device import best_device, mixed_precision, use_plain_attention
from training.running.fingerprint import fingerprint_of_weights
from training.running.trainer import open_trainer
from training.sizes import Size
from training.stages.flow import NUM_TIMES
from training.stages.text import tokenise
from training.stages.trajectories import NUM_WINDOWS
from training.words.captions import caption_drawing, caption_restyle, describe_details
from training.words.prompts import choose_details, write_prompt
from training.world import STYLES, Scene

PEAK_RATE = 3e-4
# A flow is asked for as many steps as it has windows, or for twice as many.
STEPS = (NUM_WINDOWS, NUM_WINDOWS, 2 * NUM_WINDOWS)
PARAPHRASE_SHARE = 0.5
TEACHER, FOLLOWED_FLOW = "teacher", "followed.pt"


@dataclass(frozen=True, kw_only=True)
class FollowBatch(Batch):
    """What one update learns from: latents `[B, 4, 32, 32]`, timesteps `[B]`, and tokens `[B, 64]` of the captions that
    the teacher is given and of the paraphrases that the student is given."""

    latents: Tensor
    times: Tensor
    captions: Tensor
    paraphrases: Tensor


def train_following(folder: Path, size: Size, model: Path, flow: Path, minutes: float) -> None:
    """Teaches the flow in the folder `flow` the text encoder in `model`; goes on from its own checkpoint.

    Raises:
        FileNotFoundError: one of the two folders is not there.
    """
    device, work = best_device(), following_folder(folder, model)
    if not (work / TEACHER).exists():
        shutil.copytree(flow, work / TEACHER)
    pipe = StableDiffusionPipeline.from_pretrained(work / TEACHER, dtype=torch.float32).to(device)
    pipe.set_progress_bar_config(disable=True)
    teacher = copy.deepcopy(pipe.unet).requires_grad_(False).to(memory_format=torch.channels_last)
    student = copy.deepcopy(pipe.unet).train().to(memory_format=torch.channels_last)
    pipe.unet = build_fast_denoiser(pipe.unet, STABLE_DIFFUSION.layers)
    student_text = _text_encoder(model).to(device)
    use_plain_attention(device, teacher, student)
    trainer = open_trainer(work / FOLLOWED_FLOW, student, minutes, peak_rate=PEAK_RATE, weight_decay=0.01)
    while not trainer.finished:
        for batch in sample_batches(pipe, size, trainer.step):
            trainer.update(following_loss(teacher, pipe.text_encoder, student, student_text, batch.to(device)))
            if trainer.finished:
                break
    trainer.save()


def following_folder(folder: Path, model: Path) -> Path:
    """Where the following of the text encoder in `model`, and of no other, is kept."""
    return folder / f"follow-{fingerprint_of_weights(_text_encoder(model))[:8]}"


def _text_encoder(model: Path) -> CLIPTextModel:
    return CLIPTextModel.from_pretrained(model / "text_encoder").float().eval().requires_grad_(False)


def sample_batches(pipe: Any, size: Size, seed: int) -> Iterator[FollowBatch]:
    """The steps of one batch of paintings, mixed, and one batch of their restyles."""
    rng = np.random.default_rng((59, seed))
    scenes = random_scenes(size, rng)
    pairs = [_caption_and_paraphrase(scene, rng) for scene in scenes]
    captions, paraphrases = (tokenise(pipe.tokenizer, list(texts)) for texts in zip(*pairs, strict=True))
    num_steps = STEPS[int(rng.integers(len(STEPS)))]
    prompts = [caption for caption, _ in pairs]
    trajectories, timesteps = sample_trajectories(pipe, prompts, seed, num_steps, guidance_scale=1.0)
    for latents, times, rows in shuffle_steps(trajectories[:-1], timesteps, rng):
        yield FollowBatch(latents=latents, times=times, captions=captions[rows], paraphrases=paraphrases[rows])
    yield _restyles(pipe, scenes, trajectories[-1].clone(), rng)


def _caption_and_paraphrase(scene: Scene, rng: np.random.Generator) -> tuple[str, str]:
    if rng.random() < PARAPHRASE_SHARE:
        details = choose_details(scene, rng)
        return describe_details(scene, details), write_prompt(scene, details, rng)
    caption = caption_drawing(scene, rng)
    return caption, caption


def _restyles(pipe: Any, scenes: list[Scene], latents: Tensor, rng: np.random.Generator) -> FollowBatch:
    """Paintings as photos would be that are to be drawn in another style: under noise, at one level each."""
    restyled = [replace(scene, style=STYLES[int(rng.integers(len(STYLES)))]) for scene in scenes]
    captions = tokenise(pipe.tokenizer, [caption_restyle(scene, rng) for scene in restyled])
    levels = torch.from_numpy(rng.uniform(0, STRENGTHS[1], len(scenes))).float()
    share = levels[:, None, None, None]
    noise = torch.from_numpy(rng.standard_normal(latents.shape)).float()
    times = (levels * NUM_TIMES).long()
    noisy = (1 - share) * latents + share * noise
    return FollowBatch(latents=noisy, times=times, captions=captions, paraphrases=captions)


def following_loss(
    teacher: UNet2DConditionModel,
    teacher_text: CLIPTextModel,
    student: UNet2DConditionModel,
    student_text: CLIPTextModel,
    batch: FollowBatch,
) -> Tensor:
    """Mean of the squared difference of two velocities: the teacher's, given the captions through `teacher_text`, and
    the student's, given the paraphrases through `student_text`."""
    latents = batch.latents.to(memory_format=torch.channels_last)
    with mixed_precision(latents.device):
        with torch.no_grad():
            teacher_states = teacher_text(input_ids=batch.captions).last_hidden_state
            target = teacher(latents, batch.times, encoder_hidden_states=teacher_states).sample
            student_states = student_text(input_ids=batch.paraphrases).last_hidden_state
        predicted = student(latents, batch.times, encoder_hidden_states=student_states).sample
    return (predicted - target).float().square().mean()
