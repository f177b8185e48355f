"""Sizes that a model likes."""

from __future__ import annotations

import pytest

from pipeline.errors import InvalidRequest
from pipeline.models.shapes import shape_like, shapes_of
from pipeline.models.spec import ModelSpec, Source
from pipeline.request import GenerationRequest


@pytest.mark.parametrize("side", [128, 256, 512, 768])
def test_every_shape_is_one_that_the_model_takes_and_of_about_its_native_area(side: int) -> None:
    spec = ModelSpec(key="some", source=Source(), native_size_px=side, max_side_px=4 * side)
    shapes = shapes_of(spec)
    assert [shape.label for shape in shapes if shape.native] == [f"Square, {side} × {side} (native)"]
    assert len({(shape.width_px, shape.height_px) for shape in shapes}) == len(shapes) == 7
    for shape in shapes:
        spec.complete(GenerationRequest(width_px=shape.width_px, height_px=shape.height_px))
        assert 0.8 < shape.width_px * shape.height_px / side**2 < 1.25, shape


def test_shapes_that_are_too_small_for_the_model_are_left_out() -> None:
    spec = ModelSpec(key="tiny", source=Source(), native_size_px=64, max_side_px=256)
    assert [shape.name for shape in shapes_of(spec)] == ["Square"]


PHOTOS = [
    (300, 200),
    (1024, 683),
    (1024, 768),
    (768, 1024),
    (1024, 128),
    (128, 1024),
    (1000, 997),
    (65, 64),
    (1024, 577),
]


@pytest.mark.parametrize("photo", PHOTOS)
@pytest.mark.parametrize("side", [256, 512])
def test_a_photos_shape_is_kept_but_for_rounding_within_what_the_model_takes(photo: tuple[int, int], side: int) -> None:
    spec = ModelSpec(key="some", source=Source(), native_size_px=side, max_side_px=4 * side)
    width, height = size = shape_like(spec, photo)
    spec.complete(GenerationRequest(width_px=width, height_px=height))
    ratio = photo[0] / photo[1]
    assert min(abs(width - height * ratio), abs(height - width / ratio)) <= spec.size_multiple_px / 2
    assert 0.8 < width * height / side**2 < 1.25
    assert shape_like(spec, photo, *size) == size  # asked for again, it stays


def test_the_side_that_is_given_stays_and_the_other_follows() -> None:
    spec = ModelSpec(key="some", source=Source(), native_size_px=256, max_side_px=1024)
    assert shape_like(spec, (300, 200), 768) == (768, 512)
    assert shape_like(spec, (200, 300), None, 768) == (512, 768)
    assert shape_like(spec, (300, 200), 512, 512) == (624, 416)  # both, in another shape: their area stays


def test_a_shape_beyond_the_models_limit_is_refused_with_what_to_do() -> None:
    spec = ModelSpec(key="tiny", source=Source(), native_size_px=64, max_side_px=256)
    with pytest.raises(InvalidRequest, match=r"Fit: tiny has no size .* 800 × 100: choose Crop or Pad"):
        shape_like(spec, (800, 100))
    with pytest.raises(InvalidRequest, match="choose Crop or Pad"):
        shape_like(spec, (300, 200), None, 256)
