"""Builds the table by which `pipeline.prompt.open_details` fills in what a prompt leaves open.

What is chosen from are the captions' own words. What counts as mentioned is wider: also what people say and mau never
saw. Patterns and accessories are left out, since most captions that name none mean none. What is worn has a colour,
though.
"""

from __future__ import annotations

from typing import Any

from pipeline.prompt.open_details import words_of
from training.words.caption_phrases import (
    ACCESSORY,
    ANIMAL,
    CLOTH,
    COAT,
    EXPRESSION,
    EYE,
    GROUND,
    PLAIN_GROUND,
    POSE,
    SCENERY,
    STYLE_AFTER,
)
from training.world import BACKGROUNDS, COATS, NEON_BACKGROUNDS, Level

COAT_WORDS = ("tabby", "tortoiseshell", "calico", "golden", "silver", *CLOTH)
# Ways to make a picture, ours and others: whoever names one has said what it shall look like.
STYLE_WORDS = (
    "style", "styled", "manga", "anime", "panel", "sega", "mascot", "character", "game", "photo", "photos",
    "photograph", "photography", "photographed", "photorealistic", "realistic", "realism", "real", "pixel", "pixels",
    "8 bit", "16 bit", "sprite", "watercolour", "watercolours", "watercolor", "watercolors", "cyberpunk", "neon",
    "pencil", "graphite", "sketch", "sketched", "doodle", "sticker", "stickers", "drawing", "drawn", "draw",
    "painting", "painted", "illustration", "illustrated", "art", "artwork", "cartoon", "comic", "render", "rendering",
    "rendered", "3d", "cgi", "oil", "oils", "acrylic", "gouache", "ink", "crayon", "crayons", "chalk", "charcoal",
    "pastel", "pastels", "lineart", "vector", "logo", "icon", "emoji", "poster", "cinematic", "polaroid", "clay",
    "origami", "stained glass", "impressionist", "cubist", "surreal", "minimalist", "vintage", "pixar", "ghibli",
    "disney", "chibi",
)  # fmt: skip
# Behind these a colour is not the animal's.
NOT_FUR = (
    "eye", "eyes", "eyed", "big", "large", "scarf", "knitted", "bow", "ribbon", "hair", "collar", "hat", "glasses",
    "round", "spectacles", "background", "patches", "spots", "chest", "bib", "border", "and",
)  # fmt: skip
CLOTH_WORDS = (
    "gold", "golden", "silver", "navy", "teal", "turquoise", "cyan", "magenta", "maroon", "mint", "rainbow",
    "no", "without", "colourful", "colorful", "striped", "checked", "plaid", "tartan", "dotted", "dark", "bright",
)  # fmt: skip
# Behind these a colour is neither that of what is worn nor that of the eyes.
NOT_NEAR = (
    "background", "backdrop", "wall", "fur", "coat", "cat", "kitten", "kitty", "fox", "dog", "puppy", "rabbit", "bunny",
    "patches", "spots", "chest", "bib", "border", "sky", "sea", "forest", "coloured",
)  # fmt: skip
NOT_CLOTH = ("eye", "eyes", "eyed", "big", "large", *NOT_NEAR)
EYE_WORDS = ("hazel", "gold", "silver", "turquoise", "teal", "cyan", "copper", "closed", "no", "without", "glowing")
NOT_EYES = (
    "scarf", "knitted", "bow", "ribbon", "hair", "collar", "hat", "cap", "glasses", "round", "spectacles",
    "cheeks", "nose", "ears", "tail", "paws", *NOT_NEAR,
)  # fmt: skip
POSE_WORDS = (
    "portrait", "closeup", "close", "head", "face", "sitting", "seated", "sits", "running", "dashing", "runs", "run",
    "shoulders", "sit", "dashes", "lying", "standing", "jumping", "walking", "sleeping", "dancing", "flying", "playing",
)  # fmt: skip
EXPRESSION_WORDS = (
    "smiling", "smile", "smiles", "happy", "grinning", "laughing", "laughs", "laugh", "mouth", "sleepy", "sleeping",
    "drowsy", "tired", "closed", "winking", "wink", "winks", "neutral", "calm", "serious", "sad", "angry", "grumpy",
    "surprised", "scared",
)  # fmt: skip
PLACE_WORDS = (
    "background", "backdrop", "behind", "in front of", "wall", "landscape", "mountains", "synthwave", "sunset", "city",
    "street", "sky", "planets", "space", "stars", "forest", "trees", "woods", "beach", "sea", "garden", "room", "house",
    "field", "snow", "park",
)  # fmt: skip
# What suits most pictures is there twice.
EXPRESSIONS = ("smiling", "smiling", "open mouth", "neutral")
COATS_EXPECTED = {"fox": ("orange",)}
DARK_STYLES = ("neon", "cyberpunk")


