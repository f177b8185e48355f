"""How a style draws an animal differently: the size of eyes and head, and what it wears by nature."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Proportions:
    """Factors on the neutral figure."""

    eye: float = 1.0
    eye_height: float = 1.0
    pupil: float = 0.55
    head: float = 1.0
    has_white_of_eye: bool = False
    has_gloves_and_shoes: bool = False


PROPORTIONS: dict[str, Proportions] = {
    "manga": Proportions(eye=1.22, eye_height=1.16, pupil=0.5),
    "mascot": Proportions(
        eye=1.12, eye_height=1.3, pupil=0.62, head=1.02, has_white_of_eye=True, has_gloves_and_shoes=True
    ),
    "photo": Proportions(eye=0.86, eye_height=0.92, pupil=0.42, head=0.97),
    "pixel": Proportions(eye=1.12, pupil=0.5),
    "watercolour": Proportions(),
    "neon": Proportions(eye=1.05, pupil=0.35),
    "pencil": Proportions(eye=1.02),
    "sticker": Proportions(eye=1.12, pupil=0.66),
}
