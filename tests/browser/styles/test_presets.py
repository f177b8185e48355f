"""Five hundred foreign styles in, found, starred, moved, painted, saved over, taken back, mixed, and there tomorrow."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from presets.style.shipped import load_builtin
from tests.browser.house import House
from tests.browser.visitor import PHONE, Visitor, visiting

pytestmark = pytest.mark.browser
COUNT = 500


@pytest.fixture
def reader(browser: Browser, quiet_house: House) -> Iterator[Visitor]:
    with visiting(browser, quiet_house.url) as somebody:
        yield somebody


def styles_csv(folder: Path) -> Path:
    """500 styles as AUTOMATIC1111 keeps them, and four rows that are none."""
    path = folder / "styles.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "prompt", "negative_prompt"])
        writer.writerows([f"Foreign {n:03}", f"foreign style {n} of {{prompt}}", "blurry"] for n in range(COUNT - 1))
        writer.writerows([["Manga", "their own manga of {prompt}", ""], ["# more", "", ""], ["", "x", ""]])
        writer.writerows([["Too many", "a", "b", "c"], ["<img src=x onerror='window.hit=1'>" * 20, "", ""]])
    return path


def bring(visitor: Visitor, *files: Path) -> None:
    if not visitor.page.get_by_role("button", name="Import", exact=True).is_visible():
        visitor.page.get_by_text("Your presets", exact=True).click()
    with visitor.page.expect_file_chooser() as chooser:
        visitor.press("Import")
    chooser.value.set_files(files)


def find(page: Page, words: str) -> None:
    page.get_by_role("searchbox", name="Find a style").fill(words)


def card_names(page: Page) -> list[str]:
    return page.locator(".em-card .em-card-name").all_inner_texts()


def test_five_hundred_styles_come_in_are_found_starred_painted_saved_over_and_still_there_after_a_restart(
    browser: Browser, quiet_house: House, tmp_path: Path
) -> None:
    with visiting(browser, quiet_house.url) as reader:
        save_and_bring(reader, tmp_path)
        find_star_and_paint(reader)
        save_over_and_delete(reader)
    quiet_house.restart()
    with visiting(browser, quiet_house.url) as tomorrow:
        later = tomorrow.page
        expect(later.locator(".em-card .em-card-name").nth(1)).to_have_text("Foreign 497")
        expect(later.locator(".em-card .em-starred")).to_have_count(1)
        later.wait_for_function("() => document.querySelector('.em-card img[src*=\"cards/own-\"]')?.naturalWidth > 0")
        find(later, "for tomorrow")
        expect(later.get_by_role("radio", name="For tomorrow")).to_be_visible()
        find(later, "#kept")
        expect(later.locator(".em-card .em-card-name")).to_have_text(["Foreign 497"])
        later.get_by_role("radio", name="Foreign 497").click()
        expect(later.get_by_label("number input for Steps")).to_have_value("7")
        find(later, "foreign 010")
        expect(later.locator(".em-found")).to_have_text("None found")


def save_and_bring(reader: Visitor, tmp_path: Path) -> None:
    """One style of one's own, and five hundred of somebody else's."""
    page = reader.page
    page.get_by_role("textbox", name="Preset name").fill("For tomorrow")
    reader.press("Save preset")
    expect(page.get_by_role("radio", name="For tomorrow")).to_be_checked()
    bring(reader, styles_csv(tmp_path))
    note = page.locator("#preset-note")
    expect(note).to_contain_text("500 styles from AUTOMATIC1111 imported, 1 of them renamed, 4 left out.")
    for line in ("line 502", "line 503", "line 504", "it has no name", "“Manga 2”"):
        expect(note.locator(".em-report")).to_contain_text(line)
    assert page.evaluate("() => window.hit") is None
    assert len(card_names(page)) < 60
    page.get_by_role("button", name="Show 40 more of").click()
    assert len(card_names(page)) < 100


def find_star_and_paint(reader: Visitor) -> None:
    """One of them is searched for, starred, and its card painted; it stays chosen."""
    page = reader.page
    find(page, "foreign 49")
    expect(page.locator(".em-found")).to_have_text("14 found")
    find(page, "foreign 497")
    expect(page.locator(".em-card")).to_have_count(1)
    page.get_by_role("radio", name="Foreign 497").click()
    expect(page.get_by_role("textbox", name="Preset name")).to_have_value("Foreign 497")
    page.get_by_role("button", name="☆ Favourite").click()
    expect(page.get_by_role("button", name="★ Favourite")).to_be_visible()
    reader.write("a white cat")
    expect(page.get_by_test_id("final-prompt")).to_have_text("foreign style 497 of a white cat")
    assert page.locator(".em-final .em-added").all_text_contents() == ["foreign", " style 497 of "]
    page.get_by_role("button", name="Paint its card").click()
    expect(page.locator(".em-tried img")).to_have_count(1)


def save_over_and_delete(reader: Visitor) -> None:
    """The chosen style is changed, taken back, changed again; another one is deleted."""
    page = reader.page
    note = page.locator("#preset-note")
    page.get_by_role("textbox", name="Tags").fill("ours, tried")
    reader.set("Steps", 7)
    reader.press("Save preset")
    expect(note).to_contain_text("Saved over “Foreign 497”.")
    reader.press("Undo")
    expect(note).to_contain_text("“Foreign 497” is as it was before.")
    expect(page.get_by_label("number input for Steps")).to_have_value("20")  # and so is the form
    page.get_by_role("textbox", name="Tags").fill("ours, kept")
    reader.set("Steps", 7)
    reader.press("Save preset")
    expect(note).to_contain_text("Saved over “Foreign 497”.")
    find(page, "foreign 010")
    page.get_by_role("radio", name="Foreign 010").click()
    expect(page.get_by_role("textbox", name="Preset name")).to_have_value("Foreign 010")
    reader.press("Delete")
    expect(note).to_contain_text("Deleted “Foreign 010”.")


def test_an_import_and_a_delete_are_taken_back_and_a_file_dropped_anywhere_is_imported(
    reader: Visitor, tmp_path: Path
) -> None:
    page = reader.page
    reader.write("a cat")
    (tmp_path / "two.json").write_text(
        json.dumps([{"name": "One of two", "prompt": "x {prompt}"}, {"name": "Other of two", "prompt": "y"}])
    )
    bring(reader, tmp_path / "two.json")
    expect(page.locator("#preset-note")).to_contain_text("2 styles from Fooocus imported.")
    reader.press("Undo")
    expect(page.locator("#preset-note")).to_contain_text("Taken back.")
    find(page, "of two")
    expect(page.locator(".em-found")).to_have_text("None found")
    bring(reader, tmp_path / "two.json")
    # What came in ends a search that would hide it: whoever searches before it is there searches in vain.
    expect(page.locator("#preset-note")).to_contain_text("2 styles from Fooocus imported.")
    find(page, "one of two")
    page.get_by_role("radio", name="One of two").click()
    reader.press("Delete")
    expect(page.locator("#preset-note")).to_contain_text("Deleted “One of two”.")
    reader.press("Undo")
    expect(page.get_by_role("radio", name="One of two")).to_be_checked()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          const text = 'name,prompt\\nDropped ink,ink of {prompt}\\n';
          data.items.add(new File([text], 'styles.csv', { type: 'text/csv' }));
          const about = { bubbles: true, cancelable: true, dataTransfer: data };
          document.body.dispatchEvent(new DragEvent('drop', about));
        }"""
    )
    expect(page.locator("#preset-note")).to_contain_text("1 style from AUTOMATIC1111 imported.")
    expect(page.get_by_role("searchbox", name="Find a style")).to_have_value("")  # it would hide what came in
    expect(page.get_by_role("radio", name="Dropped ink")).to_be_checked()
    expect(page.get_by_test_id("final-prompt")).to_have_text("ink of a cat")


