"""`make pictures`: what README opens with, made by the app itself: a screenshot and an animated emergence.

The animation is the job's own frames, as the stage shows them: the model's guess after every step, then the picture.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.accept.browser import Visitor, chromium
from tests.accept.house import House
from tests.accept.journeys import PROMPT

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
SIDE_PX = 256
STEP_MS, HOLD_MS = 110, 2200


def main() -> int:
    """Writes docs/pictures/studio.png, docs/pictures/emergence.webp and docs/pictures/styles.png."""
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
                _take_styles(Visitor(browser, house.url))
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
    steps = int(visitor.stage("steps"))
    names = [f"x0/{index}.jpg" for index in range(steps)] + ["result.png"]
    frames = [_fetch(visitor, f"{visitor.url}/frames/{job}/{name}") for name in names]
    frames[0].save(
        PICTURES / "emergence.webp",
        save_all=True,
        append_images=frames[1:],
        duration=[STEP_MS] * steps + [HOLD_MS],
        loop=0,
        quality=80,
    )


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
    page.locator("#styles").screenshot(path=PICTURES / "styles.png")
    visitor.context.close()


def _fetch(visitor: Visitor, url: str) -> Image.Image:
    body = visitor.context.request.get(url).body()
    with Image.open(io.BytesIO(body)) as frame:
        return frame.convert("RGB").resize((SIDE_PX, SIDE_PX), Image.Resampling.BICUBIC)


if __name__ == "__main__":
    sys.exit(main())
