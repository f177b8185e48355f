"""The values of a request's parts by one name each, as scripts and saved settings have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar, overload

from pipeline.request.limits import LongPrompt, Precision
from pipeline.request.parts import Blended, PhotoStart, Prompt, Sampling, Size, Variation
from pipeline.request.setting import Setting, settings_of_part

if TYPE_CHECKING:
    from PIL import Image

T = TypeVar("T")


class Flat(Generic[T]):
    """One value of a part, read from the request itself: `request.photo` is `request.start.picture`."""

    def __init__(self, part: str, field: str) -> None:
        self.part = part
        self.field = field

    @overload
    def __get__(self, request: None, owner: type) -> Flat[T]: ...

    @overload
    def __get__(self, request: object, owner: type) -> T: ...

    def __get__(self, request: object | None, owner: type) -> Flat[T] | T:
        if request is None:
            return self
        value: T = getattr(getattr(request, self.part), self.field)
        return value


class FlatNames:
    """What a request can be asked for besides its parts."""

    prompt = Flat[str]("words", "text")
    negative_prompt = Flat[str]("words", "negative")
    emphasis = Flat[bool]("words", "emphasis")
    long_prompt = Flat[LongPrompt]("words", "long")
    blend = Flat[tuple[Blended, ...]]("words", "blend")
    variation_seed = Flat[int]("variation", "seed")
    variation_strength = Flat[float]("variation", "strength")
    num_steps = Flat[int]("sampling", "num_steps")
    guidance_scale = Flat[float]("sampling", "guidance_scale")
    guidance_end = Flat[float]("sampling", "guidance_end")
    scheduler = Flat[str | None]("sampling", "scheduler")
    precision = Flat[Precision | None]("sampling", "precision")
    photo = Flat["Image.Image | None"]("start", "picture")
    mask = Flat["Image.Image | None"]("start", "mask")
    strength = Flat[float]("start", "strength")
    keep_layout = Flat[float]("start", "keep_layout")
    width_px = Flat[int | None]("size", "width_px")
    height_px = Flat[int | None]("size", "height_px")


PART_CLASSES = {"words": Prompt, "variation": Variation, "sampling": Sampling, "start": PhotoStart, "size": Size}
# The numbers of parts that one line says everything of, by their flat names.
SETTINGS: dict[str, Setting] = {}
for _part, _class in PART_CLASSES.items():
    for _name, _setting in settings_of_part(_class).items():
        SETTINGS[_name] = _setting
        if not hasattr(FlatNames, _name):
            setattr(FlatNames, _name, Flat(_part, _name))
FLAT_NAMES: dict[str, Flat[object]] = {name: each for name, each in vars(FlatNames).items() if isinstance(each, Flat)}


class RequestValues(TypedDict, total=False):
    """What a request is made of and changed by: parts, what is in no part, and the flat names."""

    words: Prompt
    model: str
    seed: int
    variation: Variation
    sampling: Sampling
    start: PhotoStart
    size: Size
    num_images: int

    prompt: str
    negative_prompt: str
    emphasis: bool
    long_prompt: LongPrompt
    blend: tuple[Blended, ...]
    variation_seed: int
    variation_strength: float
    num_steps: int
    guidance_scale: float
    guidance_end: float
    scheduler: str | None
    precision: Precision | None
    photo: Image.Image | None
    mask: Image.Image | None
    strength: float
    keep_layout: float
    width_px: int | None
    height_px: int | None
