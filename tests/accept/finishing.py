"""The maker's journey: from a finished picture to the file for the print shop."""

from __future__ import annotations

from PIL import Image

from tests.accept.browser import Visitor
from tests.accept.journeys import PROMPT, Scene

SHOWS = "(wish) => document.querySelector('.em-finish').dataset.shown?.includes(wish)"


def finish(scene: Scene) -> None:
    """Colour, cut-out and lettering are seen at once, and the print file is as print shops ask for it."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_role("textbox", name="Prompt", exact=True).fill(PROMPT)
    visitor.generate()
    visitor.wait_for_state("done", "failed")
    panel = page.get_by_test_id("finish")
    panel.locator("summary").click()
    panel.get_by_role("slider", name="Contrast", exact=True).fill("30")
    _wait(visitor, "contrast=30")
    panel.get_by_role("tab", name="Cut-out", exact=True).click()
    panel.get_by_role("checkbox", name="Transparent background").check()
    _wait(visitor, "cut_out=1")
    panel.get_by_role("slider", name="Sticker edge", exact=True).fill("3")
    _wait(visitor, "rim=3")
    panel.get_by_role("tab", name="Lettering", exact=True).click()
    panel.get_by_role("textbox", name="Words").fill("MAU")
    _wait(visitor, "text=MAU")
    scene.report.add("finish: contrast, cut-out with a sticker edge, lettering", "each is seen at once", "yes", True)
    visitor.shoot(scene.shots / "desktop-finish.png")
    panel.get_by_role("tab", name="Save as", exact=True).click()
    panel.get_by_label("Format").select_option("print")
    with page.expect_download() as download:
        panel.get_by_role("button", name="Save finished picture").click()
    path = scene.photo.with_name("print.png")
    download.value.save_as(path)
    with Image.open(path) as picture:
        dpi = round(picture.info["dpi"][0])
        alpha = picture.getchannel("A").getextrema()
        told = f"{picture.width} x {picture.height} at {dpi} dpi, alpha {alpha}"
        ok = (picture.size, dpi, alpha) == ((4500, 5400), 300, (0, 255))
    scene.report.add("finish: print file", "4500 x 5400 at 300 dpi, transparent", told, ok)
    panel.get_by_role("radio", name="4×", exact=True).check(force=True)
    _wait(visitor, "upscale=4")
    sides = page.evaluate("document.querySelector('.em-finish-picture').naturalWidth")
    scene.report.add("finish: upscaled 4×", "1024 px or more", f"{sides} px", sides >= 1024)
    _carried_by_a_style(scene, visitor)
    strangers, complaints = visitor.strangers, visitor.complaints
    scene.report.add("finish: requests elsewhere", "none", ", ".join(strangers[:3]) or "none", not strangers)
    scene.report.add("finish: errors in the console", "none", "; ".join(complaints[:3]) or "none", not complaints)
    visitor.context.close()


def _carried_by_a_style(scene: Scene, visitor: Visitor) -> None:
    """Saved with a style, taken off with another one, and back with the first."""
    page = visitor.page
    panel, said = page.get_by_test_id("finish"), page.locator(".em-brought")
    page.get_by_role("textbox", name="Preset name").fill("Club logo")
    page.get_by_role("button", name="Save preset", exact=True).click()
    page.locator("#preset-note").get_by_text("with its finish").wait_for(timeout=30_000)
    panel.get_by_role("button", name="Reset", exact=True).click()
    for name in ("Manga", "Club logo"):
        page.get_by_role("radio", name=name, exact=True).click()
    said.get_by_text("“Club logo” brings a finish").wait_for(timeout=30_000)
    _wait(visitor, "text=MAU")
    told = said.locator("span").inner_text()
    scene.report.add("finish: carried by a style", "applied, said, with Undo", told, "lettering “MAU”" in told)


def _wait(visitor: Visitor, wish: str) -> None:
    visitor.page.wait_for_function(SHOWS, arg=wish, timeout=30_000)
