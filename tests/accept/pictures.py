"""`make pictures`: what README and docs/guide.md show, by the app: screenshots, and an emergence by its own export."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.accept.browser import Visitor, chromium
from tests.accept.guide_pictures import take_batch, take_brief, take_export, take_photo
from tests.accept.house import House
from tests.accept.journeys import PROMPT
from tests.accept.shooting import PICTURES, shoot

ROOT = Path(__file__).parents[2]
FILM = "side=256&pace=110&hold=2200&caption=0"
STYLES = ("Watercolour", "Pixel art", "Sega-style mascot", "Pencil", "Sticker", "Neon retrofuture")


def main() -> int:
    """Writes everything in docs/pictures anew."""
    parser = argparse.ArgumentParser(prog="make pictures ARGS=...", description=__doc__)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--flags", default="", help="more flags for the studio, such as --model FOLDER")
    chosen = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="emerge-pictures-") as scratch:
        house = House(ROOT, Path(scratch), chosen.flags)
        try:
            house.start()
            with chromium() as browser:
                _take(Visitor(browser, house.url), chosen.seed)
                _take_finish(Visitor(browser, house.url), chosen.seed)
                for take in (_take_styles, _take_mask, take_brief, take_photo, take_batch, take_export):
                    visitor = Visitor(browser, house.url)
                    take(visitor)
                    visitor.close()
        finally:
            house.stop()
    return 0


def _take(visitor: Visitor, seed: int) -> None:
    visitor.open()
    visitor.page.get_by_role("textbox", name="Prompt", exact=True).fill(PROMPT)
    visitor.page.get_by_role("radio", name="Manga", exact=True).click()
    visitor.set("Seed", seed)
    visitor.page.wait_for_timeout(2000)
    visitor.generate()
    visitor.wait_for_state("done")
    visitor.page.wait_for_timeout(3000)
    visitor.page.evaluate("() => scrollTo(0, 0)")
    visitor.page.wait_for_timeout(500)
    shoot(visitor.page, "studio")
    job = visitor.told("job")
    film = visitor.context.request.get(f"{visitor.url}/frames/{job}/emergence.webp?{FILM}")
    (PICTURES / "emergence.webp").write_bytes(film.body())
    _take_history(visitor)


def _take_history(visitor: Visitor) -> None:
    """The drawer, with a picture in each of some styles."""
    for style in STYLES:
        visitor.page.get_by_role("radio", name=style, exact=True).click()
        visitor.page.wait_for_timeout(1000)
        visitor.generate()
        visitor.wait_for_state("done")
    visitor.page.locator(".em-lately a").nth(len(STYLES)).wait_for()
    visitor.page.get_by_role("button", name="Open history").click()
    visitor.page.locator(".em-kept img").nth(len(STYLES)).wait_for()
    visitor.page.wait_for_timeout(1000)
    shoot(visitor.page, "history")
    visitor.context.close()


def _take_styles(visitor: Visitor) -> None:
    """The style cards with two of them mixed."""
    visitor.open()
    page = visitor.page
    page.get_by_role("textbox", name="Prompt", exact=True).fill("a white cat")
    page.get_by_role("radio", name="Manga", exact=True).click()
    page.get_by_role("radio", name="Watercolour", exact=True).click(modifiers=["Control"])
    weight = page.get_by_role("slider", name="Weight of Watercolour")
    weight.fill("0.4")
    weight.dispatch_event("change")
    page.wait_for_timeout(1500)
    shoot(page.locator("#styles"), "styles")


def _take_finish(visitor: Visitor, seed: int) -> None:
    """A sticker with lettering, cut out, on T-shirts."""
    visitor.open()
    page = visitor.page
    page.get_by_role("textbox", name="Prompt", exact=True).fill("an orange cat, smiling, on a light blue background")
    page.get_by_role("radio", name="Sega-style mascot", exact=True).click()
    visitor.set("Seed", seed)
    page.wait_for_timeout(1500)
    visitor.generate()
    visitor.wait_for_state("done")
    panel = page.get_by_test_id("finish")
    panel.locator("summary").click()
    panel.get_by_role("tab", name="Lettering", exact=True).click()
    panel.get_by_role("textbox", name="Words").fill("MAU")
    panel.get_by_role("tab", name="Cut-out", exact=True).click()
    panel.get_by_role("checkbox", name="Transparent background").check()
    page.wait_for_timeout(3000)
    shoot(panel, "finish")
    visitor.context.close()


def _take_mask(visitor: Visitor) -> None:
    """The framed photo with a part of it painted over."""
    visitor.open()
    page = visitor.page
    page.get_by_text("My picture").click()
    page.get_by_role("button", name="Use the sample cat").click()
    page.get_by_role("radio", name="Mask", exact=True).click()
    canvas = page.get_by_test_id("framing").locator("canvas")
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(2000)
    box = canvas.bounding_box()
    assert box is not None
    for height in (0.6, 0.66, 0.72):
        page.mouse.move(box["x"] + 0.26 * box["width"], box["y"] + height * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + height * box["height"], steps=12)
        page.mouse.up()
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)
    shoot(page.locator("#framing"), "mask")


if __name__ == "__main__":
    sys.exit(main())
