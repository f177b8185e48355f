"""The Finish panel as a person uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

UNTOUCHED = re.compile("finish.webp$")
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
