"""Styles on the page: choosing one, trying all, keeping one's own over a restart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from presets.shipped import load_builtin
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_a_style_sets_prompt_and_numbers_and_all_are_tried_on_the_persons_words(visitor: Visitor) -> None:
    visitor.write("white cat")
    visitor.page.get_by_role("radio", name="Manga").click()
    expect(visitor.page.get_by_test_id("final-prompt")).to_contain_text("manga-style")
    manga = next(preset for preset in load_builtin() if preset.key == "manga")
    expect(visitor.page.get_by_label("number input for Guidance scale")).to_have_value(f"{manga.guidance_scale:g}")
    visitor.page.keyboard.press("ArrowRight")
    expect(visitor.page.get_by_role("radio", name="Sega-style mascot")).to_be_checked()

    page = visitor.page
    visitor.write("an orange cat")
    visitor.set("Seed", 3)
    visitor.press("Try all styles")
    count = len(load_builtin())
    expect(page.locator('.em-card img[src^="data:image/jpeg"]')).to_have_count(count)
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()
    page.get_by_role("radio", name="Pencil").click()
    expect(page.get_by_test_id("final-prompt")).to_have_text("pencil sketch of an orange cat")
    expect(page.get_by_label("Seed", exact=True)).to_have_value("3")


def test_stop_ends_the_trial_of_all_styles(visitor: Visitor) -> None:
    page = visitor.page
    visitor.choose_long_painting()
    visitor.press("Try all styles")
    visitor.wait_for("running", step=1)
    visitor.press("Stop")
    visitor.wait_for("stopped")
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()
    assert page.locator('.em-card img[src^="data:image/jpeg"]').count() < len(load_builtin())


def test_a_preset_is_saved_renamed_exported_imported_and_deleted(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.set("Guidance scale", 3)
    page.get_by_role("textbox", name="Preset name").fill("Quiet <b>ink</b>")
    visitor.press("Save preset")
    expect(page.get_by_role("radio", name="Quiet <b>ink</b>")).to_be_checked()
    page.get_by_text("Your presets", exact=True).click()
    page.get_by_role("textbox", name="Preset name").fill("Quiet ink")
    visitor.press("Rename")
    expect(page.get_by_role("radio", name="Quiet ink")).to_be_checked()
    with page.expect_download() as download:
        visitor.press("Export")
    download.value.save_as(tmp_path / "ink.json")
    assert json.loads((tmp_path / "ink.json").read_text())["guidance_scale"] == 3
    visitor.press("Delete")
    expect(page.get_by_role("radio", name="Quiet ink")).to_have_count(0)
    with page.expect_file_chooser() as chooser:
        visitor.press("Import")
    chooser.value.set_files(tmp_path / "ink.json")
    expect(page.get_by_role("radio", name="Quiet ink")).to_be_checked()
    visitor.press("Delete")
    expect(page.get_by_role("radio", name="Quiet ink")).to_have_count(0)
