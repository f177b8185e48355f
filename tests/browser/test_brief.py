"""The prompt as a brief, in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_a_brief_is_edited_used_and_taken_back(visitor: Visitor) -> None:
    page = visitor.page
    prompt = page.get_by_role("textbox", name="Prompt", exact=True)
    visitor.write("a white cat with green eyes, manga")
    visitor.press("Make a brief of it")
    expect(page.get_by_test_id("brief-text")).to_have_text("a white cat, green eyes, manga")
    expect(page.get_by_label("Subject 1")).to_have_value("a white cat")
    page.get_by_label("Subject 1").fill("a black cat")
    page.get_by_role("button", name="Add screentone").click()
    page.get_by_role("button", name="Take away green eyes").click()
    expect(page.get_by_test_id("brief-text")).to_have_text("a black cat, manga, screentone")
    expect(prompt).to_have_value("a white cat with green eyes, manga")
    visitor.press("Use as prompt")
    expect(prompt).to_have_value("a black cat, manga, screentone")
    brief = page.get_by_role("region", name="Brief")
    brief.get_by_role("button", name="Undo").click()
    expect(prompt).to_have_value("a white cat with green eyes, manga")
    brief.get_by_role("button", name="Close").click()
    expect(brief).to_be_hidden()


def test_what_a_person_wrote_is_shown_in_a_brief_as_typed(visitor: Visitor) -> None:
    visitor.write("<img src=x onerror='window.hit=1'> {{window.hit=1}}")
    visitor.press("Make a brief of it")
    expect(visitor.page.get_by_label("Subject 1")).to_have_value("<img src=x onerror='window.hit=1'> {{window.hit=1}}")
    assert visitor.page.evaluate("() => window.hit") is None
