"""The journey of a maker: paint, colour, cut out, letter, and keep the print file."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from pipeline.metadata import find_settings
from tests.browser.house import House
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
PIXELS = """() => {
  const img = document.querySelector('.em-finish-picture');
  const canvas = new OffscreenCanvas(img.naturalWidth, img.naturalHeight);
  const context = canvas.getContext('2d');
  context.drawImage(img, 0, 0);
  const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
  let sum = 0, clear = 0;
  for (let at = 0; at < data.length; at += 4) {
    sum = (sum * 31 + data[at] + 3 * data[at + 1] + 7 * data[at + 2]) % 1000000007;
    clear += data[at + 3] === 0;
  }
  return [sum, clear];
}"""


def panel(visitor: Visitor) -> Locator:
    return visitor.page.get_by_test_id("finish")


def paint_and_open(visitor: Visitor, pictures: int = 1) -> None:
    visitor.write("a white cat on a yellow background")
    visitor.set("Steps", 4)
    if pictures > 1:
        visitor.set("Pictures", pictures)
    visitor.generate()
    visitor.wait_for("done")
    panel(visitor).locator("summary").click()
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile("finish.webp"))


def slide(visitor: Visitor, name: str, value: float) -> None:
    panel(visitor).get_by_role("slider", name=name, exact=True).fill(str(value))


def expect_wish(visitor: Visitor, name: str, value: str) -> None:
    """Waits until the preview that is shown is of this wish."""
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile(rf"[?&]{name}={re.escape(value)}(&|$)"))


def tab(visitor: Visitor, name: str) -> None:
    panel(visitor).get_by_role("tab", name=name, exact=True).click()


def pixels(visitor: Visitor) -> tuple[int, int]:
    """A number that changes with any colour, and how many pixels are transparent."""
    total, clear = visitor.page.evaluate(PIXELS)
    return int(total), int(clear)


def test_a_picture_is_coloured_cut_out_lettered_and_kept_for_the_print_shop(visitor: Visitor, tmp_path: Path) -> None:
    paint_and_open(visitor)
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile("finish.webp$"))
    before = pixels(visitor)
    slide(visitor, "Contrast", 70)
    slide(visitor, "Flatten to colours", 6)
    expect_wish(visitor, "num_colours", "6")
    coloured = pixels(visitor)
    assert coloured[0] != before[0] and coloured[1] == 0
    tab(visitor, "Cut-out")
    panel(visitor).get_by_role("checkbox", name="Transparent background").check()
    expect_wish(visitor, "cut_out", "1")
    assert pixels(visitor)[1] > 500
    tab(visitor, "Lettering")
    panel(visitor).get_by_role("textbox", name="Words").fill("MAU")
    expect_wish(visitor, "text", "MAU")
    tab(visitor, "Save as")
    panel(visitor).get_by_label("Format").select_option("print")
    with visitor.page.expect_download() as download:
        panel(visitor).get_by_role("button", name="Save finished picture").click()
    assert download.value.suggested_filename.endswith("-print.png")
    download.value.save_as(tmp_path / "print.png")
    with Image.open(tmp_path / "print.png") as picture:
        assert (picture.size, picture.mode) == ((4500, 5400), "RGBA")
        assert [round(each) for each in picture.info["dpi"]] == [300, 300]
        assert picture.getchannel("A").getextrema() == (0, 255)
    found = find_settings(tmp_path / "print.png").settings
    assert found["prompt"] == "a white cat on a yellow background"
    assert found["finish"]["lettering"]["text"] == "MAU"


def test_words_are_dragged_on_the_picture_and_moved_with_the_arrow_keys(visitor: Visitor) -> None:
    paint_and_open(visitor)
    tab(visitor, "Lettering")
    panel(visitor).get_by_role("textbox", name="Words").fill("MAU")
    words = panel(visitor).get_by_role("slider", name="Words on the picture")
    expect(words).to_be_visible()
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.mouse.move(*middle)
    visitor.page.mouse.down()
    visitor.page.mouse.move(middle[0] + 40, middle[1] - 90, steps=5)
    visitor.page.mouse.up()
    visitor.page.wait_for_function("() => Number(document.querySelector('.em-finish [name=y]').value) < 0.75")
    at = [float(panel(visitor).locator(f"[name={axis}]").input_value()) for axis in "xy"]
    assert at[0] > 0.55
    words.press("ArrowLeft")
    words.press("Shift+ArrowUp")
    expect_wish(visitor, "x", f"{at[0] - 0.01:g}")
    expect_wish(visitor, "y", f"{at[1] - 0.05:g}")


def test_emoji_are_refused_by_name_and_the_picture_stays(visitor: Visitor) -> None:
    paint_and_open(visitor)
    before = pixels(visitor)
    tab(visitor, "Lettering")
    panel(visitor).get_by_role("textbox", name="Words").fill(
        "Mau 🐱 ${window.hit=1} <img src=x onerror='window.hit=1'>"
    )
    expect(panel(visitor).locator(".em-finish-note")).to_contain_text("cat face")
    assert pixels(visitor) == before
    assert visitor.page.evaluate("() => window.hit === undefined")


def test_each_of_several_pictures_can_be_finished_and_all_go_onto_one_sheet(visitor: Visitor, tmp_path: Path) -> None:
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


def test_what_was_chosen_outlives_a_reload_and_reset_takes_it_back(visitor: Visitor) -> None:
    paint_and_open(visitor, pictures=2)
    slide(visitor, "Vibrance", 55)
    panel(visitor).get_by_role("radio", name="2", exact=True).click()
    expect_wish(visitor, "image", "1")
    visitor.reload()
    visitor.wait_for("done")
    expect_wish(visitor, "vibrance", "55")
    expect_wish(visitor, "image", "1")
    panel(visitor).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile(r"finish\.webp\?image=1$"))


def test_the_settings_can_be_kept_out_of_the_file(visitor: Visitor, tmp_path: Path) -> None:
    paint_and_open(visitor)
    tab(visitor, "Save as")
    panel(visitor).get_by_role("checkbox", name="Write the settings into saved files").uncheck()
    panel(visitor).get_by_label("Format").select_option("jpeg")
    with visitor.page.expect_download() as download:
        panel(visitor).get_by_role("button", name="Save finished picture").click()
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
    somebody = Visitor(browser, house.url, viewport={"width": 390, "height": 844})
    somebody.open()
    paint_and_open(somebody)
    slide(somebody, "Contrast", 40)
    expect_wish(somebody, "contrast", "40")
    assert somebody.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    shown = panel(somebody).get_attribute("data-shown") or ""
    assert parse_qs(urlsplit(shown).query) == {"contrast": ["40"]}
    somebody.close()
    assert somebody.strangers == somebody.complaints == []
