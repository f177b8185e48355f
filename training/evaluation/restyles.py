"""Restyles of photos: is each still the same picture, in its colours, and is the style there?

Every photo is restyled in every style at one strength. "layout" is the correlation of brightness after a blur of sigma
8 px, "coat" the share whose hue in the middle of the picture moves by no more than a bin's width, a twelfth of the
circle (or is colourless in both), "style" the share whose style the judge reads as asked. Real cats, drawn cats and
photos that show no cat are measured separately.

What a page starts with is measured, and beside it the same with nothing done to keep the layout.

Of held-out pairs (`training.photo_pairs`) it is known what they should become: there "layout" compares with that
drawing, and "coat" is what the judge reads.
"""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from pipeline.events import Finished
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from training.drawings import draw_scene
from training.photo_pairs import draw_pair, pair_scene
from training.pictures.dataset import held_out_scene
from training.pictures.real_photos import chelsea_views, real_photos
from training.sizes import IMAGE_PX
from training.stages.judge import Judge, read_attributes
from training.words.caption_phrases import STYLE_BEFORE
from training.world import STYLES

STRENGTH = 0.6
NUM_PAIRS, FIRST_PAIR = 40, 5_000_000  # far behind those of the training
BLUR_PX = 8
NUM_CATS = 5
BIN_WIDTH = 2 * np.pi / 12
LEAST_SATURATION = 0.12
Picture = NDArray[np.uint8]


def measure_restyles(
    painter: Painter, judge: Judge, level: int, keep_layout: float
) -> tuple[dict[str, dict[str, float]], Picture]:
    """Figures by group, and every restyled picture beside its photo as rows `[N, 256, 256, 3]`."""
    photos = real_photos()
    groups = {
        "chelsea": chelsea_views(),
        "no cats": [photos["coffee"], photos["astronaut"]],
        "drawn": _draw_cats(level),
    }
    report, rows = {}, []
    for name, group in groups.items():
        scores: dict[str, list[float]] = {"layout": [], "coat": [], "style": []}
        for number, photo in enumerate(group):
            pictures = _restyle(painter, photo, number, keep_layout)
            rows += [photo, *pictures]
            predictions = read_attributes(judge, np.stack(pictures))
            for style, picture, prediction in zip(STYLES, pictures, predictions, strict=True):
                scores["layout"].append(correlate_layouts(photo, picture))
                scores["coat"].append(float(has_same_hue(photo, picture)))
                scores["style"].append(float(prediction["style"] == style))
        report[name] = {key: round(float(np.mean(values)), 3) for key, values in scores.items()}
    return report, np.stack(rows)


def measure_pairs(
    painter: Painter, judge: Judge, level: int, keep_layout: float, count: int = NUM_PAIRS
) -> dict[str, float]:
    """How near restyled photos of held-out pairs come to what they should become, each in its own style."""
    scores: dict[str, list[float]] = {"layout": [], "coat": [], "style": []}
    for index in range(FIRST_PAIR, FIRST_PAIR + count):
        scene, (photo, drawing) = pair_scene(index, level), draw_pair(index, level)
        prompt = f"{STYLE_BEFORE[scene.style][0]} a {scene.animal}"
        picture = _paint(painter, prompt, photo, index, keep_layout)
        [prediction] = read_attributes(judge, picture[None])
        scores["layout"].append(correlate_layouts(drawing, picture))
        scores["coat"].append(float(prediction["coat"] == scene.coat))
        scores["style"].append(float(prediction["style"] == scene.style))
    return {key: round(float(np.mean(values)), 3) for key, values in scores.items()}


def _restyle(painter: Painter, photo: Picture, number: int, keep_layout: float) -> list[Picture]:
    """The photo in every style, in the order of `STYLES`, with one seed."""
    prompts = [f"{STYLE_BEFORE[style][0]} a cat" for style in STYLES]
    return [_paint(painter, prompt, photo, 3_000 + number, keep_layout) for prompt in prompts]


def _paint(painter: Painter, prompt: str, photo: Picture, seed: int, keep_layout: float) -> Picture:
    """The photo by the prompt, all else as a page starts with it and adds to it."""
    defaults, world = painter.spec.defaults, painter.spec.world
    request = GenerationRequest(
        prompt=f"{prompt}, {world.of_photo}" if world and world.of_photo else prompt,
        photo=Image.fromarray(photo),
        strength=STRENGTH,
        keep_layout=keep_layout,
        num_steps=defaults.num_steps,
        guidance_scale=defaults.guidance_scale,
        guidance_end=defaults.guidance_end,
        precision="exact",
        seed=seed,
    )
    *_, last = painter.paint(request, preview="Off")
    assert isinstance(last, Finished)
    return np.array(last.images[0])


def _draw_cats(level: int) -> list[Picture]:
    """Held-out drawings in the photo style."""
    scenes = (held_out_scene(index, level) for index in range(10_000))
    cats = (scene for scene in scenes if scene.style == "photo" and scene.animal == "cat")
    return [draw_scene(scene, 910_000 + number, IMAGE_PX) for number, scene in enumerate(islice(cats, NUM_CATS))]


def correlate_layouts(photo: Picture, restyle: Picture) -> float:
    """Pearson's correlation of both brightnesses, blurred: 1 is the same layout, 0 another picture."""
    first, second = (_blur(picture) for picture in (photo, restyle))
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


def _blur(picture: Picture) -> NDArray[np.float64]:
    blurred = Image.fromarray(picture).convert("L").filter(ImageFilter.GaussianBlur(BLUR_PX))
    return np.asarray(blurred, np.float64)


def has_same_hue(photo: Picture, restyle: Picture) -> bool:
    """Whether the hues of both middles are at most a bin apart, or both are colourless."""
    first, second = mean_hue(photo), mean_hue(restyle)
    if first is None or second is None:
        return first is second
    distance = abs(first - second)
    return bool(min(distance, 2 * np.pi - distance) <= BIN_WIDTH)


def mean_hue(picture: Picture) -> float | None:
    """The mean hue of the picture's middle half in radians, weighed by saturation and brightness; None: colourless."""
    quarter = picture.shape[0] // 4
    middle = Image.fromarray(picture[quarter:-quarter, quarter:-quarter]).convert("HSV")
    hue, saturation, value = np.asarray(middle, np.float64).reshape(-1, 3).T / 255
    weight = saturation * value
    if weight.mean() < LEAST_SATURATION:
        return None
    return float(np.angle(np.sum(weight * np.exp(2j * np.pi * hue))))