def test_several_styles_are_mixed_by_weights_and_every_final_prompt_is_shown(reader: Visitor) -> None:
    page = reader.page
    reader.write("a white cat")
    page.get_by_role("radio", name="Pencil", exact=True).click()
    page.get_by_role("button", name="Mix", exact=True).click()
    page.get_by_role("checkbox", name="Watercolour", exact=True).click()
    final = page.get_by_test_id("final-prompt")
    expect(final).to_contain_text("50% Pencil pencil sketch of a white cat")
    expect(final).to_contain_text("50% Watercolour")
    weight = page.get_by_role("slider", name="Weight of Watercolour")
    weight.focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    expect(final).to_contain_text("67% Pencil")
    reader.set("Steps", 3)
    reader.generate()
    reader.wait_for("done")
    expect(page.locator(".em-facts")).to_contain_text("Pencil 67% + Watercolour 33%")
    page.get_by_role("button", name="Mix", exact=True).click()
    expect(page.get_by_role("radio", name="Pencil", exact=True)).to_be_checked()
    page.get_by_role("radio", name="Sticker", exact=True).click(modifiers=["Control"])
    expect(final).to_contain_text("50% Sticker")


def test_cards_are_moved_by_keys_by_buttons_and_by_dragging(reader: Visitor) -> None:
    page = reader.page

    def place(name: str) -> int:
        return card_names(page).index(name)

    page.get_by_role("radio", name="Photo", exact=True).click()
    before = place("Photo")
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_function(
        "place => [...document.querySelectorAll('.em-card-name')][place].textContent === 'Photo'", arg=before - 1
    )
    assert page.evaluate("() => document.activeElement.dataset.key") == "photo"
    page.get_by_role("button", name="Later →").click()
    page.wait_for_function(
        "place => [...document.querySelectorAll('.em-card-name')][place].textContent === 'Photo'", arg=before
    )
    page.get_by_role("radio", name="Photo", exact=True).drag_to(
        page.get_by_role("radio", name="Watercolour", exact=True)
    )
    page.wait_for_function(
        """() => {
          const names = [...document.querySelectorAll('.em-card-name')].map((name) => name.textContent);
          return names.indexOf('Photo') + 1 === names.indexOf('Watercolour');
        }"""
    )
    names = card_names(page)
    reader.reload()
    expect(page.locator(".em-card .em-card-name")).to_have_text(names)


