"""The whole walk of a maker: photo, mask, preset, run, logo, print file, history; and, after a restart, all of it back
out of the saved file."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.accept.journeys import Scene, close

WORDS = "a cat with a red scarf"
SAVED = "maker.png"


def walk(scene: Scene) -> None:
    """From the photo to the file for the print shop."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_role("textbox", name="Prompt", exact=True).fill(WORDS)
    page.get_by_text("My picture").click()
    page.locator("#photo input[type=file]").set_input_files(str(scene.photo))
    _paint_over(page)
    page.get_by_role("radio", name="Manga", exact=True).click()
    visitor.generate()
    state = visitor.wait_for_state("done", "failed")
    repainted = page.locator(".em-facts").get_by_text("of the photo").inner_text()
    scene.report.add("walk: photo, mask, preset, run", "done, part repainted", f"{state}, {repainted}", state == "done")
    panel = page.get_by_test_id("finish")
    panel.locator("summary").click()
    panel.get_by_role("tab", name="Lettering", exact=True).click()
    panel.get_by_role("textbox", name="Words").fill("MAU")
    panel.get_by_role("tab", name="Save as", exact=True).click()
    with Image.open(_saved(scene, page, "print", "walk-print.png")) as picture:
        told, ok = f"{picture.width} x {picture.height}", picture.size == (4500, 5400)
    scene.report.add("walk: logo and print file", "4500 x 5400", told, ok)
    _saved(scene, page, "png", SAVED)
    visitor.shoot(scene.shots / "desktop-walk.png")
    kept = page.get_by_role("button", name="Kept: ").first
    kept.click()
    viewer = page.get_by_role("dialog", name="Kept picture")
    viewer.get_by_role("button", name="Before / after").wait_for()
    scene.report.add("walk: history", "the run with its photo", "the run with its photo", True)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    close(scene, visitor, "walk")


def walk_back(scene: Scene) -> None:
    """After a restart the saved file brings words, numbers and the finish back onto the page."""
    visitor = scene.visitor()
    page = visitor.page
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Settings from a picture").click()
    chooser.value.set_files(str(_file(scene, SAVED)))
    page.get_by_text("From a picture by Emerge").first.wait_for()
    prompt = page.get_by_role("textbox", name="Prompt", exact=True).input_value()
    words = page.get_by_test_id("finish").get_by_role("textbox", name="Words", include_hidden=True)
    page.wait_for_function("(field) => field.value === 'MAU'", arg=words.element_handle(), timeout=30_000)
    told = f"{prompt[:40]}…, finish {words.input_value()}"
    scene.report.add("walk: back out of the file after a restart", "words and finish", told, WORDS in prompt)
    visitor.context.close()


def _paint_over(page: Page) -> None:
    """A stroke of the brush over the middle of the photo."""
    framing = page.get_by_test_id("framing")
    framing.locator("canvas").wait_for()
    framing.get_by_role("radio", name="Mask", exact=True).click()
    canvas = framing.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.6 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.6 * box["height"], steps=8)
    page.mouse.up()


def _saved(scene: Scene, page: Page, kind: str, name: str) -> Path:
    page.get_by_test_id("finish").get_by_label("Format").select_option(kind)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save finished picture").click()
    path = _file(scene, name)
    download.value.save_as(path)
    return path


def _file(scene: Scene, name: str) -> Path:
    return scene.photo.with_name(name)
