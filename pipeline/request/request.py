"""`GenerationRequest`: what a person asks for, checked as it is made.

Ranges that hold for every model are checked here; what one model can do is checked by `ModelSpec.complete`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pipeline.checks import number, one_of, shown, whole_number
from pipeline.errors import InvalidRequest
from pipeline.schedule.steps import StepPlan, plan_steps

if TYPE_CHECKING:
    from PIL import Image

    from pipeline.run.run import Run

LongPrompt: TypeAlias = Literal["cut", "whole"]
LONG_PROMPTS: tuple[LongPrompt, ...] = ("cut", "whole")
Precision: TypeAlias = Literal["exact", "fast"]
PRECISIONS: tuple[Precision, ...] = ("exact", "fast")
SCHEDULERS = ("DDIM", "DDPM", "Euler", "Euler a", "DPM++ 2M", "DPM++ 2M Karras", "UniPC")

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


@dataclass(frozen=True, kw_only=True)
class Branch:
    """Going on from a step of an earlier run: `step_index` counts from 0 within that run."""

    run: Run
    step_index: int


@dataclass(frozen=True, kw_only=True)
class Blended:
    """Another prompt that is mixed in, with its weight between 0 and 1 (see `pipeline.sampling.conditioning`)."""

    prompt: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """One painting. Raises `InvalidRequest`, naming the field, for any value that no model takes.

    emphasis: whether brackets in the prompts are weights (`pipeline.prompt.emphasis`); else they are read as they
    stand.
    long_prompt: "cut" leaves out what is beyond the model's window of tokens, "whole" reads it in several windows.
    seed: 0..2^32-1, already drawn (see `parse_seed`); image i of several uses seed + i.
    variation_strength: 0..1, how far the noise is turned towards that of another seed (`pipeline.sampling.variation`).
        Above 0, all of several images start from `seed`, and image i is turned towards variation_seed + i.
    guidance_scale: 1..20; 1 skips the unprompted half of every step.
    guidance_end: 0.05..1, the share of the steps that are guided; those after it run as with guidance_scale 1.
    strength: 0.05..1, how much of a photo is repainted; without a photo it has no effect.
    keep_layout: 0..1, how much of a photo's layout is held on to while it is painted (`pipeline.sampling.keep_layout`);
        0 is as stock diffusers does it. Without a photo, or with a mask, it has no effect.
    photo: RGB picture of exactly width_px x height_px (see `pipeline.photo.upload.fit_photo`), or None.
    mask: "L" picture of the photo's size, 255 where it is repainted (see `pipeline.photo.mask`), or None for all of it.
    width_px, height_px, scheduler, precision: None = the model's (size with a photo: the photo's) or
        the device's own choice.
    blend: up to three prompts that are mixed into `prompt`, which keeps what their weights leave of 1.
    """

    prompt: str = ""
    negative_prompt: str = ""
    emphasis: bool = False
    long_prompt: LongPrompt = "cut"
    model: str = "mau"
    photo: Image.Image | None = None
    mask: Image.Image | None = None
    strength: float = 0.6
    keep_layout: float = 0.0
    guidance_scale: float = 7.5
    guidance_end: float = 1.0
    num_steps: int = 20
    seed: int = 0
    variation_seed: int = 0
    variation_strength: float = 0.0
    width_px: int | None = None
    height_px: int | None = None
    precision: Precision | None = None
    scheduler: str | None = None
    num_images: int = 1
    branch: Branch | None = None
    blend: tuple[Blended, ...] = ()

    def __post_init__(self) -> None:
        _check_prompt("Prompt", self.prompt)
        _check_prompt("Negative prompt", self.negative_prompt)
        if not isinstance(self.model, str) or not self.model:
            raise InvalidRequest("Model", f"got {shown(self.model)}, allowed is the name of a model in the menu.")
        self._set("seed", whole_number("Seed", self.seed, 0, MAX_SEED))
        self._set("variation_seed", whole_number("Variation seed", self.variation_seed, 0, MAX_SEED))
        self._set("variation_strength", number("Variation", self.variation_strength, 0.0, MAX_VARIATION))
        self._set("num_steps", whole_number("Steps", self.num_steps, 1, MAX_STEPS))
        self._set("num_images", whole_number("Pictures", self.num_images, 1, MAX_IMAGES))
        self._set("guidance_scale", number("Guidance scale", self.guidance_scale, MIN_GUIDANCE, MAX_GUIDANCE))
        self._set("guidance_end", number("Guidance until", self.guidance_end, MIN_GUIDANCE_END, 1.0))
        self._set("strength", number("Strength", self.strength, MIN_STRENGTH, MAX_STRENGTH))
        self._set("keep_layout", number("Keep layout", self.keep_layout, 0.0, MAX_KEPT_LAYOUT))
        if self.width_px is not None:
            self._set("width_px", whole_number("Width", self.width_px, MIN_SIDE_PX, MAX_SIDE_PX))
        if self.height_px is not None:
            self._set("height_px", whole_number("Height", self.height_px, MIN_SIDE_PX, MAX_SIDE_PX))
        one_of("Scheduler", self.scheduler, SCHEDULERS)
        one_of("Long prompts", self.long_prompt, LONG_PROMPTS)
        one_of("Precision", self.precision, PRECISIONS)
        self._check_photo()
        self._check_mask()
        self._check_blend()

    def _set(self, field: str, value: float) -> None:
        object.__setattr__(self, field, value)

    def _check_photo(self) -> None:
        if self.photo is None:
            return
        mode = getattr(self.photo, "mode", None)
        if mode != "RGB":
            raise InvalidRequest("Photo", f"got {mode or type(self.photo).__name__}, allowed is an RGB picture.")
        width, height = self.photo.size
        asked = (self.width_px or width, self.height_px or height)
        if asked != (width, height):
            raise InvalidRequest(
                "Photo", f"is {width} x {height} pixels, but the picture {asked[0]} x {asked[1]}: crop or pad it first."
            )

    def _check_mask(self) -> None:
        if self.mask is None:
            return
        if self.photo is None:
            raise InvalidRequest("Mask", "needs a photo: it says what of it is repainted.")
        mode, size = getattr(self.mask, "mode", None), getattr(self.mask, "size", None)
        if mode != "L" or size != self.photo.size:
            wanted = f"{self.photo.size[0]} x {self.photo.size[1]}"
            raise InvalidRequest("Mask", f"got {mode} {size}, allowed is a picture of mode L and of {wanted} pixels.")
        if not self.mask.getbbox():
            raise InvalidRequest("Mask", "is empty: nothing would be repainted.")

    def _check_blend(self) -> None:
        if len(self.blend) > MAX_BLENDED:
            raise InvalidRequest("Mix", f"got {len(self.blend) + 1} prompts, allowed are up to {MAX_BLENDED + 1}.")
        for each in self.blend:
            _check_prompt("Prompt", each.prompt)
            number("Weight", each.weight, 0, 1)
        if self.prompt_weight < 0:
            raise InvalidRequest("Weight", "the weights come to more than 1.")

    @property
    def prompt_weight(self) -> float:
        """What share `prompt` has where others are mixed in; 1 where none is."""
        return 1.0 - sum(each.weight for each in self.blend)

    @property
    def kept_layout(self) -> float:
        """`keep_layout` where it has an effect: with a photo, and all of it repainted; else 0."""
        return self.keep_layout if self.photo is not None and self.mask is None else 0.0

    @property
    def plan(self) -> StepPlan:
        """The steps that will really run."""
        return plan_steps(self.num_steps, None if self.photo is None else self.strength)

    def with_(self, **changes: Any) -> GenerationRequest:
        """A copy with some fields changed, checked again."""
        return replace(self, **changes)


def seed_of_image(seed: int, image: int) -> int:
    """The seed of picture `image` of several: the next one each, from the largest on to 0."""
    return (seed + image) % (MAX_SEED + 1)


def parse_seed(value: object, field: str = "Seed") -> int:
    """A seed from a form: empty (None, "", blank) draws one at random. Raises `InvalidRequest`."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return secrets.randbelow(MAX_SEED + 1)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:20])
    return whole_number(field, value, 0, MAX_SEED)


def _check_prompt(field: str, text: object) -> None:
    if not isinstance(text, str):
        raise InvalidRequest(field, f"got {shown(text)}, allowed is text.")
    if len(text) > MAX_PROMPT_CHARS:
        raise InvalidRequest(field, f"has {len(text):,} characters, allowed are up to {MAX_PROMPT_CHARS:,}.")
