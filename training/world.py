"""The world that the built-in model knows: what a picture can show, and how often.

A `Scene` is one sentence about a picture in plain values. The drawings turn it into pixels and the captions into words,
so both always agree. `LEVELS` is the curriculum: each level adds to the world of the level before.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

import numpy as np

from training.subject import KIND_SHARE, SUBJECT, SUBJECT_SHARE, Subject

STYLES = ("manga", "mascot", "photo", "pixel", "watercolour", "neon", "pencil", "sticker")
ANIMALS = ("cat", "fox", "dog", "rabbit")
COATS = ("white", "black", "orange", "grey", "cream", "brown")
PATTERNS = ("solid", "patches", "stripes", "tuxedo")
EYE_COLOURS = ("green", "blue", "amber", "purple")
ACCESSORIES = ("none", "scarf", "bow", "collar", "hat", "glasses")
ACCESSORY_COLOURS = ("pink", "red", "blue", "green", "yellow", "purple")
POSES = ("portrait", "sitting", "running")
EXPRESSIONS = ("smiling", "open mouth", "sleepy", "winking", "neutral")
PLAIN_BACKGROUNDS = ("white", "grey", "pink", "yellow", "light blue", "mint", "purple", "navy")
SCENE_BACKGROUNDS = ("retro sunset", "neon city", "night sky", "forest", "beach")
BACKGROUNDS = PLAIN_BACKGROUNDS + SCENE_BACKGROUNDS
# Where a photographed animal happens to be. No words ask for it and no level samples it: see `training.photo_pairs`.
SURROUNDINGS = "surroundings"

# A glowing line needs the dark: pale backgrounds would make the neon style unrecognisable.
NEON_BACKGROUNDS = ("pink", "light blue", "mint", "purple", "navy") + SCENE_BACKGROUNDS

HELD_OUT_SHARE = 0.04
HELD_OUT_SALT = "emerge-held-out-26"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What one picture shows. `accessory_colour` is "none" exactly where `accessory` is."""

    style: str
    animal: str
    coat: str
    pattern: str
    eye_colour: str
    accessory: str
    accessory_colour: str
    pose: str
    expression: str
    background: str


@dataclass(frozen=True, kw_only=True)
class Level:
    """One stage of the curriculum."""

    animals: tuple[str, ...]
    accessories: tuple[str, ...]
    accessory_share: float
    scene_share: float


LEVELS: dict[int, Level] = {
    1: Level(animals=("cat",), accessories=("scarf", "bow", "collar"), accessory_share=0.35, scene_share=0.0),
    2: Level(animals=("cat",), accessories=ACCESSORIES[1:], accessory_share=0.55, scene_share=0.4),
    3: Level(animals=ANIMALS, accessories=ACCESSORIES[1:], accessory_share=0.55, scene_share=0.4),
}

KINDS: dict[str, tuple[str, ...]] = {
    "animal": ANIMALS,
    "coat": COATS,
    "pattern": PATTERNS,
    "accessory": ("none", *ACCESSORIES[1:]),
    "accessory_colour": ("none", *ACCESSORY_COLOURS),
}


def check_subject(subject: Subject) -> None:
    """Raises:
    ValueError: the subject has something that cannot be drawn, or that could not be seen.
    """
    for name, values in KINDS.items():
        if (value := getattr(subject, name)) not in values:
            raise ValueError(f"subject.py: {name} {value!r} is none of {', '.join(values)}")
    if (subject.accessory == "none") != (subject.accessory_colour == "none"):
        raise ValueError("subject.py: accessory and accessory_colour are both none, or neither is")
    if subject.coat == "white" and subject.pattern == "tuxedo":
        raise ValueError("subject.py: a tuxedo's white chest cannot be seen on a white coat")


def is_held_out(scene: Scene) -> bool:
    """Whether this combination of style, coat, pattern and background never appears in a training drawing."""
    key = "|".join((HELD_OUT_SALT, scene.style, scene.coat, scene.pattern, scene.background))
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:4], "big") < HELD_OUT_SHARE * 2**32


def look_of(subject: Subject) -> dict[str, str]:
    """What of a `Scene` is the subject itself, by the names of the fields."""
    return {name: value for name, value in asdict(subject).items() if name in KINDS}


def shows_subject(scene: Scene) -> bool:
    """Whether the scene shows the animal that the model is named after."""
    return all(getattr(scene, name) == getattr(SUBJECT, name) for name in KINDS)


def is_drawable(scene: Scene) -> bool:
    """Whether every attribute would be visible: no white bib on white fur, no white cat without outline on white."""
    if scene.coat == "white" and scene.pattern == "tuxedo":
        return False
    if scene.style == "neon" and scene.background not in NEON_BACKGROUNDS:
        return False
    outlineless = scene.style in ("photo", "watercolour")
    return not (outlineless and scene.coat == scene.background)


def sample_scene(rng: np.random.Generator, level: int, held_out: bool = False) -> Scene:
    """A random scene of the level; only held-out combinations with `held_out`, never one without."""
    while True:
        scene = _propose_scene(rng, LEVELS[level])
        if is_drawable(scene) and is_held_out(scene) == held_out:
            return scene


def pick(rng: np.random.Generator, values: tuple[str, ...]) -> str:
    """One of `values`, each as likely as the others."""
    return values[int(rng.integers(len(values)))]


def _propose_scene(rng: np.random.Generator, level: Level) -> Scene:
    style = pick(rng, STYLES)
    animal = SUBJECT.animal if rng.random() < KIND_SHARE else pick(rng, level.animals)
    coat, pattern = pick(rng, COATS), pick(rng, PATTERNS)
    accessory, colour = "none", "none"
    if rng.random() < level.accessory_share:
        accessory, colour = pick(rng, level.accessories), pick(rng, ACCESSORY_COLOURS)
    look = dict(zip(KINDS, (animal, coat, pattern, accessory, colour), strict=True))
    if rng.random() < SUBJECT_SHARE:
        look = look_of(SUBJECT)
    return Scene(
        **look,
        style=style,
        eye_colour=pick(rng, EYE_COLOURS),
        pose=pick(rng, POSES),
        expression=pick(rng, EXPRESSIONS),
        background=_propose_background(rng, style, level),
    )


def _propose_background(rng: np.random.Generator, style: str, level: Level) -> str:
    if rng.random() < level.scene_share:
        return pick(rng, SCENE_BACKGROUNDS)
    if style == "mascot" and rng.random() < 0.3:
        return "light blue"
    return pick(rng, PLAIN_BACKGROUNDS)
