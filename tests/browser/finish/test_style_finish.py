"""A style takes the Finish panel's settings with it, and so does a finished picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.finishing import UNTOUCHED, expect_wish, panel, slide, tab
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
    field = visitor.page.get_by_role("textbox", name="Preset name")
    field.fill(name)
    expect(field).to_have_value(name)
    visitor.press("Save preset")
    expect(visitor.page.locator("#preset-note")).to_contain_text(told)


def test_a_style_takes_its_finish_with_it_and_gives_it_back_where_it_is_seen(maker: Visitor, tmp_path: Path) -> None:
    page = maker.page
    finish_as_a_logo(maker, "MAU")
    save(maker, "Club logo", "Saved “Club logo”, with its finish: contrast, lettering “MAU”.")
    panel(maker).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(maker)).to_have_attribute("data-shown", UNTOUCHED)

    choose(maker, "Manga")
    choose(maker, "Club logo")
    said = page.locator(".em-brought")
    expect(said).to_contain_text("“Club logo” brings a finish: contrast, lettering “MAU”.")
    expect(page.locator(".em-about")).to_contain_text("Finish: contrast, lettering “MAU”")
    expect_wish(maker, "text", "MAU")
    expect_wish(maker, "contrast", "30")
    choose(maker, "Manga")
    expect(said).to_contain_text("The finish that came with “Club logo” is taken off again.")
    expect(panel(maker)).to_have_attribute("data-shown", UNTOUCHED)
    said.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("as it was before")
    expect_wish(maker, "text", "MAU")

    tab(maker, "Colour")
    slide(maker, "Contrast", 60)
    expect(said).to_be_hidden()
    choose(maker, "Pencil")
    expect(page.locator(".em-about")).not_to_contain_text("Finish")
    expect_wish(maker, "contrast", "60")

    choose(maker, "Club logo")
    page.get_by_text("Your presets", exact=True).click()
    with page.expect_download() as download:
        maker.press("Export")
    file = json.loads(Path(download.value.path()).read_text())
    assert (file["finish"]["contrast"], file["finish"]["lettering"]["text"]) == (30, "MAU")
    maker.press("Delete")
    expect(page.locator("#preset-note")).to_contain_text("Deleted “Club logo”.")
    (tmp_path / "logo.json").write_text(json.dumps({**file, "name": "Club logo again"}))
    with page.expect_file_chooser() as chooser:
        maker.press("Import")
    chooser.value.set_files(tmp_path / "logo.json")
    expect(page.locator("#preset-note")).to_contain_text("1 style from Emerge imported.")
    expect(page.locator(".em-about")).to_contain_text("Finish: contrast, lettering “MAU”")
    maker.press("Delete")
    expect(page.locator("#preset-note")).to_contain_text("Deleted “Club logo again”.")
    page.get_by_text("Your presets", exact=True).click()


def test_letters_that_cannot_be_set_are_named_before_a_style_is_saved(maker: Visitor) -> None:
    tab(maker, "Lettering")
    panel(maker).get_by_role("textbox", name="Words").fill("Mau 🐱")
    save(maker, "Emoji", "cat face")
    expect(maker.page.get_by_role("radio", name="Emoji", exact=True)).to_have_count(0)


def test_a_closed_panel_says_what_a_style_brought(maker: Visitor) -> None:
    finish_as_a_logo(maker, "SHUT")
    save(maker, "Shut", "with its finish")
    panel(maker).get_by_role("button", name="Reset", exact=True).click()
    panel(maker).locator("summary").click()
    choose(maker, "Manga")
    choose(maker, "Shut")
    said = maker.page.locator(".em-brought")
    expect(said).to_contain_text("“Shut” brings a finish")
    said.get_by_role("button", name="Undo").click()
    panel(maker).locator("summary").click()
    expect(panel(maker)).to_have_attribute("data-shown", UNTOUCHED)
    maker.page.get_by_text("Your presets", exact=True).click()
    maker.press("Delete")
    expect(maker.page.locator("#preset-note")).to_contain_text("Deleted “Shut”.")


LATE = """async () => {
  const { AppliedFinish } = await import(new URL("ui/finish/applied_finish.js", document.baseURI));
  const line = document.createElement("p");
  line.innerHTML = "<span></span><button></button>";
  const panel = { now: {}, wishes() { return this.now; }, put(fields) { this.now = fields; } };
  const finish = new AppliedFinish(line, panel);
  const none = { source: "", name: "The style", fields: {}, told: "", refused: [] };
  const told = [];
  for (const message of [
    { ...none, again: true, name: "The picture", fields: { contrast: "30" }, told: "contrast" },
    none,
    { ...none, source: "manga" },
  ]) {
    finish.apply(message);
    told.push(line.textContent);
  }
  return told;
}"""


def test_a_style_that_a_picture_has_left_takes_nothing_off_when_its_answer_comes_late(maker: Visitor) -> None:
    brings, late, chosen = maker.page.evaluate(LATE)
    assert brings == late == "The picture brings a finish: contrast."
    assert chosen == "The finish that came with The picture is taken off again."


def test_a_finished_picture_dropped_on_the_page_brings_its_finish_back(maker: Visitor, tmp_path: Path) -> None:
    page = maker.page
    finish_as_a_logo(maker, "KEPT")
    tab(maker, "Save as")
    panel(maker).get_by_label("Format").select_option("jpeg")
    with page.expect_download() as download:
        panel(maker).get_by_role("button", name="Save finished picture").click()
    download.value.save_as(tmp_path / "kept.jpg")
    panel(maker).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(maker)).to_have_attribute("data-shown", UNTOUCHED)

    page.get_by_text("My picture", exact=True).click()
    page.get_by_label("Photo", exact=True).first.set_input_files(tmp_path / "kept.jpg")
    maker.press("Use the settings inside it")
    expect(page.locator("#recall-note")).to_contain_text("Finish (contrast, lettering “KEPT”)")
    expect(page.locator(".em-brought")).to_contain_text("The picture brings a finish: contrast, lettering “KEPT”.")
    expect_wish(maker, "text", "KEPT")
    page.locator(".em-brought").get_by_role("button", name="Undo").click()
    expect(panel(maker)).to_have_attribute("data-shown", UNTOUCHED)
