"""From the values of a form, or of an API call, to a `GenerationRequest`. Every value is checked here, by name.

Page and API come through the same door: Gradio's own limits are not relied on, since a program can go round them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from pipeline.checks import number, shown, whole_number
from pipeline.errors import InvalidRequest
from pipeline.metadata.picture_files import FoundSettings, find_settings
from pipeline.models.catalog import Catalog
from pipeline.models.shapes import shape_like
from pipeline.models.spec import ModelSpec
from pipeline.photo.original import Original
from pipeline.photo.upload import Photo, fit_photo, open_photo
from pipeline.preview.tiers import PreviewChoice
from pipeline.request import (
    MAX_GUIDANCE,
    MAX_IMAGES,
    MAX_KEPT_LAYOUT,
    MAX_SIDE_PX,
    MAX_STEPS,
    MAX_STRENGTH,
    MAX_VARIATION,
    MIN_GUIDANCE,
    MIN_SIDE_PX,
    MIN_STRENGTH,
    PRECISIONS,
    SETTINGS,
    Blended,
    GenerationRequest,
    parse_seed,
)
from pipeline.schedule.schedulers import SCHEDULERS
from pipeline.schedule.steps import stretch_steps
from ui.form.choices import BEST_PRECISION, CUT, FITS, LONG_PROMPTS, OWN_SCHEDULER, PREVIEWS, SOURCES
from ui.form.field_values import choice, first, switch, text, unless
from ui.form.final_prompt import added_to, final_prompt
from ui.form.framing import parse_framing
from ui.form.style_mix import Share, describe_shares, joined_negative, scheduler_of, split_mixes
from ui.gradio_kit.updates import Values
from ui.messages import printable
from ui.web.uploads import uploaded_file

WORDLESS = "The prompt is empty, so this is painted without words: whatever comes out of the noise."
NO_SUBJECT = (
    "No words say what the photo shows: told, for instance “an orange cat with green eyes”, the model paints it more "
    "surely."
)


@dataclass(frozen=True, kw_only=True)
class Form:
    """What the page or a program gives, unchecked. None and "" mean: the style's value, else the model's own choice."""

    prompt: object = ""
    fill_in: object = False
    negative_prompt: object = None
    long_prompt: object = None
    style: object = ""
    photo: object = None
    fit: object = "Crop"
    framing: object = None
    strength: object = None
    keep_layout: object = None
    all_steps: object = False
    guidance_scale: object = None
    guidance_end: object = None
    num_steps: object = None
    seed: object = None
    variation_strength: object = None
    variation_seed: object = None
    num_images: object = None
    scheduler: object = None
    width_px: object = None
    height_px: object = None
    precision: object = None
    preview: object = "Auto"
    model: object = ""


# The components that a request is made of: those that hold the fields of a `Form`, and where it starts from.
FORM = (*(field.name for field in fields(Form)), "source")


def form_of(values: Values) -> Form:
    """The form out of what these components hold."""
    given = {field.name: values.get(field.name) for field in fields(Form)}
    if values.get("source") != SOURCES[1]:
        given["photo"] = None
    return Form(**given)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A request that may run, with what goes beside it. `notes` are sentences for the person, `original` is what its
    photo was made of."""

    request: GenerationRequest
    preview: PreviewChoice
    style: str
    notes: tuple[str, ...] = ()
    original: Original | None = None


class ChoosableStyles(Protocol):
    """The styles, as far as a form needs them (`ui.styles.styles`)."""

    def chosen(self, value: object) -> tuple[Share, ...]:
        """The styles behind a choice on the cards, with their weights. Raises `InvalidRequest`."""

    def numbers(self, key: object, model: object) -> tuple[float, int, float]:
        """Guidance scale, steps and strength as what is chosen has them, for `model`."""


