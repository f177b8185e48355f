"""`make pictures`: what README shows, made by the app: screenshots, and an animated emergence by its own export."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.accept.browser import Visitor, chromium
from tests.accept.house import House
from tests.accept.journeys import PROMPT

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
FILM = "side=256&pace=110&hold=2200&caption=0"
STYLES = ("Watercolour", "Pixel art", "Sega-style mascot", "Pencil", "Sticker", "Neon retrofuture")


def main() -> int:
    """Writes studio.png, emergence.webp and history.png into docs/pictures."""
    parser = argparse.ArgumentParser(prog="make pictures ARGS=...", description=__doc__)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--flags", default="", help="more flags for the studio, such as --model FOLDER")
    chosen = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="emerge-pictures-") as scratch:
        house = House(ROOT, Path(scratch), chosen.flags)
        try:
            house.start()
            with chromium() as browser:
                _take(Visitor(browser, house.url), chosen.seed)
        finally:
            house.stop()
    return 0


def _take(visitor: Visitor, seed: int) -> None:
    visitor.open()
    visitor.page.get_by_role("textbox", name="Prompt", exact=True).fill(PROMPT)
    visitor.page.get_by_role("radio", name="Manga", exact=True).click()
    visitor.set_number("Seed", seed)
    visitor.page.wait_for_timeout(2000)
    visitor.generate()
    visitor.wait_for_state("done")
    visitor.page.wait_for_timeout(3000)
    visitor.page.screenshot(path=PICTURES / "studio.png")
    job = visitor.page.evaluate("() => window.emergeStage.status.job")
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
    visitor.page.screenshot(path=PICTURES / "history.png")


if __name__ == "__main__":
    sys.exit(main())
