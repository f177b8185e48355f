"""Styles on the page: choosing one, trying all, keeping one's own over a restart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from presets.style.shipped import load_builtin
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


def test_what_the_cards_show_is_tried_and_a_tried_card_opens_as_a_full_run(visitor: Visitor) -> None:
    page = visitor.page
    visitor.write("an orange cat")
    visitor.set("Seed", 3)
    expect(page.get_by_role("button", name="Try all styles")).to_be_visible()
    page.get_by_role("searchbox", name="Find a style").fill("pencil")
    visitor.press("Try this style")
    expect(page.locator(".em-tried img")).to_have_count(1)
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()
    visitor.set("Seed", 99)
    before = visitor.told("job")
    page.get_by_role("radio", name="Pencil").hover()
    visitor.press("Paint Pencil in full")
    visitor.wait_for_another(before)
    visitor.wait_for("done")
    pencil = next(preset for preset in load_builtin() if preset.key == "pencil")
    assert visitor.told("steps") == str(pencil.num_steps)
    expect(page.get_by_role("radio", name="Pencil")).to_be_checked()
    expect(page.get_by_test_id("final-prompt")).to_contain_text("pencil sketch of an orange cat, ")
    expect(page.get_by_label("Seed", exact=True)).to_have_value("3")


def test_stop_ends_the_trial_of_all_styles(visitor: Visitor) -> None:
    page = visitor.page
    visitor.choose_long_painting()
    visitor.press("Try all styles")
    visitor.wait_for("running", step=1)
    expect(visitor.stage.locator(".em-notice")).to_contain_text(f"Style 1 of {len(load_builtin())}")
    visitor.press("Stop")
    visitor.wait_for("stopped")
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()
    assert page.locator(".em-tried img").count() < len(load_builtin())


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
