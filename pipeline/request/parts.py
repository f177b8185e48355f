"""The parts of a `GenerationRequest`. Each raises `InvalidRequest`, naming the field, for what no model takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.checks import keep_checked, number, one_of, shown, whole_number
from pipeline.errors import InvalidRequest
from pipeline.request.limits import (
    LONG_PROMPTS,
    MAX_BLENDED,
    MAX_GUIDANCE,
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
from pipeline.request.setting import check_settings, setting
from pipeline.schedule.schedulers import SCHEDULERS

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, kw_only=True)
class Blended:
    """Another prompt that is mixed in, with its weight between 0 and 1 (see `Family.prompt_arguments`)."""

    prompt: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What is wanted in words, and what is not.

    emphasis: whether brackets in the prompts are weights (`pipeline.prompt.emphasis`); else they are read as they
    stand.
    long: "cut" leaves out what is beyond the model's window of tokens, "whole" reads it in several windows.
    blend: up to three prompts that are mixed into `text`, which keeps what their weights leave of 1.
    """

    text: str = ""
    negative: str = ""
    emphasis: bool = False
    long: LongPrompt = "cut"
    blend: tuple[Blended, ...] = ()

    def __post_init__(self) -> None:
        _check_text("Prompt", self.text)
        _check_text("Negative prompt", self.negative)
        one_of("Long prompts", self.long, LONG_PROMPTS)
        if len(self.blend) > MAX_BLENDED:
            raise InvalidRequest("Mix", f"got {len(self.blend) + 1} prompts, allowed are up to {MAX_BLENDED + 1}.")
        for each in self.blend:
            _check_text("Prompt", each.prompt)
            number("Weight", each.weight, 0, 1)
        if self.weight < 0:
            raise InvalidRequest("Weight", "the weights come to more than 1.")

    @property
    def weight(self) -> float:
        """What share `text` has where others are mixed in; 1 where none is."""
        return 1.0 - sum(each.weight for each in self.blend)


@dataclass(frozen=True, kw_only=True)
class Variation:
    """How far the noise is turned towards that of another seed (`pipeline.sampling.variation`).

    seed: 0..2^32-1. strength: 0..1; above 0, all of several images start from the request's seed, and image i is
    turned towards seed + i.
    """

    seed: int = 0
    strength: float = 0.0

    def __post_init__(self) -> None:
        keep_checked(
            self,
            seed=whole_number("Variation seed", self.seed, 0, MAX_SEED),
            strength=number("Variation", self.strength, 0.0, MAX_VARIATION),
        )


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """How the noise is taken away.

    num_steps: 1..100, of the full schedule (what a photo's strength leaves of it is `GenerationRequest.plan`).
    guidance_scale: 1..20; 1 skips the unprompted half of every step.
    guidance_end: 0.05..1, the share of the steps that are guided; those after it run as with guidance_scale 1.
    scheduler, precision: None = the model's, or the device's, own choice.
    """

    num_steps: int = 20
    guidance_scale: float = 7.5
    guidance_end: float = setting(1.0, label="Guidance until", low=MIN_GUIDANCE_END, high=1.0)
    scheduler: str | None = None
    precision: Precision | None = None

    def __post_init__(self) -> None:
        keep_checked(
            self,
            num_steps=whole_number("Steps", self.num_steps, 1, MAX_STEPS),
            guidance_scale=number("Guidance scale", self.guidance_scale, MIN_GUIDANCE, MAX_GUIDANCE),
        )
        check_settings(self)
        one_of("Scheduler", self.scheduler, tuple(SCHEDULERS))
        one_of("Precision", self.precision, PRECISIONS)


@dataclass(frozen=True, kw_only=True)
class PhotoStart:
    """What the painting starts from: a photo under noise, or, without one, noise alone.

    picture: RGB, of exactly the size that is painted (see `pipeline.photo.upload.fit_photo`), or None.
    mask: "L" picture of the photo's size, 255 where it is repainted (see `pipeline.photo.mask`), or None for all of it.
    strength: 0.05..1, how much of a photo is repainted; without a photo it has no effect.
    keep_layout: 0..1, how much of a photo's layout is held on to while it is painted (`pipeline.sampling.keep_layout`);
        0 is as stock diffusers does it. Without a photo, or with a mask, it has no effect.
    """

    picture: Image.Image | None = None
    mask: Image.Image | None = None
    strength: float = 0.6
    keep_layout: float = 0.0

    def __post_init__(self) -> None:
        keep_checked(
            self,
            strength=number("Strength", self.strength, MIN_STRENGTH, MAX_STRENGTH),
            keep_layout=number("Keep layout", self.keep_layout, 0.0, MAX_KEPT_LAYOUT),
        )
        self._check_picture()
        self._check_mask()

    def _check_picture(self) -> None:
        if self.picture is None:
            return
        mode = getattr(self.picture, "mode", None)
        if mode != "RGB":
            raise InvalidRequest("Photo", f"got {mode or type(self.picture).__name__}, allowed is an RGB picture.")

    def _check_mask(self) -> None:
        if self.mask is None:
            return
        if self.picture is None:
            raise InvalidRequest("Mask", "needs a photo: it says what of it is repainted.")
        mode, size = getattr(self.mask, "mode", None), getattr(self.mask, "size", None)
        if mode != "L" or size != self.picture.size:
            wanted = f"{self.picture.size[0]} x {self.picture.size[1]}"
            raise InvalidRequest("Mask", f"got {mode} {size}, allowed is a picture of mode L and of {wanted} pixels.")
        if not self.mask.getbbox():
            raise InvalidRequest("Mask", "is empty: nothing would be repainted.")

    @property
    def kept_layout(self) -> float:
        """`keep_layout` where it has an effect: with a photo, and all of it repainted; else 0."""
        return self.keep_layout if self.picture is not None and self.mask is None else 0.0


@dataclass(frozen=True, kw_only=True)
class Size:
    """Of the picture, in pixels: 64..2048 each way. None = the photo's side, else the model's own choice."""

    width_px: int | None = None
    height_px: int | None = None

    def __post_init__(self) -> None:
        if self.width_px is not None:
            keep_checked(self, width_px=whole_number("Width", self.width_px, MIN_SIDE_PX, MAX_SIDE_PX))
        if self.height_px is not None:
            keep_checked(self, height_px=whole_number("Height", self.height_px, MIN_SIDE_PX, MAX_SIDE_PX))


def _check_text(field: str, text: object) -> None:
    if not isinstance(text, str):
        raise InvalidRequest(field, f"got {shown(text)}, allowed is text.")
    if len(text) > MAX_PROMPT_CHARS:
        raise InvalidRequest(field, f"has {len(text):,} characters, allowed are up to {MAX_PROMPT_CHARS:,}.")
