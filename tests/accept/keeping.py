"""What people keep: a film of the emergence, and the history, before and after a restart."""

from __future__ import annotations

import re

from PIL import Image

from tests.accept.journeys import Scene, close

PROMPT = "pencil sketch of a cream cat, sitting"


def keep(scene: Scene) -> None:
    """A painting is exported as a film, found in the history, marked, deleted and brought back."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_role("textbox", name="Prompt", exact=True).fill(PROMPT)
    visitor.generate()
    visitor.wait_for_state("done", "failed")
    steps = int(visitor.told("steps"))
    page.get_by_text("Export the emergence").click()
    page.get_by_role("button", name="Make the film").click()
    page.locator(".em-export-result").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the film").click()
    with Image.open(download.value.path()) as film:
        frames = getattr(film, "n_frames", 1)
    scene.report.add("export as GIF", f"{steps} frames", f"{frames} frames", frames == steps)
    page.get_by_role("button", name=f"Kept: {PROMPT}").first.click()
    viewer = page.get_by_role("dialog", name="Kept picture")
    viewer.get_by_role("button", name="Favourite").click()
    visitor.shoot(scene.shots / "desktop-kept.png")
    page.keyboard.press("Escape")
    cells = page.get_by_role("listbox", name="Kept pictures").get_by_role("option")
    cells.first.focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("They are back.").wait_for()
    visitor.shoot(scene.shots / "desktop-history.png")
    scene.report.add("deleted and undone", "it is back", "it is back", True)
    page.keyboard.press("Escape")
    close(scene, visitor, "keep")


def find_kept(scene: Scene) -> None:
    """After a restart the favourite is there, and its settings come back onto the page."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_role("button", name="Open history").click()
    page.get_by_role("button", name="★ Favourites").click()
    page.get_by_text(re.compile(r"paintings? found")).wait_for()  # till then a click lands on a list that goes away
    page.get_by_role("listbox", name="Kept pictures").get_by_role("option", name=PROMPT).click()
    page.get_by_role("button", name="Use these settings").click()
    page.get_by_test_id("arrival").get_by_text("From a picture by Emerge").wait_for()
    prompt = page.get_by_role("textbox", name="Prompt", exact=True).input_value()
    scene.report.add("history after a restart", "prompt comes back", prompt[:40], prompt.startswith(PROMPT))
    visitor.context.close()
