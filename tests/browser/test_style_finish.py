"""A style takes the Finish panel's settings with it, and so does a finished picture."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_finish import expect_wish, paint_and_open, panel, slide, tab
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def choose(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("radio", name=name, exact=True).click()


def finish_as_a_logo(visitor: Visitor, words: str) -> None:
    """Contrast, and words on the picture."""
    tab(visitor, "Colour")
    slide(visitor, "Contrast", 30)
    tab(visitor, "Lettering")
    panel(visitor).get_by_role("textbox", name="Words").fill(words)
    expect_wish(visitor, "text", words)


def save(visitor: Visitor, name: str, told: str) -> None:
    visitor.page.get_by_role("textbox", name="Preset name").fill(name)
    visitor.press("Save preset")
    expect(visitor.page.locator("#preset-note")).to_contain_text(told)


def test_a_style_takes_its_finish_with_it_and_gives_it_back_where_it_is_seen(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    paint_and_open(visitor)
    finish_as_a_logo(visitor, "MAU")
    save(visitor, "Club logo", "Saved “Club logo”, with its finish: contrast, lettering “MAU”.")
    panel(visitor).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile("finish.webp$"))

    choose(visitor, "Manga")
    choose(visitor, "Club logo")
    said = page.locator(".em-brought")
    expect(said).to_contain_text("“Club logo” brings a finish: contrast, lettering “MAU”.")
    expect(page.locator(".em-about")).to_contain_text("Finish: contrast, lettering “MAU”")
    expect_wish(visitor, "text", "MAU")
    expect_wish(visitor, "contrast", "30")
    choose(visitor, "Manga")
    expect(said).to_contain_text("The finish that came with “Club logo” is taken off again.")
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile("finish.webp$"))
    said.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("as it was before")
    expect_wish(visitor, "text", "MAU")

    tab(visitor, "Colour")
    slide(visitor, "Contrast", 60)
    expect(said).to_be_hidden()
    choose(visitor, "Pencil")
    expect(page.locator(".em-about")).not_to_contain_text("Finish")
    expect_wish(visitor, "contrast", "60")

    choose(visitor, "Club logo")
    page.get_by_text("Your presets", exact=True).click()
    with page.expect_download() as download:
        visitor.press("Export")
    file = json.loads(Path(download.value.path()).read_text())
    assert (file["finish"]["contrast"], file["finish"]["lettering"]["text"]) == (30, "MAU")
    visitor.press("Delete")
    expect(page.locator("#preset-note")).to_contain_text("Deleted “Club logo”.")
    (tmp_path / "logo.json").write_text(json.dumps({**file, "name": "Club logo again"}))
    with page.expect_file_chooser() as chooser:
        visitor.press("Import")
    chooser.value.set_files(tmp_path / "logo.json")
    expect(page.locator("#preset-note")).to_contain_text("1 style from Emerge imported.")
    expect(page.locator(".em-about")).to_contain_text("Finish: contrast, lettering “MAU”")
    visitor.press("Delete")


def test_letters_that_cannot_be_set_are_named_before_a_style_is_saved(visitor: Visitor) -> None:
    paint_and_open(visitor)
    tab(visitor, "Lettering")
    panel(visitor).get_by_role("textbox", name="Words").fill("Mau 🐱")
    save(visitor, "Emoji", "cat face")
    expect(visitor.page.get_by_role("radio", name="Emoji", exact=True)).to_have_count(0)


def test_a_closed_panel_says_what_a_style_brought(visitor: Visitor) -> None:
    paint_and_open(visitor)
    finish_as_a_logo(visitor, "SHUT")
    save(visitor, "Shut", "with its finish")
    panel(visitor).get_by_role("button", name="Reset", exact=True).click()
    panel(visitor).locator("summary").click()
    choose(visitor, "Manga")
    choose(visitor, "Shut")
    said = visitor.page.locator(".em-brought")
    expect(said).to_contain_text("“Shut” brings a finish")
    said.get_by_role("button", name="Undo").click()
    panel(visitor).locator("summary").click()
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile("finish.webp$"))
    visitor.page.get_by_text("Your presets", exact=True).click()
    visitor.press("Delete")


def test_a_finished_picture_dropped_on_the_page_brings_its_finish_back(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    paint_and_open(visitor)
    finish_as_a_logo(visitor, "KEPT")
    tab(visitor, "Save as")
    panel(visitor).get_by_label("Format").select_option("jpeg")
    with page.expect_download() as download:
        panel(visitor).get_by_role("button", name="Save finished picture").click()
    download.value.save_as(tmp_path / "kept.jpg")
    panel(visitor).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile("finish.webp$"))

    page.get_by_text("My picture", exact=True).click()
    page.get_by_label("Photo", exact=True).first.set_input_files(tmp_path / "kept.jpg")
    visitor.press("Use the settings inside it")
    expect(page.locator("#recall-note")).to_contain_text("Finish (contrast, lettering “KEPT”)")
    expect(page.locator(".em-brought")).to_contain_text("The picture brings a finish: contrast, lettering “KEPT”.")
    expect_wish(visitor, "text", "KEPT")
    page.locator(".em-brought").get_by_role("button", name="Undo").click()
    expect(panel(visitor)).to_have_attribute("data-shown", re.compile("finish.webp$"))
