"""All styles tried at one press: one entry of the history, and a reload in the middle, in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from presets import load_builtin
from tests.browser.history.test_history import kept, open_history
from tests.browser.house import House
from tests.browser.visitor import Visitor, visiting

pytestmark = pytest.mark.browser
COUNT = len(load_builtin())


def test_all_styles_survive_a_reload_and_are_one_entry_that_opens(browser: Browser, diary: House) -> None:
    with visiting(browser, diary.url) as visitor:
        try_all_with_a_reload(visitor)
        expect(visitor.page.locator(".em-history-count")).to_have_text(f"{COUNT} kept")
        expect(visitor.page.locator(".em-lately a")).to_have_count(1)
        open_delete_and_restore(visitor)


def try_all_with_a_reload(visitor: Visitor) -> None:
    page = visitor.page
    visitor.write("an orange cat")
    page.get_by_text("More settings", exact=True).click()
    for side in ("Width", "Height"):
        visitor.set(side, 640)  # so that there is time for a reload
    visitor.press("Try all styles")
    expect(page.locator(".em-tried img").first).to_be_visible()
    visitor.reload()
    expect(page.get_by_role("button", name="Stop")).to_be_enabled()
    painted = page.locator('.em-tried img, .em-card img[src*="cards/"]')
    expect(painted).to_have_count(COUNT)
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()


def open_delete_and_restore(visitor: Visitor) -> None:
    page = visitor.page
    drawer = open_history(visitor)
    expect(kept(drawer)).to_have_count(1)
    expect(kept(drawer)).to_have_attribute("data-many", str(COUNT))
    expect(drawer.locator(".em-archive-count")).to_have_text(f"{COUNT} paintings, 1 entry")
    kept(drawer).click()
    expect(kept(drawer)).to_have_count(COUNT)
    expect(drawer.get_by_text(f"{COUNT} paintings of one press")).to_be_visible()
    drawer.get_by_role("button", name="Back to all paintings").click()
    expect(kept(drawer)).to_have_count(1)
    kept(drawer).focus()
    page.keyboard.press("Delete")
    expect(drawer.get_by_text(f"Deleted {COUNT} paintings.")).to_be_visible()
    expect(kept(drawer)).to_have_count(0)
    drawer.get_by_role("button", name="Undo").click()
    expect(kept(drawer)).to_have_count(1)