class FormParser:
    """Makes orders out of forms. `uploads_dir` is where gradio puts what people upload, and nothing else counts."""

    def __init__(self, catalog: Catalog, styles: ChoosableStyles, uploads_dir: Path) -> None:
        self.catalog = catalog
        self.styles = styles
        self.uploads_dir = uploads_dir

    def order(self, form: Form, *, photo_follows: bool = False) -> Order:
        """Raises `InvalidRequest` naming the first field that does not hold.

        photo_follows: the photo comes later, and only the rest is checked.
        """
        spec = self.spec(form.model)
        shares = self.styles.chosen(form.style)
        preview = choice("Preview quality", form.preview, PREVIEWS) or PREVIEWS[0]
        long_prompt = choice("Long prompts", form.long_prompt, tuple(LONG_PROMPTS)) or CUT
        parts = split_mixes(shares)
        photo_there, seed = photo_follows or form.photo not in (None, ""), parse_seed(form.seed)
        words, *others = self._prompts(form, parts, spec, photo=photo_there, seed=seed)
        negative, left_out = _negative(form, shares, spec)
        # Step by step: of all that does not hold, the first is named.
        request = GenerationRequest(
            prompt=words,
            emphasis=True,
            long_prompt=LONG_PROMPTS[long_prompt],
            model=spec.key,
            seed=seed,
            variation_seed=parse_seed(form.variation_seed, "Variation seed"),
        )
        request = request.with_(negative_prompt=text("Negative prompt", negative))
        request = _with_numbers(request, form, shares, spec)
        blend = tuple(Blended(prompt=o, weight=s.weight) for o, s in zip(others, parts[1:], strict=True))
        request = spec.complete(request.with_(blend=blend), photo_follows=photo_there)
        request, original, notes = self._with_photo(request, form, spec)
        notes = (*_on_words(form, request), *notes, *left_out)
        return Order(request=request, preview=preview, style=describe_shares(shares), notes=notes, original=original)

    def spec(self, model: object) -> ModelSpec:
        """The model of that name, or the one that this studio started with."""
        if model is not None and not isinstance(model, str):
            raise InvalidRequest("Model", f"got {shown(model)}, allowed is the name of a model in the menu.")
        return self.catalog.spec(model or self.catalog.default)

    @staticmethod
    def words(prompt: object) -> str:
        """What the person wrote. Raises `InvalidRequest`."""
        written = text("Prompt", prompt)
        GenerationRequest(prompt=written)  # too long is said of what the person wrote, before anything is made of it
        return printable(written)

    def photo(self, value: object) -> Photo | None:
        """The picture behind a file value of gradio, decoded. Raises `InvalidRequest`."""
        if value in (None, ""):
            return None
        return _open(uploaded_file("Photo", value, self.uploads_dir))

    def found_in(self, value: object) -> FoundSettings:
        """The settings inside an uploaded picture, and whose they are. Raises `GenerationError`s."""
        return find_settings(uploaded_file("Picture", value, self.uploads_dir))

    def _prompts(self, form: Form, parts: tuple[Share, ...], spec: ModelSpec, *, photo: bool, seed: int) -> list[str]:
        """The words that the model gets, a text for every style: the person's and what is added, inside the style's."""
        fill_in = switch("Fill in what I leave open", form.fill_in)
        written = self.words(form.prompt)
        added = added_to(written, parts, spec, photo=photo, fill_in=fill_in, seed=seed)
        return [final_prompt(share, written, added) for share in parts]

    def _with_photo(
        self, request: GenerationRequest, form: Form, spec: ModelSpec
    ) -> tuple[GenerationRequest, Original | None, tuple[str, ...]]:
        photo = self.photo(form.photo)
        if photo is None:
            return request, None, ()
        fit = choice("Fit", form.fit, tuple(FITS)) or "Crop"
        assert request.width_px is not None and request.height_px is not None
        framing, size = parse_framing(form.framing), (request.width_px, request.height_px)
        notes = photo.notes
        if fit == "Fit":
            sides = zip((form.width_px, form.height_px), size, strict=True)
            chosen = [None if first(value) is None else side for value, side in sides]
            size = shape_like(spec, photo.image.size, *chosen)
            if None not in chosen and size != (request.width_px, request.height_px):
                notes = (*notes, f"Fit: the picture is {size[0]} × {size[1]}, the shape of the photo.")
            request = request.with_(width_px=size[0], height_px=size[1])
        original = Original(photo=photo.image, fit=FITS[fit], framing=framing.to_json())
        fitted = fit_photo(photo.image, *size, original.fit, framing.centre)
        if form.all_steps:
            request = request.with_(num_steps=stretch_steps(request.num_steps, request.strength, MAX_STEPS))
        return request.with_(photo=fitted, mask=framing.brushwork.mask(*size)), original, notes


