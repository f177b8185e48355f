"""`ModelSpec`: one model as far as it can be known without loading it: where it lies, what it can do, what suits it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.checks import whole_number
from pipeline.errors import InvalidRequest
from pipeline.prompt.open_details import OpenDetails
from pipeline.request import GenerationRequest
from pipeline.schedule.noise_curve import STABLE_DIFFUSION, build_noise_curve
from pipeline.schedule.schedulers import SCHEDULERS


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a model comes from: exactly one of `folder`, `file` and `hub_id` (with `revision`) is set."""

    folder: Path | None = None
    file: Path | None = None
    hub_id: str | None = None
    revision: str | None = None

    def __str__(self) -> str:
        return str(self.folder or self.file or self.hub_id)


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What a page starts with for this model. `scheduler` is the model's own."""

    scheduler: str = "DDIM"
    num_steps: int = 20
    guidance_scale: float = 7.5
    guidance_end: float = 1.0
    strength: float = 0.6
    keep_layout: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What the model can do; a control outside them is not shown, an API value outside them is refused by name."""

    schedulers: tuple[str, ...] = field(default_factory=lambda: tuple(SCHEDULERS))
    # Not those that were taught to paint as if guided: steps and guidance are then the model's and not a style's.
    guidance: bool = True
    negative_prompt: bool = True  # what guidance leads away from
    text: bool = True  # False: it paints over photos only
    photo: bool = True
    mask: bool = True


@dataclass(frozen=True, kw_only=True)
class World:
    """What a small model has seen (its words.json): lowercase words, curriculum level, styles."""

    words: frozenset[str]
    level: int
    styles: tuple[str, ...] = ()
    # What it paints best with.
    guidance_scale: float = Defaults.guidance_scale
    guidance_end: float = Defaults.guidance_end
    keep_layout: float = Defaults.keep_layout
    num_steps: int = Defaults.num_steps
    guided: bool = True  # False: it paints as if guided already
    open_details: OpenDetails = OpenDetails()
    of_photo: str = ""  # the words that it read beside every photo


@dataclass(frozen=True, kw_only=True)
class ModelSpec:
    """One model, as far as it can be known without loading it.

    `family` is its key in `pipeline.models.families`; `max_side_px` is this model's own limit; `prediction` is how its
    denoiser's output is to be read; `noise_curve` is the share of noise along its schedule
    (`pipeline.schedule.noise_curve`).
    """

    key: str
    source: Source
    family: str = "stable-diffusion"
    px_per_latent: int = 8
    size_multiple_px: int = 8
    native_size_px: int = 512
    max_side_px: int = 1024
    max_tokens: int = 75
    prediction: str = "epsilon"
    defaults: Defaults = field(default_factory=Defaults)
    capabilities: Capabilities = field(default_factory=Capabilities)
    noise_curve: tuple[float, ...] = build_noise_curve(STABLE_DIFFUSION)
    world: World | None = None
    licence: str = "not stated"

    def complete(self, request: GenerationRequest, *, photo_follows: bool = False) -> GenerationRequest:
        """`request` with size and scheduler filled in, and a mask of all of the photo where the model needs one.

        photo_follows: the photo is put in later. Raises `InvalidRequest` for what this model cannot do.
        """
        self._check_capabilities(request)
        if not self.capabilities.text:
            request = self._with_mask(request, photo_follows=photo_follows)
        width, height = request.photo.size if request.photo else (request.width_px, request.height_px)
        return request.with_(
            model=self.key,
            width_px=self._side("Width", width),
            height_px=self._side("Height", height),
            guidance_scale=request.guidance_scale if self.capabilities.guidance else 1.0,
            scheduler=request.scheduler or self.defaults.scheduler,
        )

    def _with_mask(self, request: GenerationRequest, *, photo_follows: bool) -> GenerationRequest:
        """The same with all of its photo masked where nothing is. Raises `InvalidRequest` without a photo."""
        from PIL import Image

        if request.photo is None:
            if photo_follows:
                return request
            reason = f"{self.key} repaints photos and cannot paint from words alone: choose a photo."
            raise InvalidRequest("Photo", reason)
        return request if request.mask is not None else request.with_(mask=Image.new("L", request.photo.size, 255))

    def _side(self, label: str, side_px: int | None) -> int:
        if side_px is None:
            return self.native_size_px
        side_px = whole_number(label, side_px, 8 * self.px_per_latent, self.max_side_px)
        if side_px % self.size_multiple_px:
            reason = f"got {side_px}, allowed are multiples of {self.size_multiple_px} up to {self.max_side_px}."
            raise InvalidRequest(label, reason)
        return side_px

    def _check_capabilities(self, request: GenerationRequest) -> None:
        can = self.capabilities
        if request.scheduler is not None and request.scheduler not in can.schedulers:
            allowed = ", ".join(can.schedulers)
            raise InvalidRequest("Scheduler", f"“{request.scheduler}” does not fit {self.key}, allowed are {allowed}.")
        if request.photo is not None and not can.photo:
            raise InvalidRequest("Photo", f"{self.key} paints from text only.")
        if request.mask is not None and not can.mask:
            raise InvalidRequest("Mask", f"{self.key} repaints whole photos only.")
        if request.negative_prompt and not can.negative_prompt:
            raise InvalidRequest("Negative prompt", f"{self.key} takes none.")
