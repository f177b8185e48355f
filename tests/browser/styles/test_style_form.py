"""The form beside the cards, through a mix, an Undo and a picture's settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.browser.visitor import Visitor, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def two_styles(browser: Browser, old_house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("styles") / "styles.csv"
    file.write_text('name,prompt,negative_prompt\nInky,inky {prompt},"colour, blurry"\nToony,toony {prompt},photo\n')
    with visiting(browser, old_house.url) as somebody:
        somebody.page.get_by_text("Your presets", exact=True).click()
        with somebody.page.expect_file_chooser() as chooser:
            somebody.press("Import")
        chooser.value.set_files(file)
        expect(somebody.page.locator("#preset-note")).to_contain_text("2 styles from AUTOMATIC1111 imported.")


@pytest.fixture
def keeper(browser: Browser, old_house: House, two_styles: None) -> Iterator[Visitor]:
    """Somebody where there are two styles more."""
    with visiting(browser, old_house.url) as somebody:
        somebody.page.get_by_text("Your presets", exact=True).click()
        yield somebody


def text(page: Page, name: str) -> str:
    return page.get_by_role("textbox", name=name, exact=True).input_value()


def card(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def test_a_mixs_negative_prompt_goes_with_the_mix(keeper: Visitor) -> None:
    page = keeper.page
    negative = page.get_by_role("textbox", name="Negative prompt", exact=True)
    card(page, "Inky")
    expect(negative).to_have_value("colour, blurry")
    mix = page.get_by_role("button", name="Mix", exact=True)
    mix.click()
    page.get_by_role("checkbox", name="Toony", exact=True).click()
    expect(negative).to_have_value("colour, blurry, photo")
    mix.click()
    card(page, "As written")
    expect(negative).to_have_value("")
    card(page, "Toony")
    expect(negative).to_have_value("photo")
    keeper.press("Delete")
    expect(page.locator("#preset-note")).to_contain_text("Deleted “Toony”.")
    expect(page.get_by_role("radio", name="As written", exact=True)).to_be_checked()
    expect(negative).to_have_value("")


def test_undo_of_a_save_over_brings_the_form_back_too(keeper: Visitor) -> None:
    page = keeper.page
    card(page, "Inky")
    steps = page.get_by_label("number input for Steps")
    expect(page.get_by_role("textbox", name="Preset name")).to_have_value("Inky")
    before = steps.input_value()
    keeper.set("Steps", 7)
    page.get_by_role("textbox", name="Tags").fill("wash")
    page.get_by_role("textbox", name="Author").fill("me")
    keeper.press("Save preset")
    expect(page.locator("#preset-note")).to_contain_text("Saved over “Inky”.")
    page.locator("#preset-note").get_by_role("button", name="Undo").click()
    expect(page.locator("#preset-note")).to_contain_text("as it was before")
    expect(steps).to_have_value(before)
    expect(page.get_by_role("textbox", name="Tags")).to_have_value("")
    assert (text(page, "Author"), text(page, "Preset name")) == ("", "Inky")

    low = page.get_by_label("Suits guidance from", exact=True)
    expect(low).to_have_value("")
    for label, end in (("Suits guidance from", 6), ("Suits guidance to", 8)):
        keeper.set(label, end)
    keeper.press("Save preset")
    expect(page.locator(".em-suits")).to_contain_text("6 to 8")
    card(page, "As written")
    expect(low).to_have_value("")
    card(page, "Inky")
    expect(low).to_have_value("6")


def test_a_picture_of_ours_brings_everything_back_and_leaves_the_chosen_style(keeper: Visitor, tmp_path: Path) -> None:
    page = keeper.page
    keeper.write("a grey cat")
    keeper.set("Steps", 3)
    page.get_by_text("More settings", exact=True).click()
    for label, choice in (("Long prompts", "Read all of it, in several parts"), ("Precision", "exact")):
        page.get_by_label(label, exact=True).click()
        page.get_by_role("option", name=choice).click()
    keeper.generate()
    keeper.wait_for("done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save", exact=True).click()
    download.value.save_as(tmp_path / "ours.png")
    keeper.reload()
    page.get_by_text("More settings", exact=True).click()
    keeper.set("Pictures", 3)
    card(page, "Inky")
    expect(page.get_by_role("textbox", name="Preset name")).to_have_value("Inky")
    with page.expect_file_chooser() as chooser:
        keeper.press("Settings from a picture")
    chooser.value.set_files(tmp_path / "ours.png")
    expect(page.locator("#recall-note")).to_contain_text("Long prompts, Precision, Pictures")
    expect(page.get_by_label("Long prompts", exact=True)).to_have_value("Read all of it, in several parts")
    expect(page.get_by_label("Precision", exact=True)).to_have_value("exact")
    expect(page.get_by_label("number input for Pictures")).to_have_value("1")
    expect(page.get_by_role("textbox", name="Preset name")).to_have_value("")
    expect(page.get_by_role("radio", name="As written", exact=True)).to_be_checked()
