"""A model that only repaints photos: the page offers what it can, and a program is told what it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.models.catalog import Catalog
from tests.ui.values import values
from ui.form.choices import sources_of
from ui.form.form import Form, FormParser
from ui.numbers.model_choice import suit


@pytest.fixture
def catalog(catalog: Catalog, tmp_path: Path) -> Catalog:
    """The same with one that takes 9 channels."""
    folder = tmp_path / "repainter"
    (tmp_path / "paper").rename(folder)
    (folder / "unet" / "config.json").write_text(json.dumps({"sample_size": 32, "in_channels": 9, "out_channels": 4}))
    return Catalog.build(model=str(folder), builtin_folder=tmp_path / "none")


def test_the_page_starts_from_a_photo_with_it(forms: FormParser) -> None:
    assert sources_of(forms.spec("")) == ["My picture"]
    source: Any = suit(forms, values(model="repainter"))["source"]
    assert (source["choices"], source["value"], source["visible"]) == (["My picture"], "My picture", True)


def test_words_alone_are_refused_by_name_and_a_photo_without_a_mask_is_masked_whole(
    forms: FormParser, uploads: Path
) -> None:
    with pytest.raises(InvalidRequest, match="^Photo: repainter repaints photos"):
        forms.order(Form(prompt="a cat"))
    assert forms.order(Form(prompt="a cat"), photo_follows=True).request.mask is None  # as a batch asks
    Image.new("RGB", (300, 300), "olive").save(uploads / "cat.png")
    order = forms.order(Form(prompt="a cat", photo=str(uploads / "cat.png")))
    job = forms.catalog.spec("repainter").complete(order.request)
    assert job.mask is not None and job.mask.getextrema() == (255, 255)
