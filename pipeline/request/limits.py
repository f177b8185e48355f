"""What holds for every model: ranges and choices. What one model can do is checked by `ModelSpec.complete`."""

from __future__ import annotations

from typing import Literal, TypeAlias

LongPrompt: TypeAlias = Literal["cut", "whole"]
LONG_PROMPTS: tuple[LongPrompt, ...] = ("cut", "whole")
Precision: TypeAlias = Literal["exact", "fast"]
PRECISIONS: tuple[Precision, ...] = ("exact", "fast")

MAX_PROMPT_CHARS = 4_000
MAX_SEED = 2**32 - 1
MAX_STEPS = 100
MIN_GUIDANCE, MAX_GUIDANCE = 1.0, 20.0
MIN_GUIDANCE_END = 0.05
MIN_STRENGTH, MAX_STRENGTH = 0.05, 1.0
MIN_SIDE_PX, MAX_SIDE_PX = 64, 2048
MAX_KEPT_LAYOUT = 1.0
MAX_IMAGES = 8
MAX_VARIATION = 1.0
MAX_BLENDED = 3
