"""Several prompts in one picture: stock diffusers with the mean of the embeddings that it computes itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.events import Finished
from pipeline.metadata.request_settings import request_from, settings_of
from pipeline.request import Blended, GenerationRequest
from pipeline.sampling.painter import Painter


def asked(**fields: Any) -> GenerationRequest:
    return GenerationRequest(prompt="a cat", num_steps=3, seed=5, precision="exact", scheduler="DDIM", **fields)


def painted(painter: Painter, request: GenerationRequest) -> list[Any]:
    events: list[Any] = []
    painter.run(request.with_(model=painter.spec.key), events.append)
    assert isinstance(events[-1], Finished)
    return [np.asarray(image) for image in events[-1].images]


@pytest.mark.parametrize("num_images", [1, 2])
@pytest.mark.parametrize("from_photo", [False, True])
def test_a_blend_is_the_stock_picture_of_the_mean_embedding(
    painter: Painter, model_folder: Path, photo: Image.Image, from_photo: bool, num_images: int
) -> None:
    import torch
    from diffusers import DDIMScheduler, StableDiffusionImg2ImgPipeline, StableDiffusionPipeline

    kind = StableDiffusionImg2ImgPipeline if from_photo else StableDiffusionPipeline
    pipe = kind.from_pretrained(model_folder, dtype=torch.float32)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    with torch.inference_mode():
        first, second = (pipe.encode_prompt(text, "cpu", 1, False)[0] for text in ("a cat", "a pencil sketch"))
        generators = [torch.Generator("cpu").manual_seed(5 + image) for image in range(num_images)]
        size = {"image": photo, "strength": 0.7} if from_photo else {"width": 64, "height": 64}
        stock = pipe(
            prompt_embeds=0.75 * first + 0.25 * second, negative_prompt="dog", num_inference_steps=3,
            guidance_scale=5.0, num_images_per_prompt=num_images, output_type="np",
            generator=generators if num_images > 1 else generators[0], **size,
        ).images  # fmt: skip
    given = {"photo": photo, "strength": 0.7} if from_photo else {"width_px": 64, "height_px": 64}
    ours = painted(
        painter,
        asked(
            blend=(Blended(prompt="a pencil sketch", weight=0.25),), negative_prompt="dog", guidance_scale=5,
            num_images=num_images, **given,
        ),
    )  # fmt: skip
    for image, pixels in zip(ours, stock, strict=True):
        assert np.array_equal(image, np.asarray(pipe.image_processor.numpy_to_pil(pixels)[0]))


def test_the_weight_changes_the_picture_and_none_leaves_it_as_it_was(painter: Painter) -> None:
    plain = painted(painter, asked())[0]
    nothing = painted(painter, asked(blend=(Blended(prompt="a pencil sketch", weight=0.0),)))[0]
    half = painted(painter, asked(blend=(Blended(prompt="a pencil sketch", weight=0.5),)))[0]
    whole = painted(painter, asked(blend=(Blended(prompt="a pencil sketch", weight=1.0),)))[0]
    assert np.array_equal(plain, nothing)
    assert not np.array_equal(plain, half) and not np.array_equal(half, whole)


def test_fast_takes_a_blend_too(painter: Painter) -> None:
    request = asked(blend=(Blended(prompt="a pencil sketch", weight=0.5),)).with_(precision="fast")
    assert painted(painter, request)[0].shape == painted(painter, asked())[0].shape


@pytest.mark.parametrize(
    ("blend", "sentence"),
    [
        ((Blended(prompt="x", weight=1.5),), "Weight: got 1.5"),
        ((Blended(prompt="x", weight=0.6), Blended(prompt="y", weight=0.6)), "Weight: the weights come to more than 1"),
        ((Blended(prompt="x" * 5_000, weight=0.1),), "Prompt: has 5,000 characters"),
        ((Blended(prompt="x", weight=0.1),) * 4, "Mix: got 5 prompts, allowed are up to 4"),
    ],
)
def test_a_blend_that_cannot_be_is_refused_by_name(blend: tuple[Blended, ...], sentence: str) -> None:
    with pytest.raises(InvalidRequest, match=sentence):
        asked(blend=blend)


def test_a_blend_is_in_the_settings_and_a_plain_request_says_nothing_of_it() -> None:
    mixed = asked(blend=(Blended(prompt="b", weight=0.25),))
    assert request_from(json.loads(json.dumps(settings_of(mixed)))) == mixed
    assert "blend" not in settings_of(asked())
