"""The journey of a maker: paint, colour, cut out, letter, and keep the print file."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from pipeline.metadata.picture_files import find_settings
from tests.browser.finishing import UNTOUCHED, expect_wish, paint_and_open, panel, pixels, slide, tab
from tests.browser.house import House
from tests.browser.visitor import Visitor, visiting

pytestmark = pytest.mark.browser


def test_a_picture_is_coloured_cut_out_lettered_and_kept_for_the_print_shop(maker: Visitor, tmp_path: Path) -> None:
    expect(panel(maker)).to_have_attribute("data-shown", UNTOUCHED)
    before = pixels(maker)
    slide(maker, "Contrast", 70)
    slide(maker, "Flatten to colours", 6)
    expect_wish(maker, "num_colours", "6")
    coloured = pixels(maker)
    assert coloured[0] != before[0] and coloured[1] == 0
    tab(maker, "Cut-out")
    panel(maker).get_by_role("checkbox", name="Transparent background").check()
    expect_wish(maker, "cut_out", "1")
    assert pixels(maker)[1] > 500
    tab(maker, "Lettering")
    panel(maker).get_by_role("textbox", name="Words").fill("MAU")
    expect_wish(maker, "text", "MAU")
    tab(maker, "Save as")
    panel(maker).get_by_label("Format").select_option("print")
    with maker.page.expect_download() as download:
        panel(maker).get_by_role("button", name="Save finished picture").click()
    assert download.value.suggested_filename.endswith("-print.png")
    download.value.save_as(tmp_path / "print.png")
    with Image.open(tmp_path / "print.png") as picture:
        assert (picture.size, picture.mode) == ((4500, 5400), "RGBA")
        assert [round(each) for each in picture.info["dpi"]] == [300, 300]
        assert picture.getchannel("A").getextrema() == (0, 255)
    found = find_settings(tmp_path / "print.png").settings
    assert found["prompt"].startswith("a white cat on a yellow background, ")
    assert found["finish"]["lettering"]["text"] == "MAU"


def test_words_are_dragged_on_the_picture_and_moved_with_the_arrow_keys(maker: Visitor) -> None:
    tab(maker, "Lettering")
    panel(maker).get_by_role("textbox", name="Words").fill("MAU")
    words = panel(maker).get_by_role("slider", name="Words on the picture")
    expect(words).to_be_visible()
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    maker.page.mouse.move(*middle)
    maker.page.mouse.down()
    maker.page.mouse.move(middle[0] + 40, middle[1] - 90, steps=5)
    maker.page.mouse.up()
    maker.page.wait_for_function("() => Number(document.querySelector('.em-finish [name=y]').value) < 0.75")
    at = [float(panel(maker).locator(f"[name={axis}]").input_value()) for axis in "xy"]
    assert at[0] > 0.55
    words.press("ArrowLeft")
    words.press("Shift+ArrowUp")
    expect_wish(maker, "x", f"{at[0] - 0.01:g}")
    expect_wish(maker, "y", f"{at[1] - 0.05:g}")


def test_emoji_are_refused_by_name_and_the_picture_stays(maker: Visitor) -> None:
    before = pixels(maker)
    tab(maker, "Lettering")
    panel(maker).get_by_role("textbox", name="Words").fill("Mau 🐱 ${window.hit=1} <img src=x onerror='window.hit=1'>")
    expect(panel(maker).locator(".em-finish-note")).to_contain_text("cat face")
    assert pixels(maker) == before
    assert maker.page.evaluate("() => window.hit === undefined")


def test_each_of_several_pictures_can_be_finished_all_go_onto_one_sheet_and_a_reload_keeps_what_was_chosen(
    visitor: Visitor, tmp_path: Path
) -> None:
    paint_and_open(visitor, pictures=3)
    first = pixels(visitor)
    panel(visitor).get_by_role("radio", name="3", exact=True).click()
    expect_wish(visitor, "image", "2")
    assert pixels(visitor) != first
    tab(visitor, "Save as")
    with visitor.page.expect_download() as download:
        panel(visitor).get_by_role("button", name="Contact sheet (PDF)").click()
    download.value.save_as(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    tab(visitor, "Colour")
    slide(visitor, "Vibrance", 55)
    panel(visitor).get_by_role("radio", name="2", exact=True).click()
    expect_wish(visitor, "image", "1")
    visitor.reload()
    visitor.wait_for("done")
    expect_wish(visitor, "vibrance", "55")
    expect_wish(visitor, "image", "1")
    panel(visitor).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile(r"finish\.webp\?image=1$"))


def test_the_settings_can_be_kept_out_of_the_file(maker: Visitor, tmp_path: Path) -> None:
    tab(maker, "Save as")
    panel(maker).get_by_role("checkbox", name="Write the settings into saved files").uncheck()
    panel(maker).get_by_label("Format").select_option("jpeg")
    with maker.page.expect_download() as download:
        panel(maker).get_by_role("button", name="Save finished picture").click()
    download.value.save_as(tmp_path / "cat.jpg")
    assert b"UNICODE" not in (tmp_path / "cat.jpg").read_bytes()


def test_before_and_while_painting_the_panel_says_what_it_waits_for(visitor: Visitor) -> None:
    panel(visitor).locator("summary").click()
    visitor.choose_long_painting()
    visitor.generate()
    visitor.wait_for("running", step=2)
    expect(panel(visitor).locator(".em-finish-empty")).to_contain_text("still being painted")
    visitor.press("Stop")
    visitor.wait_for("stopped")
    expect(panel(visitor).locator(".em-finish-empty")).to_contain_text("painted to its end")


def test_a_phone_shows_picture_and_sliders_without_scrolling_sideways(browser: Browser, house: House) -> None:
    with visiting(browser, house.url, viewport={"width": 390, "height": 844}) as somebody:
        paint_and_open(somebody)
        slide(somebody, "Contrast", 40)
        expect_wish(somebody, "contrast", "40")
        assert somebody.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        shown = panel(somebody).get_attribute("data-shown") or ""
        assert parse_qs(urlsplit(shown).query) == {"contrast": ["40"]}


def test_a_cut_out_gets_a_white_sticker_edge_in_preview_and_file(maker: Visitor, tmp_path: Path) -> None:
    tab(maker, "Cut-out")
    panel(maker).get_by_role("checkbox", name="Transparent background").check()
    slide(maker, "Sticker edge", 5)
    expect_wish(maker, "rim", "5")
    tab(maker, "Save as")
    with maker.page.expect_download() as download:
        panel(maker).get_by_role("button", name="Save finished picture").click()
    download.value.save_as(tmp_path / "sticker.png")
    with Image.open(tmp_path / "sticker.png") as picture:
        assert (picture.mode, picture.size) == ("RGBA", (256 + 2 * 15, 256 + 2 * 15))
        drawn = np.asarray(picture)
    assert (drawn[0, 0, 3], (drawn == 255).all(2).sum() > 1_000) == (0, True)
    panel(maker).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(maker)).to_have_attribute("data-shown", UNTOUCHED)
