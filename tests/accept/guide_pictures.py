"""Pictures of the single parts of the page, each from a fresh visit."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Locator

from presets import load_builtin
from tests.accept.browser import Visitor
from tests.accept.shooting import shoot

ASSETS = Path(__file__).parents[2] / "assets"
PHOTOS_OPEN = """async () => {
  const { openPhotos } = await import(new URL("ui/photo/photos.js", document.baseURI));
  while (!openPhotos()) await new Promise((resume) => setTimeout(resume, 20));
}"""


def take_brief(visitor: Visitor) -> None:
    """Two phrases as chips, with what fits added to the parts that were empty."""
    visitor.open()
    page = visitor.page
    page.get_by_role("textbox", name="Prompt", exact=True).fill("an orange cat wearing a blue scarf, watercolour")
    visitor.press("Make a brief of it")
    page.get_by_label("Subject 1").wait_for()
    visitor.press("Add what fits")
    page.locator(".em-chip.em-brief-added").first.wait_for()
    shoot(settled(page.locator("#brief")), "brief")


def take_photo(visitor: Visitor) -> None:
    """Where painting enters on the noise curve; the photo beside its painting; all styles tried on it."""
    visitor.open()
    page = visitor.page
    page.get_by_text("My picture").click()
    page.get_by_role("button", name="Use the sample cat").click()
    page.locator("#survives img").wait_for()
    visitor.set("Strength", 0.55)
    page.locator("#survives").get_by_text("× 0.55").wait_for()
    shoot(settled(page.locator("#survives")), "curve")
    page.get_by_role("radio", name="Watercolour", exact=True).click()
    page.wait_for_timeout(1500)
    visitor.set("Strength", 0.55)
    visitor.set("Seed", 4)
    visitor.generate()
    visitor.wait_for_state("done")
    visitor.press("Before / after")
    shoot(settled(page.locator(".em-frame")), "before-after")
    visitor.press("Try all styles")
    page.locator(".em-tried img").nth(len(load_builtin()) - 1).wait_for()
    page.locator("#generate:enabled").wait_for()
    shoot(settled(page.locator("#styles")), "try-all")


def take_batch(visitor: Visitor) -> None:
    """Three photos painted and one file that is none."""
    visitor.open()
    page = visitor.page
    page.get_by_text("My picture").click()
    page.get_by_text("Many photos at once").click()
    with tempfile.TemporaryDirectory(prefix="emerge-photos-") as folder:
        photos = _photos(Path(folder))
        page.evaluate(PHOTOS_OPEN)  # its words are there before its code
        page.locator("#photos input[data-part=files]").set_input_files([str(photo) for photo in photos])
        page.locator("#photos").get_by_text("4 photos.", exact=True).wait_for()  # all of them are here
        visitor.press("Paint them all")
        page.get_by_text("3 of 4 photos are painted.").wait_for()
    page.locator("#generate:enabled").wait_for()
    shoot(settled(page.locator("#many-photos")), "batch")


def take_export(visitor: Visitor) -> None:
    """The film of an emergence, ready to be saved."""
    visitor.open()
    page = visitor.page
    page.get_by_role("textbox", name="Prompt", exact=True).fill("a black cat with a red scarf")
    page.get_by_role("radio", name="Neon retrofuture", exact=True).click()
    page.wait_for_timeout(1500)
    visitor.generate()
    visitor.wait_for_state("done")
    page.get_by_text("Export the emergence").click()
    visitor.press("Make the film")
    page.get_by_role("link", name="Save the film").wait_for()
    shoot(settled(page.locator("#export")), "export")


def settled(part: Locator) -> Locator:
    """The same, when it is in view and has come to rest."""
    part.scroll_into_view_if_needed()
    part.page.mouse.move(0, 0)
    part.page.wait_for_timeout(1500)
    return part


def _photos(folder: Path) -> list[Path]:
    with Image.open(ASSETS / "sample-cat.png") as cat:
        views = {"on the sofa": cat.convert("RGB"), "the other way": ImageOps.mirror(cat.convert("RGB"))}
        views["in the garden"] = ImageOps.colorize(cat.convert("L"), "darkgreen", "lightyellow")
    for name, view in views.items():
        view.save(folder / f"{name}.jpg")
    (folder / "notes.jpg").write_text("no picture")
    return sorted(folder.iterdir())
