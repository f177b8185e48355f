"""A mix kept as a style of one's own, and the guidance range of a style on the slider itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_a_mix_is_saved_painted_on_its_card_exported_and_outlives_its_sources(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.write("a white cat")
    final, note = page.get_by_test_id("final-prompt"), page.locator("#preset-note")
    page.get_by_text("Your presets", exact=True).click()
    page.get_by_role("textbox", name="Words of the style").fill("charcoal of {prompt}")
    page.get_by_role("textbox", name="Preset name").fill("Charcoal")
    visitor.press("Save preset")
    expect(note).to_contain_text("Saved “Charcoal”.")
    page.get_by_role("radio", name="Pencil", exact=True).click(modifiers=["Control"])
    expect(final).to_contain_text("50% Charcoal charcoal of a white cat")
    page.get_by_role("textbox", name="Preset name").fill("Both")
    visitor.press("Save preset")
    expect(note).to_contain_text("Saved “Both”.")
    expect(page.get_by_role("radio", name="Both", exact=True)).to_be_checked()
    expect(page.locator(".em-about")).to_contain_text("Mix: Charcoal 50% + Pencil 50%")
    expect(final).to_contain_text("50% Pencil pencil sketch of a white cat")

    page.get_by_role("radio", name="Charcoal", exact=True).click()
    expect(page.get_by_role("textbox", name="Preset name")).to_have_value("Charcoal")
    visitor.press("Delete")
    expect(note).to_contain_text("Deleted “Charcoal”.")
    page.get_by_role("radio", name="Both", exact=True).click()
    expect(final).to_contain_text("50% Charcoal charcoal of a white cat")
    page.get_by_role("button", name="Paint its card").click()
    expect(page.locator(".em-tried img")).to_have_count(1)
    expect(page.locator(".em-facts")).to_contain_text("Both")
    expect(page.locator(".em-facts")).to_contain_text("50% pencil sketch of a white cat")
    with page.expect_download() as download:
        visitor.press("Export")
    file = json.loads(Path(download.value.path()).read_text())
    assert [part["name"] for part in file["mix"]] == ["Charcoal", "Pencil"]
    assert file["picture"].startswith("data:image/jpeg;base64,")
    visitor.press("Delete")
    expect(note).to_contain_text("Deleted “Both”.")
    (tmp_path / "both.json").write_text(json.dumps({**file, "name": "Both again"}))
    with page.expect_file_chooser() as chooser:
        visitor.press("Import")
    chooser.value.set_files(tmp_path / "both.json")
    expect(note).to_contain_text("1 style from Emerge imported.")
    page.wait_for_function("() => document.querySelector('.em-card img[src*=\"cards/own-\"]')?.naturalWidth > 0")
    expect(final).to_contain_text("50% Charcoal charcoal of a white cat")
    visitor.press("Delete")
    expect(note).to_contain_text("Deleted “Both again”.")


def test_the_guidance_slider_shows_what_suits_the_style(visitor: Visitor) -> None:
    page = visitor.page
    line, track = page.locator(".em-suits"), page.locator("#guidance input[type=range]")
    expect(line).to_be_hidden()
    page.get_by_role("radio", name="Manga", exact=True).click()
    expect(line).to_have_text("The marked part, 7 to 9, usually suits “Manga” best.")
    assert "em-banded" in (track.get_attribute("class") or "")
    visitor.set("Guidance scale", 15)
    expect(line).to_have_text("15 is above what suits “Manga”, 7 to 9: colours may burn out.")
    visitor.set("Guidance scale", 2)
    expect(line).to_contain_text("2 is below what suits “Manga”, 7 to 9")
    page.get_by_role("radio", name="Pencil", exact=True).click(modifiers=["Control"])
    expect(line).to_contain_text("this mix")
    page.get_by_role("button", name="Mix", exact=True).click()
    page.get_by_role("radio", name="As written", exact=True).click()
    expect(line).to_be_hidden()
    assert "em-banded" not in (track.get_attribute("class") or "")