def build_open_details(level: Level) -> dict[str, Any]:
    """The table for words.json: the details that a prompt for an animal of `level` may leave open."""
    return {
        "subjects": [noun for animal in level.animals for noun in _nouns(animal)],
        "details": [
            _style(),
            _coat(level),
            _accessory_colour(),
            _eyes(),
            {"name": "pose", "said": list(POSE_WORDS), "choices": [POSE[pose][0] for pose in POSE]},
            {"name": "expression", "said": list(EXPRESSION_WORDS), "choices": [EXPRESSION[e][0] for e in EXPRESSIONS]},
            _background(),
        ],
    }


def _nouns(animal: str) -> list[str]:
    """What an animal is called, in single words."""
    return [noun for noun in dict.fromkeys(ANIMAL[animal]) if " " not in noun]


def _style() -> dict[str, Any]:
    """First, since the place has to suit it."""
    return {"name": "style", "said": list(STYLE_WORDS), "choices": [phrases[0] for phrases in STYLE_AFTER.values()]}


def _accessory_colour() -> dict[str, Any]:
    """The colour of what is worn."""
    nouns = dict.fromkeys(noun for nouns in ACCESSORY.values() for noun in nouns if " " not in noun)
    by_word = {noun: [f"{colour} {noun}" for colour in CLOTH] for noun in nouns}
    colours = [
        word for table in (CLOTH, COAT) for phrases in table.values() for phrase in phrases for word in words_of(phrase)
    ]
    return {
        "name": "accessory colour",
        "said": list(dict.fromkeys([*colours, *CLOTH_WORDS])),
        "said_of": list(nouns),
        "unless_before": list(NOT_CLOTH),
        "choices": [],
        "by_word": by_word,
    }


def _coat(level: Level) -> dict[str, Any]:
    """As a noun with its colour: captions have no coat without one."""
    by_word = {
        noun: [f"{coat} {animal}" for coat in COATS_EXPECTED.get(animal, COATS)]
        for animal in level.animals
        for noun in _nouns(animal)
    }
    colours = [word for phrases in COAT.values() for phrase in phrases for word in words_of(phrase)]
    return {
        "name": "coat",
        "said": list(dict.fromkeys([*colours, *COAT_WORDS])),
        "unless_before": list(NOT_FUR),
        "choices": [],
        "by_word": by_word,
    }


def _eyes() -> dict[str, Any]:
    colours = [phrase.split()[-1] for table in (EYE, COAT, CLOTH) for phrases in table.values() for phrase in phrases]
    return {
        "name": "eyes",
        "said": list(dict.fromkeys([*colours, *EYE_WORDS])),
        "said_of": ["eyes", "eye", "eyed"],
        "unless_before": list(NOT_EYES),
        "choices": [f"{colour} eyes" for colour in EYE],
    }


def _background() -> dict[str, Any]:
    dark = [_ground(each) for each in NEON_BACKGROUNDS]
    return {
        "name": "background",
        "said": list(PLACE_WORDS),
        "choices": [_ground(each) for each in BACKGROUNDS],
        "once": sorted({word for name in (*COAT, *CLOTH, *GROUND) for word in name.split()}),
        "by_word": dict.fromkeys(DARK_STYLES, dark),
    }


def _ground(background: str) -> str:
    if background in SCENERY:
        return SCENERY[background][0]
    return PLAIN_GROUND[0].format(g=background)
