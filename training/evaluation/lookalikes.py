"""Animals that differ from the subject in one thing: a white cat in its pink scarf, without the patches.

Chance draws fourteen of those among 30,000 drawings, and the subject 1,500 times. So whoever asked for a
white cat with a pink scarf got Mau, and whoever said "solid" as well got Mau too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from diffusers import AutoencoderTiny
from numpy.typing import NDArray

from training.drawings import draw_scene
from training.pictures.dataset import fingerprint_of_world
from training.running.fingerprint import fingerprint
from training.sizes import IMAGE_PX, LATENT_CHANNELS, LATENT_PX, Size
from training.stages.autoencoder import draw_and_encode
from training.stages.judge import Judge, read_attributes
from training.subject import SUBJECT
from training.words.caption_phrases import STYLE_AFTER
from training.words.captions import describe_scene, subject_names
from training.world import (
    ACCESSORY_COLOURS,
    KINDS,
    STYLES,
    Scene,
    is_drawable,
    is_held_out,
    look_of,
    pick,
    sample_scene,
    shows_subject,
)

SAME_SHARE = 0.25  # of the drawings: the subject itself, so that it stays what it is
CHANGEABLE = (
    *KINDS,
    "pattern",
    "pattern",
    "pattern",
)  # the pattern most often, since most captions do not mention a solid coat
FIRST_SEED = 2_000_000
NUM_FINGERPRINTED = 200  # look-alikes that the drawings are known by
NUM_PROMPTS, NUM_NAMED_PER_STYLE = 48, 2
Picture = NDArray[np.uint8]
Paint = Callable[[Sequence[str]], Picture]


def lookalike_scene(index: int, level: int, held_out: bool = False) -> Scene:
    """Scene `index` of those that show the subject or an animal that differs from it in one thing (two,
    where it wears nothing, or something of its own); with `held_out`, only the latter, in combinations that no
    drawing has."""
    rng = np.random.default_rng((61, level, index, held_out))
    while True:
        scene = sample_scene(rng, level)
        look = look_of(SUBJECT)
        if held_out or rng.random() >= SAME_SHARE:
            look = _change_one(look, rng)
        scene = replace(scene, **look)
        if held_out and shows_subject(scene):
            continue
        if is_drawable(scene) and is_held_out(scene) == held_out:
            return scene


def _change_one(look: dict[str, str], rng: np.random.Generator) -> dict[str, str]:
    name = pick(rng, CHANGEABLE)
    new_look = {**look, name: pick(rng, tuple(value for value in KINDS[name] if value != look[name]))}
    if new_look["accessory"] == "none":
        new_look["accessory_colour"] = "none"
    elif new_look["accessory_colour"] == "none":
        new_look["accessory_colour"] = pick(rng, ACCESSORY_COLOURS)
    return new_look


def differences(scene: Scene) -> dict[str, str]:
    """The attributes by which `scene` is not the subject."""
    return {name: getattr(scene, name) for name, value in look_of(SUBJECT).items() if getattr(scene, name) != value}


def name_subject(style: str, rng: np.random.Generator) -> str:
    """The subject by its name, in a style: "mau the cat, pencil drawing"."""
    return f"{pick(rng, subject_names(SUBJECT))}, {pick(rng, STYLE_AFTER[style])}"


def encode_lookalikes(folder: Path, size: Size, network: AutoencoderTiny) -> NDArray[np.float16]:
    """Latents `[size.num_lookalikes, 4, 32, 32]` of `lookalike_scene`s; kept in `lookalikes-<level>.npy`."""
    world_scenes = (repr(lookalike_scene(index, size.level)) for index in range(NUM_FINGERPRINTED))
    shape = (size.num_lookalikes, LATENT_CHANNELS, LATENT_PX, LATENT_PX)
    path, world = folder / f"lookalikes-{size.level}.npy", fingerprint(fingerprint_of_world(size.level), *world_scenes)
    return draw_and_encode(network, _draw_rows, path, shape, size.level, world)


def _draw_rows(job: tuple[int, int, int]) -> Picture:
    start, count, level = job
    numbers = range(start, start + count)
    return np.stack([draw_scene(lookalike_scene(index, level), FIRST_SEED + index, IMAGE_PX) for index in numbers])


def measure_lookalikes(judge: Judge, level: int, paint: Paint, count: int = NUM_PROMPTS) -> dict[str, float]:
    """`apart`: how much of what makes the difference is painted to `count` captions of look-alikes, in combinations
    that no drawing has. `named`: how much of the subject is painted to its name and a style."""
    scenes = [lookalike_scene(index, level, held_out=True) for index in range(count)]
    rng = np.random.default_rng(67)
    name_prompts = [name_subject(style, rng) for style in STYLES for _ in range(NUM_NAMED_PER_STYLE)]
    pictures = paint([describe_scene(scene) for scene in scenes] + name_prompts)
    targets = [differences(scene) for scene in scenes] + [look_of(SUBJECT)] * len(name_prompts)
    accuracies = [
        float(np.mean([prediction[name] == value for name, value in target.items()]))
        for prediction, target in zip(read_attributes(judge, pictures), targets, strict=True)
    ]
    groups = {"apart": accuracies[:count], "named": accuracies[count:]}
    return {name: round(float(np.mean(values)), 4) for name, values in groups.items()}
