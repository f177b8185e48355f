"""Photos on the page: where they come from, what is refused, how much of one survives."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
BRING = """([bytes, way]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], 'cat.jpg', { type: 'image/jpeg' }));
  const about = { bubbles: true, cancelable: true };
  document.body.dispatchEvent(
    way === 'drop' ? new DragEvent('drop', { ...about, dataTransfer: data })
                   : new ClipboardEvent('paste', { ...about, clipboardData: data }));
}"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    picture = Image.new("RGB", (300, 200), "skyblue")
    picture.paste("orange", (90, 40, 210, 160))
    picture.save(tmp_path / "cat.jpg")
    return tmp_path / "cat.jpg"


def test_the_entry_point_is_dragged_on_the_noise_curve_the_photo_is_restyled_and_compared(
    visitor: Visitor, photo: Path
) -> None:
    visitor.page.get_by_label("Photo", exact=True).first.set_input_files(photo)
    expect(visitor.page.get_by_label("My picture")).to_be_checked()
    expect(visitor.page.locator("#survives img")).to_be_visible()
    visitor.page.locator(".em-curve").scroll_into_view_if_needed()
    box = visitor.page.locator(".em-curve").bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 30)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 30, steps=4)
    visitor.page.mouse.up()
    expect(visitor.page.get_by_label("number input for Strength")).to_have_value("0.3")
    expect(visitor.page.locator("#survives")).to_contain_text("20 steps × 0.3: 6 will run")
    visitor.set("Steps", 20)
    visitor.set("Strength", 0.6)
    expect(visitor.page.locator("#survives")).to_contain_text("20 steps × 0.6: 12 will run")
    expect(visitor.page.locator("#survives img")).to_be_visible()
    visitor.page.get_by_label("Always run all steps").check()
    expect(visitor.page.locator("#survives")).to_contain_text("34 steps × 0.6: 20 will run")
    visitor.page.get_by_label("Always run all steps").uncheck()
    expect(visitor.page.get_by_label("number input for Keep layout")).to_have_value("0.7")
    visitor.set("Keep layout", 0.4)
    visitor.generate()
    visitor.wait_for("done")
    assert visitor.told("steps") == "12"
    expect(visitor.page.locator(".em-facts")).to_contain_text("0.6, layout kept at 0.4")
    visitor.press("Before / after")
    expect(visitor.page.get_by_role("slider", name="Before and after")).to_be_attached()
    expect(visitor.page.locator(".em-before")).to_be_visible()


def test_a_picture_dropped_or_pasted_anywhere_becomes_the_photo(visitor: Visitor, photo: Path) -> None:
    page = visitor.page
    before = ""
    for way, colour in (("drop", "orange"), ("paste", "teal")):
        Image.new("RGB", (300, 200), colour).save(photo)
        page.get_by_label("Words", exact=True).check()
        page.evaluate(BRING, [list(photo.read_bytes()), way])
        expect(page.get_by_label("My picture")).to_be_checked()
        expect(page.locator("#photo img")).to_be_visible()
        page.wait_for_function("before => document.querySelector('#photo img')?.src !== before", arg=before)
        before = page.locator("#photo img").get_attribute("src") or ""


def test_a_photo_can_be_taken_with_the_webcam(visitor: Visitor) -> None:
    """Chromium's own fake camera."""
    page = visitor.page
    visitor.context.grant_permissions(["camera"])
    page.get_by_label("My picture").check()
    page.get_by_role("button", name="Capture from camera").click()
    page.get_by_text("Click to Access Webcam").click()
    page.wait_for_function("() => document.querySelector('#photo video')?.videoWidth > 0")
    page.get_by_role("button", name="capture photo").click()
    expect(page.locator("#survives img")).to_be_visible()


def test_a_file_that_is_no_photo_says_why(visitor: Visitor, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.png"
    for content, reason in ((b"", "0 bytes"), (b"<svg/>", "SVG"), (b"%PDF-1.7", "PDF")):
        wrong.write_bytes(content)
        visitor.page.locator("#photo input[type=file]").set_input_files(wrong)
        expect(visitor.page.get_by_text("not a readable photo").filter(has_text=reason).first).to_be_attached()
        visitor.page.evaluate("document.querySelector('#photo button[aria-label=\"Remove Image\"]')?.click()")
