"""From the values of a form, or of an API call, to a `GenerationRequest`. Every value is checked here, by name.

Page and API come through the same door: Gradio's own limits are not relied on, since a program can go round them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.checks import one_of, shown
from pipeline.errors import InvalidRequest
from pipeline.metadata.picture_files import FoundSettings, find_settings
from pipeline.models.catalog import Catalog
from pipeline.models.shapes import shape_like
from pipeline.models.spec import ModelSpec
from pipeline.photo.original import Original
from pipeline.photo.upload import Photo, fit_photo, open_photo
from pipeline.preview.tiers import PreviewChoice
from pipeline.request import MAX_STEPS, Blended, GenerationRequest, parse_seed
from pipeline.schedule.steps import stretch_steps
from ui.form.choices import BEST_PRECISION, CUT, FITS, LONG_PROMPTS, OWN_SCHEDULER, PREVIEWS, SOURCES
from ui.form.framing import parse_framing
from ui.form.prompt_additions import added_to, final_prompt
from ui.form.style_mix import Share, joined_negative, scheduler_of, taken_apart, told_shares
from ui.gradio_kit.updates import Values
from ui.messages import printable
from ui.web.uploads import uploaded_file

if TYPE_CHECKING:
    from ui.styles.styles import Shelf

WORDLESS = "The prompt is empty, so this is painted without words: whatever comes out of the noise."
UNTOLD = (
    "No words say what the photo shows: told, for instance “an orange cat with green eyes”, the model paints it more "
    "surely."
)


@dataclass(frozen=True, kw_only=True)
class Form:
    """What came, unchecked. None and "" mean: the style's value, else the model's own choice."""

    prompt: Any = ""
    fill_in: Any = False
    negative_prompt: Any = None
    long_prompt: Any = None
    style: Any = ""
    photo: Any = None
    fit: Any = "Crop"
    framing: Any = None
    strength: Any = None
    keep_layout: Any = None
    all_steps: Any = False
    guidance_scale: Any = None
    guidance_end: Any = None
    num_steps: Any = None
    seed: Any = None
    variation_strength: Any = None
    variation_seed: Any = None
    num_images: Any = None
    scheduler: Any = None
    width_px: Any = None
    height_px: Any = None
    precision: Any = None
    preview: Any = "Auto"
    model: Any = ""


# What a painting is asked for with: the components that hold the fields of a `Form`, and where it starts from.
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


class OrderDesk:
    """Makes orders out of forms. `uploads_dir` is where gradio puts what people upload, and nothing else counts."""

    def __init__(self, catalog: Catalog, styles: Shelf, uploads_dir: Path) -> None:
        self.catalog = catalog
        self.styles = styles
        self.uploads_dir = uploads_dir

    def order(self, form: Form, *, photo_follows: bool = False) -> Order:
        """Raises `InvalidRequest` naming the first field that does not hold.

        photo_follows: the photo comes later, and only the rest is checked.
        """
        spec = self.spec(form.model)
        shares = self.styles.chosen(form.style)
        preset = shares[0].preset
        one_of("Preview quality", form.preview, PREVIEWS)
        one_of("Long prompts", form.long_prompt, tuple(LONG_PROMPTS))
        parts = taken_apart(shares)
        photo_there, seed = photo_follows or form.photo not in (None, ""), parse_seed(form.seed)
        words, *others = self._prompts(form, parts, spec, photo=photo_there, seed=seed)
        negative, left_out = _negative(form, shares, spec)
        steps_of_style = preset.num_steps if preset and spec.capabilities.guidance else None
        request = GenerationRequest(
            prompt=words,
            blend=tuple(Blended(prompt=o, weight=s.weight) for o, s in zip(others, parts[1:], strict=True)),
            negative_prompt=negative,
            emphasis=True,
            long_prompt=LONG_PROMPTS[form.long_prompt or CUT],
            model=spec.key,
            strength=_first(form.strength, preset and preset.strength, spec.defaults.strength),
            keep_layout=_first(form.keep_layout, spec.defaults.keep_layout),
            guidance_scale=_first(form.guidance_scale, preset and preset.guidance_scale, spec.defaults.guidance_scale),
            guidance_end=_first(form.guidance_end, spec.defaults.guidance_end),
            num_steps=_first(form.num_steps, steps_of_style, spec.defaults.num_steps),
            seed=seed,
            variation_strength=_first(form.variation_strength, 0.0),
            variation_seed=parse_seed(form.variation_seed, "Variation seed"),
            num_images=_first(form.num_images, 1),
            width_px=_first(form.width_px),
            height_px=_first(form.height_px),
            scheduler=_unless(_first(form.scheduler, scheduler_of(shares, spec)), OWN_SCHEDULER),
            precision=_first(_unless(form.precision, BEST_PRECISION)),
        )
        request = spec.complete(request, photo_follows=photo_there)
        request, original, notes = self._with_photo(request, form, spec)
        notes = (*_on_words(form, request), *notes, *left_out)
        style = told_shares(shares)
        return Order(request=request, preview=form.preview, style=style, notes=notes, original=original)

    def spec(self, model: Any) -> ModelSpec:
        """The model of that name, or the one that this studio started with."""
        if model is not None and not isinstance(model, str):
            raise InvalidRequest("Model", f"got {shown(model)}, allowed is the name of a model in the menu.")
        return self.catalog.spec(model or self.catalog.default)

    @staticmethod
    def words(prompt: Any) -> str:
        """What the person wrote. Raises `InvalidRequest`."""
        if not isinstance(prompt, str):
            raise InvalidRequest("Prompt", f"got {shown(prompt)}, allowed is text.")
        GenerationRequest(prompt=prompt)  # too long is said of what the person wrote, before anything is made of it
        return printable(prompt)

    def photo(self, value: Any) -> Photo | None:
        """The picture behind a file value of gradio, decoded. Raises `InvalidRequest`."""
        if value in (None, ""):
            return None
        return _open(uploaded_file("Photo", value, self.uploads_dir))

    def found_in(self, value: Any) -> FoundSettings:
        """The settings inside an uploaded picture, and whose they are. Raises `GenerationError`s."""
        return find_settings(uploaded_file("Picture", value, self.uploads_dir))

    def _prompts(self, form: Form, parts: tuple[Share, ...], spec: ModelSpec, *, photo: bool, seed: int) -> list[str]:
        """The words that the model gets, a text for every style: the person's and what is added, inside the style's."""
        if not isinstance(form.fill_in, bool | None):
            raise InvalidRequest("Fill in what I leave open", f"got {shown(form.fill_in)}, allowed are true and false.")
        written = self.words(form.prompt)
        added = added_to(written, parts, spec, photo=photo, fill_in=bool(form.fill_in), seed=seed)
        return [final_prompt(share, written, added) for share in parts]

    def _with_photo(
        self, request: GenerationRequest, form: Form, spec: ModelSpec
    ) -> tuple[GenerationRequest, Original | None, tuple[str, ...]]:
        photo = self.photo(form.photo)
        if photo is None:
            return request, None, ()
        one_of("Fit", form.fit, tuple(FITS))
        assert request.width_px is not None and request.height_px is not None
        framing, size = parse_framing(form.framing), (request.width_px, request.height_px)
        notes = photo.notes
        if form.fit == "Fit":
            asked = [None if _first(given) is None else side for given, side in zip(_sides(form), size, strict=True)]
            size = shape_like(spec, photo.image.size, *asked)
            if None not in asked and size != (request.width_px, request.height_px):
                notes = (*notes, f"Fit: the picture is {size[0]} × {size[1]}, the shape of the photo.")
            request = request.with_(width_px=size[0], height_px=size[1])
        original = Original(photo=photo.image, fit=FITS[form.fit or "Crop"], framing=framing.told)
        fitted = fit_photo(photo.image, *size, original.fit, framing.centre)
        if form.all_steps:
            request = request.with_(num_steps=stretch_steps(request.num_steps, request.strength, MAX_STEPS))
        return request.with_(photo=fitted, mask=framing.brushwork.mask(*size)), original, notes


@lru_cache(maxsize=8)
def _open(path: Path) -> Photo:
    """Decoding takes a child process, and a slider asks for the same photo again and again."""
    return open_photo(path)


def _negative(form: Form, shares: tuple[Share, ...], spec: ModelSpec) -> tuple[Any, tuple[str, ...]]:
    """The negative prompt, unchecked: the person's, else the style's; and a note where a model reads none."""
    preset = shares[0].preset
    by_style = joined_negative(shares) if len(shares) > 1 else preset.negative_prompt if preset else ""
    negative = by_style if form.negative_prompt is None else form.negative_prompt
    if not negative or spec.capabilities.negative_prompt:
        return printable(negative) if isinstance(negative, str) else negative, ()
    told = f"{spec.key} reads no negative prompt: yours was left out."
    return "", () if negative == by_style else (told,)


def _on_words(form: Form, request: GenerationRequest) -> tuple[str, ...]:
    """What a person should know who wrote nothing: a style's words say how, not what."""
    if request.photo is not None and request.mask is None and not (form.prompt or "").strip():
        return (UNTOLD,)
    return () if request.prompt.strip() else (WORDLESS,)


def _first(*values: Any) -> Any:
    """The first that says something."""
    return next((value for value in values if value is not None and value != ""), None)


def _sides(form: Form) -> tuple[Any, Any]:
    return form.width_px, form.height_px


def _unless(value: Any, nothing: str) -> Any:
    return None if value == nothing else value
