"""Sizes that a model likes."""

from __future__ import annotations

import pytest

from pipeline.catalog import ModelSpec, Source
from pipeline.request import GenerationRequest
from pipeline.shapes import shapes_of


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