@lru_cache(maxsize=8)
def _open(path: Path) -> Photo:
    """Decoding takes a child process, and a slider asks for the same photo again and again."""
    return open_photo(path)


def _with_numbers(
    request: GenerationRequest, form: Form, shares: tuple[Share, ...], spec: ModelSpec
) -> GenerationRequest:
    """`request` with the numbers and menus of the form: the person's, else the style's, else the model's."""
    preset, own = shares[0].preset, spec.defaults
    steps_of_style = preset.num_steps if preset and spec.capabilities.guidance else None
    guidance = first(form.guidance_scale, preset and preset.guidance_scale, own.guidance_scale)
    strength = first(form.strength, preset and preset.strength, own.strength)
    scheduler = unless(first(form.scheduler, scheduler_of(shares, spec)), OWN_SCHEDULER)
    return request.with_(
        variation_strength=number("Variation", first(form.variation_strength, 0.0), 0.0, MAX_VARIATION),
        num_steps=whole_number("Steps", first(form.num_steps, steps_of_style, own.num_steps), 1, MAX_STEPS),
        num_images=whole_number("Pictures", first(form.num_images, 1), 1, MAX_IMAGES),
        guidance_scale=number("Guidance scale", guidance, MIN_GUIDANCE, MAX_GUIDANCE),
        guidance_end=SETTINGS["guidance_end"].checked(first(form.guidance_end, own.guidance_end)),
        strength=number("Strength", strength, MIN_STRENGTH, MAX_STRENGTH),
        keep_layout=number("Keep layout", first(form.keep_layout, own.keep_layout), 0.0, MAX_KEPT_LAYOUT),
        width_px=_side("Width", form.width_px),
        height_px=_side("Height", form.height_px),
        scheduler=choice("Scheduler", scheduler, tuple(SCHEDULERS)),
        precision=choice("Precision", first(unless(form.precision, BEST_PRECISION)), PRECISIONS),
    )


def _side(field: str, value: object) -> int | None:
    """Pixels; None where the model, or a photo's shape, is to say."""
    side = first(value)
    return None if side is None else whole_number(field, side, MIN_SIDE_PX, MAX_SIDE_PX)


def _negative(form: Form, shares: tuple[Share, ...], spec: ModelSpec) -> tuple[object, tuple[str, ...]]:
    """The negative prompt, unchecked: the person's, else the style's; and a note where a model reads none."""
    preset = shares[0].preset
    by_style = joined_negative(shares) if len(shares) > 1 else preset.negative_prompt if preset else ""
    negative = by_style if form.negative_prompt is None else form.negative_prompt
    if not negative or spec.capabilities.negative_prompt:
        return printable(negative) if isinstance(negative, str) else negative, ()
    note = f"{spec.key} reads no negative prompt: yours was left out."
    return "", () if negative == by_style else (note,)


def _on_words(form: Form, request: GenerationRequest) -> tuple[str, ...]:
    """What a person should know who wrote nothing: a style's words say how, not what."""
    if request.photo is not None and request.mask is None and not text("Prompt", form.prompt).strip():
        return (NO_SUBJECT,)
    return () if request.prompt.strip() else (WORDLESS,)
