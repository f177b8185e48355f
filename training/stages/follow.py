"""`mau-flow` follows `mau` when `mau`'s text encoder has learnt on: in half an hour, not by paths and flow anew.

Teacher and pupil are two copies of the flow as it stands. The teacher is told a caption by the text encoder that the
flow came with, the pupil the same, or the same in other words, by the one that `mau` has now, and shall answer with the
same velocity: on the teacher's own way from noise to picture, and where a restyle of such a picture would set in.
What must not be overwritten while the pupil learns is kept beside its checkpoint.
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
from training.distillation import mixed_steps, paint_ways
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
FREE_SHARE = 0.5
TEACHER, FOLLOWED = "teacher", "followed.pt"


@dataclass(frozen=True, kw_only=True)
class Lesson(Batch):
    """One batch: latents `[B, 4, 32, 32]`, timesteps `[B]`, and tokens `[B, 64]` of what the teacher and what the pupil
    is told."""

    latents: Tensor
    times: Tensor
    captions: Tensor
    spoken: Tensor


def follow_model(folder: Path, size: Size, model: Path, flow: Path, minutes: float) -> None:
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
    pupil = copy.deepcopy(pipe.unet).train().to(memory_format=torch.channels_last)
    pipe.unet = build_fast_denoiser(pipe.unet, STABLE_DIFFUSION.layers)
    text = _text_encoder(model).to(device)
    use_plain_attention(device, teacher, pupil)
    trainer = open_trainer(work / FOLLOWED, pupil, minutes, peak_rate=PEAK_RATE, weight_decay=0.01)
    while not trainer.finished:
        for lesson in paint_lessons(pipe, size, trainer.step):
            trainer.update(following_loss(teacher, pipe.text_encoder, pupil, text, lesson.to(device)))
            if trainer.finished:
                break
    trainer.save()


def following_folder(folder: Path, model: Path) -> Path:
    """Where the following of the text encoder in `model`, and of no other, is kept."""
    return folder / f"follow-{fingerprint_of_weights(_text_encoder(model))[:8]}"


def _text_encoder(model: Path) -> CLIPTextModel:
    return CLIPTextModel.from_pretrained(model / "text_encoder").float().eval().requires_grad_(False)


def paint_lessons(pipe: Any, size: Size, seed: int) -> Iterator[Lesson]:
    """The steps of one batch of paintings, mixed, and one lesson of their restyles."""
    rng = np.random.default_rng((59, seed))
    scenes = random_scenes(size, rng)
    pairs = [_two_wordings(scene, rng) for scene in scenes]
    captions, spoken = (tokenise(pipe.tokenizer, list(texts)) for texts in zip(*pairs, strict=True))
    num_steps = STEPS[int(rng.integers(len(STEPS)))]
    passed, timesteps = paint_ways(pipe, [caption for caption, _ in pairs], seed, num_steps, guidance_scale=1.0)
    for latents, times, who in mixed_steps(passed[:-1], timesteps, rng):
        yield Lesson(latents=latents, times=times, captions=captions[who], spoken=spoken[who])
    yield _restyles(pipe, scenes, passed[-1].clone(), rng)


def _two_wordings(scene: Scene, rng: np.random.Generator) -> tuple[str, str]:
    if rng.random() < FREE_SHARE:
        told = choose_details(scene, rng)
        return describe_details(scene, told), write_prompt(scene, told, rng)
    caption = caption_drawing(scene, rng)
    return caption, caption


def _restyles(pipe: Any, scenes: list[Scene], painted: Tensor, rng: np.random.Generator) -> Lesson:
    """What was painted as a photo would be that is to be drawn in another style: under noise, at one level each."""
    others = [replace(scene, style=STYLES[int(rng.integers(len(STYLES)))]) for scene in scenes]
    captions = tokenise(pipe.tokenizer, [caption_restyle(scene, rng) for scene in others])
    levels = torch.from_numpy(rng.uniform(0, STRENGTHS[1], len(scenes))).float()
    share = levels[:, None, None, None]
    noise = torch.from_numpy(rng.standard_normal(painted.shape)).float()
    times = (levels * NUM_TIMES).long()
    return Lesson(latents=(1 - share) * painted + share * noise, times=times, captions=captions, spoken=captions)


def following_loss(
    teacher: UNet2DConditionModel,
    before: CLIPTextModel,
    pupil: UNet2DConditionModel,
    text: CLIPTextModel,
    lesson: Lesson,
) -> Tensor:
    """Mean of the squared difference of two velocities: the teacher's, told the caption through `before`, and the
    pupil's, told what is spoken through `text`."""
    latents = lesson.latents.to(memory_format=torch.channels_last)
    with mixed_precision(latents.device):
        with torch.no_grad():
            meant = before(input_ids=lesson.captions).last_hidden_state
            wanted = teacher(latents, lesson.times, encoder_hidden_states=meant).sample
            heard = text(input_ids=lesson.spoken).last_hidden_state
        answered = pupil(latents, lesson.times, encoder_hidden_states=heard).sample
    return (answered - wanted).float().square().mean()
