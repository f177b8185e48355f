"""A picture drawn larger, seen and saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_finish import expect_wish, paint_and_open, panel, tab
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
WIDTH = "document.querySelector('.em-finish-picture').naturalWidth"


@pytest.mark.parametrize(("name", "factor"), [("2×", 2), ("4×", 4)])
def test_a_picture_is_drawn_larger_with_progress_and_saved_so(
    visitor: Visitor, tmp_path: Path, name: str, factor: int
) -> None:
    paint_and_open(visitor)
    assert visitor.page.evaluate(WIDTH) == 256
    tab(visitor, "Save as")
    panel(visitor).get_by_role("radio", name=name, exact=True).check(force=True)
    expect_wish(visitor, "upscale", str(factor))
    assert visitor.page.evaluate(WIDTH) == 256 * factor
    expect(panel(visitor).locator("progress")).to_be_hidden()
    with visitor.page.expect_download() as download:
        panel(visitor).get_by_role("button", name="Save finished picture").click()
    download.value.save_as(tmp_path / "larger.png")
    with Image.open(tmp_path / "larger.png") as picture:
        assert picture.size == (256 * factor, 256 * factor)


def test_taking_another_size_in_the_middle_ends_in_that_size(visitor: Visitor) -> None:
    paint_and_open(visitor)
    tab(visitor, "Save as")
    for name in ("4×", "2×", "4×", "As painted", "2×"):
        panel(visitor).get_by_role("radio", name=name, exact=True).check(force=True)
    expect_wish(visitor, "upscale", "2")
    assert visitor.page.evaluate(WIDTH) == 512
