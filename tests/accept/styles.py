"""What people do with hundreds of styles: bring them in, find one, mix it with another, and take it all back."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import Page

from tests.accept.journeys import PROMPT, Scene

COUNT = 500


def styles(scene: Scene) -> None:
    """A styles.csv with bad rows comes in with a report; one is found and mixed; Undo takes the import back."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_text("Your presets", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import", exact=True).click()
    chooser.value.set_files(_styles_csv(scene.photo.with_name("styles.csv")))
    note = page.locator("#preset-note")
    note.get_by_text("imported").wait_for(timeout=60_000)
    told = note.locator(".em-note").inner_text()
    wanted = f"{COUNT} styles from AUTOMATIC1111 imported, 2 left out."
    scene.report.add(f"import of {COUNT} styles", wanted, told, told == wanted)
    named = note.locator(".em-report").inner_text()
    lines = [f"line {COUNT + 2}", f"line {COUNT + 3}"]
    scene.report.add("bad rows named by line", ", ".join(lines), named[:80], all(line in named for line in lines))
    visitor.shoot(scene.shots / "desktop-import.png")
    _mix(scene, page)
    note.get_by_role("button", name="Undo", exact=True).click()
    note.get_by_text("Taken back.").wait_for(timeout=60_000)
    page.get_by_role("searchbox", name="Find a style").fill("foreign")
    page.wait_for_timeout(500)
    left = page.locator(".em-found").inner_text()
    scene.report.add("import taken back", "None found", left, left == "None found")
    visitor.context.close()


def _mix(scene: Scene, page: Page) -> None:
    page.get_by_role("textbox", name="Prompt", exact=True).fill(PROMPT)
    page.get_by_role("radio", name="Manga", exact=True).click()
    page.get_by_role("searchbox", name="Find a style").fill(f"foreign {COUNT - 1}")
    page.get_by_role("radio", name=f"Foreign {COUNT - 1}").click(modifiers=["Control"])
    final = page.get_by_test_id("final-prompt")
    final.get_by_text("50% Manga").wait_for(timeout=20_000)
    shown = final.inner_text()
    both = "50% Manga" in shown and f"foreign style {COUNT - 1} of" in shown
    scene.report.add("two styles mixed", "both final prompts shown", shown.replace("\n", " ")[:80], both)
    page.locator("#styles").screenshot(path=scene.shots / "desktop-mix.png")
    page.get_by_role("button", name="Mix", exact=True).click()


def _styles_csv(path: Path) -> Path:
    rows = [[f"Foreign {number}", f"foreign style {number} of {{prompt}}", "blurry"] for number in range(COUNT)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["name", "prompt", "negative_prompt"], *rows, ["", "nameless", ""], ["Many", "a", "b", "c"]])
    return path
