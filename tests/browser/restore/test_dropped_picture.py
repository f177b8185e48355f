"""A picture with settings is dropped: they are on the page at one gesture, and nothing typed is lost. Real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
DROP = """([bytes, where, ...names]) => {
  const data = new DataTransfer();
  for (const name of names.length ? names : ['theirs.png']) {
    data.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
  }
  const about = { bubbles: true, cancelable: true, dataTransfer: data };
  document.querySelector(where).dispatchEvent(new DragEvent('drop', about));
}"""


def test_a_dropped_picture_restores_its_settings_and_offers_the_photo_and_undo(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.page
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", "a fox\nSteps: 9, Sampler: Heun, CFG scale: 6, Seed: 5, Size: 256x256, Clip skip: 2")
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "theirs.png", pnginfo=info)
    data = list((tmp_path / "theirs.png").read_bytes())
    prompt, bar = page.get_by_role("textbox", name="Prompt", exact=True), page.get_by_test_id("arrival")
    visitor.write("a fox")
    page.get_by_role("radio", name="Manga", exact=True).click()
    final, suits = page.get_by_test_id("final-prompt"), page.locator(".em-suits")
    expect(final).to_have_text("manga-style illustration of a fox")
    expect(suits).to_contain_text("“Manga”")
    page.evaluate(DROP, [data, "body"])
    expect(final).to_have_text("a fox")  # the same words, and the style went
    expect(suits).to_be_hidden()
    visitor.press("Undo")
    expect(final).to_have_text("manga-style illustration of a fox")
    expect(suits).to_contain_text("“Manga”")
    visitor.write("my own words")
    page.evaluate(DROP, [data, "body"])
    expect(bar).to_contain_text("From a picture by AUTOMATIC1111: Prompt")
    expect(bar).to_contain_text("Not known here: Sampler Heun, Clip skip.")
    expect(prompt).to_have_value("a fox")
    visitor.press("Undo")
    expect(prompt).to_have_value("my own words")
    visitor.press("Use its settings")
    expect(prompt).to_have_value("a fox")
    expect(page.get_by_label("Seed", exact=True)).to_have_value("5")
    visitor.press("Use it as the photo instead")
    expect(page.locator("#photo img")).to_be_visible()
    expect(page.get_by_label("My picture")).to_be_checked()
    expect(prompt).to_have_value("my own words")
    page.evaluate(DROP, [data, "#photo"])
    expect(prompt).to_have_value("a fox")
    visitor.press("Close this message")
    expect(bar).to_be_hidden()


def test_several_pictures_dropped_anywhere_are_the_photos_of_a_batch(visitor: Visitor, tmp_path: Path) -> None:
    """The first one of them was taken, and the others vanished without a word."""
    page, photos = visitor.page, visitor.page.get_by_test_id("photos")
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "photo.png")
    data = list((tmp_path / "photo.png").read_bytes())
    page.evaluate(DROP, [data, "#stage", "one.png", "two.png"])
    expect(photos.locator(".em-photos-line")).to_have_text("2 photos.")
    expect(photos).to_be_in_viewport()
    expect(page.get_by_test_id("arrival")).to_contain_text("They are under “Many photos at once”.")
    expect(page.get_by_label("My picture")).to_be_checked()
    page.evaluate(DROP, [data, "#prompt", "three.png", "four.png"])  # with its fold open
    expect(photos.locator(".em-photos-line")).to_have_text("4 photos.")
    expect(page.locator("#photo img")).to_have_count(0)


def test_a_folder_dropped_anywhere_is_a_batch_with_what_lies_deeper(visitor: Visitor, tmp_path: Path) -> None:
    """As the operating system drops it: only such a drop has a folder in it."""
    cats = tmp_path / "my cats"
    (cats / "more").mkdir(parents=True)
    for name in ("grey.png", "more/teal.png"):
        Image.new("RGB", (64, 64), "teal").save(cats / name)
    (cats / "notes.txt").write_text("feed them")
    drop_from_outside(visitor, cats)
    photos = visitor.page.get_by_test_id("photos")
    expect(photos.locator(".em-photos-line")).to_have_text("2 photos, 1 file left out and named in the report.")
    expect(photos).to_contain_text("my cats/more/teal.png")


def drop_from_outside(visitor: Visitor, path: Path) -> None:
    box = visitor.page.get_by_test_id("stage").bounding_box()
    assert box is not None
    about = {
        "x": box["x"] + box["width"] / 2,
        "y": box["y"] + 100,
        "data": {"items": [], "files": [str(path)], "dragOperationsMask": 1},
    }
    browser = visitor.page.context.new_cdp_session(visitor.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": kind, **about})
