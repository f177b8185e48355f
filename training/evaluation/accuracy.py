"""Accuracy: paints prompts that no training drawing has, and compares what the judge sees with what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from numpy.typing import NDArray

from pipeline.models.families.stable_diffusion.family import STABLE_DIFFUSION
from pipeline.speed.precision import quicken_in_float32
from training.guidance import GUIDANCE_SCALE, guidance_arguments
from training.pictures.dataset import held_out_scene
from training.sizes import IMAGE_PX
from training.stages.judge import Judge, read_attributes
from training.words.captions import describe_scene

NUM_STEPS = 20
BATCH = 10
Attributes = dict[str, str]  # name -> value
Picture = NDArray[np.uint8]


@lru_cache(maxsize=1)  # what this begins with, `training.evaluation.few_steps` begins with too
def paint_held_out(
    model: Path, level: int, count: int, num_steps: int = NUM_STEPS, guidance_scale: float = GUIDANCE_SCALE
) -> Picture:
    """`[count, 256, 256, 3]`: what the model in this folder makes of the held-out prompts of `level`."""
    prompts = [describe_scene(held_out_scene(index, level)) for index in range(count)]
    return paint_prompts(open_model(model), prompts, num_steps, guidance_scale)


def open_model(model: Path) -> StableDiffusionPipeline:
    pipeline = StableDiffusionPipeline.from_pretrained(model)
    pipeline.set_progress_bar_config(disable=True)
    quicken_in_float32(STABLE_DIFFUSION, pipeline)
    return pipeline


def paint_prompts(
    pipeline: StableDiffusionPipeline,
    prompts: Sequence[str],
    num_steps: int = NUM_STEPS,
    guidance_scale: float = GUIDANCE_SCALE,
) -> Picture:
    """`[N, 256, 256, 3]`: a picture of every prompt, by the stock pipeline; the same noise whatever the model."""
    rows: list[Picture] = []
    for start in range(0, len(prompts), BATCH):
        batch = list(prompts[start : start + BATCH])
        generators = [torch.Generator().manual_seed(1_000 + start + number) for number in range(len(batch))]
        images = pipeline(
            batch,
            num_inference_steps=num_steps,
            **guidance_arguments(pipeline, num_steps, guidance_scale),
            height=IMAGE_PX,
            width=IMAGE_PX,
            generator=generators,
            output_type="np",
        ).images
        rows.append(np.round(images * 255).astype(np.uint8))
        print(f"painted {start + len(batch)} of {len(prompts)}", flush=True)
    return np.concatenate(rows)


def measure_accuracy(judge: Judge, pictures: Picture, targets: Sequence[Attributes]) -> dict[str, float]:
    """Per attribute the share of pictures that show the value in `targets`, and `overall` over all attributes."""
    predictions = read_attributes(judge, pictures)
    hits: dict[str, list[bool]] = {}
    for target, prediction in zip(targets, predictions, strict=True):
        for name, value in target.items():
            hits.setdefault(name, []).append(prediction[name] == value)
    shares = {name: round(float(np.mean(values)), 4) for name, values in hits.items()}
    shares["overall"] = round(float(np.mean([hit for values in hits.values() for hit in values])), 4)
    return shares
