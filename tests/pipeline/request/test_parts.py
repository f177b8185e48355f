"""A request is made of parts, and every value of a part has a name of its own too, as scripts have always used it."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any, ForwardRef, get_args, get_type_hints

import pytest
from PIL import Image

import pipeline.request.parts
from pipeline.errors import InvalidRequest
from pipeline.metadata.request_settings import request_from, settings_of
from pipeline.request import Blended, GenerationRequest, PhotoStart, Prompt, Sampling, Size, Variation
from pipeline.request.flat_names import FLAT_NAMES, RequestValues

PHOTO = Image.new("RGB", (64, 64))
MASK = Image.new("L", (64, 64), 255)
# All names that a request had before it had parts, but `branch`, which nothing read.
FLAT: dict[str, Any] = {
    "prompt": "a cat", "negative_prompt": "fur", "emphasis": True, "long_prompt": "whole", "model": "tiny",
    "photo": PHOTO, "mask": MASK, "strength": 0.5, "keep_layout": 0.25, "guidance_scale": 3.0, "guidance_end": 0.5,
    "num_steps": 9, "seed": 4, "variation_seed": 6, "variation_strength": 0.75, "width_px": 64, "height_px": 64,
    "precision": "exact", "scheduler": "DDIM", "num_images": 2, "blend": (Blended(prompt="a dog", weight=0.25),),
}  # fmt: skip
NESTED = GenerationRequest(
    words=Prompt(text="a cat", negative="fur", emphasis=True, long="whole", blend=FLAT["blend"]),
    model="tiny",
    seed=4,
    variation=Variation(seed=6, strength=0.75),
    sampling=Sampling(num_steps=9, guidance_scale=3.0, guidance_end=0.5, scheduler="DDIM", precision="exact"),
    start=PhotoStart(picture=PHOTO, mask=MASK, strength=0.5, keep_layout=0.25),
    size=Size(width_px=64, height_px=64),
    num_images=2,
)


def test_flat_names_and_parts_make_the_same_request() -> None:
    flat = GenerationRequest(**FLAT)
    assert flat == NESTED
    assert repr(flat) == repr(NESTED)
    assert (flat.plan, flat.prompt_weight, flat.kept_layout) == (NESTED.plan, 0.75, 0.0)
    without = flat.with_(photo=None, mask=None)
    assert hash(without) == hash(NESTED.with_(start=PhotoStart(strength=0.5, keep_layout=0.25)))
    assert without != flat


@pytest.mark.parametrize("name", FLAT)
def test_every_flat_name_makes_reads_and_changes_its_value(name: str) -> None:
    photo: dict[str, Any] = {"photo": PHOTO} if name == "mask" else {}
    assert getattr(GenerationRequest(**photo, **{name: FLAT[name]}), name) == FLAT[name]
    assert getattr(GenerationRequest().with_(**photo, **{name: FLAT[name]}), name) == FLAT[name]
    assert getattr(NESTED, name) == FLAT[name]
    assert NESTED.flat()[name] == FLAT[name]


def test_no_value_is_without_a_flat_name() -> None:
    assert NESTED.flat().keys() == FLAT.keys()
    in_parts = {f"{each.name}.{inner.name}" for each in fields(NESTED) for inner in _inner(each.name)}
    assert {f"{flat.part}.{flat.field}" for flat in FLAT_NAMES.values()} == in_parts


def _inner(name: str) -> tuple[Any, ...]:
    value = getattr(NESTED, name)
    return fields(value) if type(value).__module__ == pipeline.request.parts.__name__ else ()


def test_a_name_counts_where_its_part_comes_too() -> None:
    sampling = Sampling(num_steps=9, scheduler="Euler")
    request = GenerationRequest(sampling=sampling, num_steps=5)
    assert request.sampling == Sampling(num_steps=5, scheduler="Euler")
    assert request.with_(sampling=sampling, scheduler=None).sampling == Sampling(num_steps=9)
    assert request.with_(num_steps=7).scheduler == "Euler"


def test_the_copies_of_the_standard_library_take_both_too() -> None:
    changed = replace(NESTED, num_steps=5)  # type: ignore[call-arg]
    assert changed == NESTED.with_(num_steps=5) == NESTED.with_(sampling=replace(NESTED.sampling, num_steps=5))
    assert replace(NESTED, sampling=Sampling()).num_steps == 20
    assert copy.deepcopy(NESTED) == pickle.loads(pickle.dumps(NESTED)) == NESTED


@pytest.mark.parametrize("make", [GenerationRequest, GenerationRequest().with_])
def test_a_name_that_is_none_is_a_mistake_of_the_caller(make: Any) -> None:
    for name in ("branch", "steps", "text", "picture"):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{name}'"):
            make(seed=3, **{name: None})
    with pytest.raises(TypeError):
        make("a cat")


def test_a_request_and_its_parts_do_not_change() -> None:
    for value, name in ((NESTED, "seed"), (NESTED, "num_steps"), (NESTED.sampling, "num_steps")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, 5)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Sampling(num_steps=0), "Steps: got 0, allowed are whole numbers from 1 to 100."),
        (lambda: Variation(seed=-1), "Variation seed: got -1, allowed are whole numbers from 0 to 4294967295."),
        (lambda: PhotoStart(mask=MASK), "Mask: needs a photo: it says what of it is repainted."),
        (lambda: Size(height_px=1), "Height: got 1, allowed are whole numbers from 64 to 2048."),
        (lambda: Prompt(long="all"), "Long prompts: got 'all', allowed are cut, whole."),  # type: ignore[arg-type]
        (
            lambda: GenerationRequest(start=PhotoStart(picture=PHOTO), size=Size(width_px=128)),
            "Photo: is 64 x 64 pixels, but the picture 128 x 64: crop or pad it first.",
        ),
    ],
)
def test_a_part_checks_itself_and_names_the_field_as_the_request_does(make: Any, sentence: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        make()
    assert str(refused.value) == sentence


def test_a_part_has_whole_numbers_where_they_are_meant() -> None:
    assert isinstance(Sampling(num_steps=20.0).num_steps, int)  # type: ignore[arg-type]
    assert isinstance(Variation(strength=1).strength, float)


def test_the_types_of_the_flat_names_are_those_of_the_parts() -> None:
    """They are written in three places: the part, the name that is read, the name that is given."""
    names = {"Image": Image}
    given = get_type_hints(RequestValues, localns=names)
    for name, flat in FLAT_NAMES.items():
        kind = get_type_hints(type(getattr(NESTED, flat.part)), localns=names)[flat.field]
        (read,) = get_args(flat.__orig_class__)  # type: ignore[attr-defined]
        read = eval(read.__forward_arg__, names) if isinstance(read, ForwardRef) else read
        assert (read, given[name]) == (kind, kind), name
    own = get_type_hints(GenerationRequest, localns=names)
    assert given.keys() == {*own, *FLAT_NAMES}
    assert all(given[name] == own[name] for name in own)


def test_settings_in_files_keep_their_flat_keys() -> None:
    settings = settings_of(NESTED)
    assert settings.keys() <= {*FLAT, "share_repainted"}
    assert request_from(settings) == NESTED.with_(photo=None, mask=None, keep_layout=0.0)
