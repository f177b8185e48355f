"""A white edge around a cut-out, seen and saved."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_finish import expect_wish, paint_and_open, panel, slide, tab
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_a_cut_out_gets_a_white_sticker_edge_in_preview_and_file(visitor: Visitor, tmp_path: Path) -> None:
    paint_and_open(visitor)
    tab(visitor, "Cut-out")
    panel(visitor).get_by_role("checkbox", name="Transparent background").check()
    slide(visitor, "Sticker edge", 5)
    expect_wish(visitor, "rim", "5")
    tab(visitor, "Save as")
    with visitor.page.expect_download() as download:
        panel(visitor).get_by_role("button", name="Save finished picture").click()
    download.value.save_as(tmp_path / "sticker.png")
    with Image.open(tmp_path / "sticker.png") as picture:
        assert (picture.mode, picture.size) == ("RGBA", (256 + 2 * 15, 256 + 2 * 15))
        pixels = np.asarray(picture)
    assert (pixels[0, 0, 3], (pixels == 255).all(2).sum() > 1_000) == (0, True)
    panel(visitor).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile("finish.webp$"))
