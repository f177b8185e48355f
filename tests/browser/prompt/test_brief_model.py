"""A brief by the host's instruction model, which here speaks in tongues: the rules answer, and the page says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import House
from tests.browser.visitor import visiting

pytestmark = pytest.mark.browser


def test_an_answer_that_cannot_be_read_is_said_and_the_rules_make_the_brief(browser: Browser, old_house: House) -> None:
    with visiting(browser, old_house.url) as visitor:
        page = visitor.page
        prompt = page.get_by_role("textbox", name="Prompt", exact=True)
        visitor.write("a white cat with green eyes, manga")
        visitor.press("Make a brief of it")
        panel = page.get_by_role("region", name="Brief")
        expect(panel.get_by_role("status")).to_have_text(
            "The instruction model's answer could not be read, so your words were sorted by rules."
        )
        expect(page.get_by_test_id("brief-text")).to_have_text("a white cat, green eyes, manga")
        visitor.press("Use as prompt")
        expect(prompt).to_have_value("a white cat, green eyes, manga")
        panel.get_by_role("button", name="Undo").click()
        expect(prompt).to_have_value("a white cat with green eyes, manga")
