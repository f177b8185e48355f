"""“Fit”: the whole photo, and a picture of its shape, by the form and on the page as it is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from pipeline.errors import InvalidRequest
from pipeline.photo.upload import fit_photo
from tests.ui.values import values
from ui.form.form import Form, FormParser
from ui.photo.fitting import fit_to_photo
from ui.photo.handlers import PhotoActions


@pytest.fixture
def wide(uploads: Path) -> str:
    """Half again as wide as high, red at its left end and blue at its right."""
    picture = Image.new("RGB", (300, 200), "green")
    picture.paste("red", (0, 0, 20, 200))
    picture.paste("blue", (280, 0, 300, 200))
    picture.save(uploads / "wide.png")
    return str(uploads / "wide.png")


def test_all_of_the_photo_is_painted_from_in_its_own_shape(forms: FormParser, wide: str) -> None:
    order = forms.order(Form(prompt="a cat", photo=wide, fit="Fit"))
    request = order.request
    assert (request.width_px, request.height_px) == (312, 208) and request.photo is not None
    assert request.photo.getpixel((2, 100)) == (255, 0, 0) and request.photo.getpixel((309, 100)) == (0, 0, 255)
    assert order.original is not None and order.original.fit == "fit"
    again = fit_photo(order.original.photo, 312, 208, "fit")
    assert ImageChops.difference(again, request.photo).getbbox() is None


def test_a_side_that_is_given_stays_and_what_was_changed_is_said(forms: FormParser, wide: str) -> None:
    by_width = forms.order(Form(prompt="x", photo=wide, fit="Fit", width_px=384))
    assert (by_width.request.width_px, by_width.request.height_px) == (384, 256)
    both = forms.order(Form(prompt="x", photo=wide, fit="Fit", width_px=256, height_px=256))
    assert both.notes[-1] == "Fit: the picture is 312 × 208, the shape of the photo."
    assert forms.order(Form(prompt="x", photo=wide, fit="Fit", width_px=312, height_px=208)).notes == ()


def test_a_mask_is_of_the_fitted_size_and_words_alone_take_no_notice(forms: FormParser, wide: str) -> None:
    strokes = [{"points": [[0.5, 0.5]], "radius": 0.2, "erases": False}]
    order = forms.order(Form(prompt="x", photo=wide, fit="Fit", framing={"strokes": strokes}))
    assert order.request.mask is not None and order.request.mask.size == (312, 208)
    assert forms.order(Form(prompt="x", fit="Fit")).request.width_px == 256


def test_a_photo_that_is_too_long_for_the_model_is_refused_with_what_to_do(forms: FormParser, uploads: Path) -> None:
    Image.new("RGB", (512, 64)).save(uploads / "long.png")
    with pytest.raises(InvalidRequest, match="Fit: paper has no size .*: choose Crop or Pad"):
        forms.order(Form(prompt="x", photo=str(uploads / "long.png"), fit="Fit", height_px=256))


@pytest.mark.parametrize(
    ("moved", "now", "wanted"),
    [
        ("", (256, 256), {"width_px": 312, "height_px": 208}),
        ("", (312, 208), {}),
        ("width_px", (384, 208), {"height_px": 256}),
        ("height_px", (312, 256), {"width_px": 384}),
    ],
)
def test_the_sliders_follow_the_photo(forms: FormParser, wide: str, moved: str, now: Any, wanted: Any) -> None:
    page = values(photo=wide, fit="Fit", model="paper", width_px=now[0], height_px=now[1])
    assert fit_to_photo(moved, forms, page) == wanted


def test_the_sliders_stay_where_nothing_is_fitted(forms: FormParser, wide: str) -> None:
    for photo, fit, model in ((wide, "Crop", "paper"), (None, "Fit", "paper"), (wide, "Fit", "nope")):
        page = values(photo=photo, fit=fit, model=model, width_px=256, height_px=256)
        assert fit_to_photo("", forms, page) == {}


def test_the_framing_panel_says_what_size_it_will_be(photo_actions: PhotoActions, wide: str) -> None:
    frames: dict[str, Any] = {}
    for fit in ("Crop", "Fit"):
        page = values(photo=wide, fit=fit, model="paper", width_px=256, height_px=256)
        framing: Any = photo_actions.frame(page)["framing"]
        frames[fit] = framing.props["frame"]
    assert (frames["Crop"]["width"], frames["Crop"]["told"]) == (256, "")
    assert (frames["Fit"]["width"], frames["Fit"]["height"]) == (312, 208)
    assert "312 × 208 pixels" in frames["Fit"]["told"]
