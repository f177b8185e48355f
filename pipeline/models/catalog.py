"""The models that a visitor may name: `ModelSpec`, and the `Catalog` that the host fills at start.

The built-in "mau" and "mau-flow", the host's --model, and every folder and .safetensors file in <data_dir>/models.
What a model is gets read from its own configuration files; the families are told apart in
`pipeline.models.families.stable_diffusion`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import InvalidRequest, ModelUnavailable
from pipeline.prompt.open_details import OpenDetails
from pipeline.request import SCHEDULERS, GenerationRequest, shown, whole_number
from pipeline.schedule.noise_curve import STABLE_DIFFUSION, build_noise_curve

BUILTIN_FOLDER = Path(__file__).resolve().parents[2] / "assets" / "models"
BUILTIN_KEY = "mau"
MORE_BUILTIN_KEYS = ("mau-flow",)  # offered where their folders are there
logger = logging.getLogger(__name__)


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

    schedulers: tuple[str, ...] = SCHEDULERS
    # Not those that were taught to paint as if guided: steps and guidance are then the model's and not a style's.
    guidance: bool = True
    negative_prompt: bool = True  # what guidance leads away from
    photo: bool = True
    mask: bool = True  # every 4-channel U-Net can: the stock inpainting pipeline blends latents at each step
    text: bool = True  # not those of 9 channels: they were trained with a photo and a mask beside the latents
    attention: bool = True


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

    `max_side_px` is this model's own limit; `prediction` is how its U-Net's output is to be read; `noise_curve` is the
    share of noise along its schedule (`pipeline.schedule.noise_curve`).
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


class Catalog:
    """The menu of models, in order. Filled by the host at start, only read afterwards.

    A broken entry of the models folder does not keep the others from being offered: it is in `problems`
    (key -> what is wrong), and asking for it raises `ModelUnavailable` with that.
    """

    def __init__(self) -> None:
        self._specs: dict[str, ModelSpec] = {}
        self.problems: dict[str, str] = {}
        self.default = BUILTIN_KEY  # the key that the host starts with

    @classmethod
    def build(
        cls, *, model: str | None = None, data_dir: Path | None = None, builtin_folder: Path = BUILTIN_FOLDER
    ) -> Catalog:
        """The built-in models, then `model` (key, folder, .safetensors file or Hub id), then <data_dir>/models/*."""
        catalog = cls()
        catalog.add(builtin_folder / BUILTIN_KEY, key=BUILTIN_KEY)
        for key in MORE_BUILTIN_KEYS:
            if (builtin_folder / key).is_dir():
                catalog.add(builtin_folder / key, key=key)
        if model is not None and model not in {*catalog.keys, *catalog.problems}:
            catalog.default = catalog.add(model)
        for path in _offered(data_dir):
            catalog.add(path)
        return catalog

    def add(self, source: str | Path, key: str | None = None) -> str:
        """Reads what `source` is and offers it; gives back its key. A broken one goes to `problems`."""
        from pipeline.models.families.stable_diffusion import read_spec

        key = self._free_key(key or _key_for(source))
        try:
            self._specs[key] = read_spec(source, key)
        except ModelUnavailable as error:
            self.problems[key] = error.hint
            logger.warning("%s", error)
        return key

    def spec(self, key: str) -> ModelSpec:
        """Raises `InvalidRequest` for a key that is not in the menu, `ModelUnavailable` for a broken entry."""
        if key in self._specs:
            return self._specs[key]
        if key in self.problems:
            raise ModelUnavailable(key, self.problems[key])
        known = ", ".join(self._specs) or "none, since no model is there"
        raise InvalidRequest("Model", f"got {shown(key)}, allowed are {known}.")

    def __iter__(self) -> Iterator[ModelSpec]:
        return iter(self._specs.values())

    def __contains__(self, key: str) -> bool:
        return key in self._specs

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in menu order."""
        return tuple(self._specs)

    def _free_key(self, key: str) -> str:
        taken = {*self._specs, *self.problems}
        candidates = [key, *(f"{key}-{count}" for count in range(2, len(taken) + 3))]
        return next(candidate for candidate in candidates if candidate not in taken)


def _offered(data_dir: Path | None) -> list[Path]:
    """Folders with a model_index.json and .safetensors files in <data_dir>/models, by name."""
    if data_dir is None or not (data_dir / "models").is_dir():
        return []
    entries = sorted((data_dir / "models").iterdir(), key=lambda path: path.name.lower())
    return [path for path in entries if path.suffix == ".safetensors" or (path / "model_index.json").is_file()]


def _key_for(source: str | Path) -> str:
    path = Path(source)
    return path.stem if path.suffix == ".safetensors" else path.name or str(source)
