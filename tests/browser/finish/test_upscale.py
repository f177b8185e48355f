"""A picture drawn larger, seen and saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.finishing import expect_wish, panel, tab
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
WIDTH = "document.querySelector('.em-finish-picture').naturalWidth"


@pytest.mark.parametrize(("name", "factor"), [("2×", 2), ("4×", 4)])
def test_a_picture_is_drawn_larger_with_progress_and_saved_so(
    maker: Visitor, tmp_path: Path, name: str, factor: int
) -> None:
    assert maker.page.evaluate(WIDTH) == 256
    tab(maker, "Save as")
    panel(maker).get_by_role("radio", name=name, exact=True).check(force=True)
    expect_wish(maker, "upscale", str(factor))
    assert maker.page.evaluate(WIDTH) == 256 * factor
    expect(panel(maker).locator("progress")).to_be_hidden()
    with maker.page.expect_download() as download:
        panel(maker).get_by_role("button", name="Save finished picture").click()
    download.value.save_as(tmp_path / "larger.png")
    with Image.open(tmp_path / "larger.png") as picture:
        assert picture.size == (256 * factor, 256 * factor)


def test_taking_another_size_in_the_middle_ends_in_that_size(maker: Visitor) -> None:
    tab(maker, "Save as")
    for name in ("4×", "2×", "4×", "As painted", "2×"):
        panel(maker).get_by_role("radio", name=name, exact=True).check(force=True)
    expect_wish(maker, "upscale", "2")
    assert maker.page.evaluate(WIDTH) == 512
