"""What is asked for, as frozen values that check themselves. Importing this loads neither torch nor Pillow."""

from __future__ import annotations

from pipeline.request.flat_names import SETTINGS
from pipeline.request.limits import (
    LONG_PROMPTS,
    MAX_BLENDED,
    MAX_GUIDANCE,
    MAX_IMAGES,
    MAX_KEPT_LAYOUT,
    MAX_PROMPT_CHARS,
    MAX_SEED,
    MAX_SIDE_PX,
    MAX_STEPS,
    MAX_STRENGTH,
    MAX_VARIATION,
    MIN_GUIDANCE,
    MIN_GUIDANCE_END,
    MIN_SIDE_PX,
    MIN_STRENGTH,
    PRECISIONS,
    LongPrompt,
    Precision,
)
from pipeline.request.parts import Blended, PhotoStart, Prompt, Sampling, Size, Variation
from pipeline.request.request import GenerationRequest
from pipeline.request.seeds import parse_seed, seed_of_image

__all__ = [
    "LONG_PROMPTS",
    "MAX_BLENDED",
    "MAX_GUIDANCE",
    "MAX_IMAGES",
    "MAX_KEPT_LAYOUT",
    "MAX_PROMPT_CHARS",
    "MAX_SEED",
    "MAX_SIDE_PX",
    "MAX_STEPS",
    "MAX_STRENGTH",
    "MAX_VARIATION",
    "MIN_GUIDANCE",
    "MIN_GUIDANCE_END",
    "MIN_SIDE_PX",
    "MIN_STRENGTH",
    "PRECISIONS",
    "SETTINGS",
    "Blended",
    "GenerationRequest",
    "LongPrompt",
    "PhotoStart",
    "Precision",
    "Prompt",
    "Sampling",
    "Size",
    "Variation",
    "parse_seed",
    "seed_of_image",
]