def test_styles_go_out_as_our_json_and_in_the_formats_of_others_with_a_word_on_what_stays(reader: Visitor) -> None:
    page = reader.page
    page.get_by_text("Your presets", exact=True).click()
    page.get_by_role("radio", name="Manga", exact=True).click()
    with page.expect_download() as download:
        reader.press("Export")
    assert download.value.suggested_filename == "manga.json"
    assert json.loads(Path(download.value.path()).read_text())["key"] == "manga"
    page.get_by_role("radio", name="Pencil", exact=True).click(modifiers=["Control"])
    page.get_by_label("Export as").click()
    page.get_by_role("option", name="AUTOMATIC1111 styles.csv").click()
    expect(page.locator("#export-as")).to_contain_text("no numbers, finish, note or picture")
    with page.expect_download() as download:
        reader.press("Export")
    expect(page.locator("#preset-note")).to_contain_text("Exported 2 styles as AUTOMATIC1111 styles.csv.")
    expect(page.locator("#preset-note li").first).to_contain_text("Guidance scale, steps and strength")
    rows = list(csv.reader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["name", "Manga", "Pencil"]


def test_the_shelf_fits_a_phone(browser: Browser, quiet_house: House) -> None:
    with visiting(browser, quiet_house.url, **PHONE) as phone:
        page = phone.page
        expect(page.locator(".em-card").nth(len(load_builtin()))).to_be_visible()
        page.get_by_role("radio", name="Manga", exact=True).tap()
        page.get_by_role("button", name="Mix", exact=True).tap()
        page.get_by_role("checkbox", name="Pencil", exact=True).tap()
        expect(page.get_by_role("slider", name="Weight of Pencil")).to_be_visible()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        for button in page.locator(".em-tools button:visible, .em-mix").all():
            box = button.bounding_box()
            assert box is not None and box["height"] >= 40
