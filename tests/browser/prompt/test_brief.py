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

    visitor.write("<img src=x onerror='window.hit=1'> {{window.hit=1}}")
    visitor.press("Make a brief of it")
    expect(page.get_by_label("Subject 1")).to_have_value("<img src=x onerror='window.hit=1'> {{window.hit=1}}")
    assert page.evaluate("() => window.hit") is None
    brief.get_by_role("button", name="Close").click()
    expect(brief).to_be_hidden()


def test_what_fits_is_added_to_the_empty_parts_marked_shown_taken_away_and_undone(visitor: Visitor) -> None:
    page = visitor.page
    prompt, text = page.get_by_role("textbox", name="Prompt", exact=True), page.get_by_test_id("brief-text")
    brief = page.get_by_role("region", name="Brief")
    undo = brief.get_by_role("button", name="Undo")
    visitor.write("an orange cat, manga")
    visitor.press("Make a brief of it")
    expect(text).to_have_text("an orange cat, manga")
    expect(undo).to_be_disabled()
    visitor.press("Add what fits")
    whole = "an orange cat, large expressive eyes, manga, ink lines, simple shading, limited palette"
    expect(text).to_have_text(whole)
    expect(text.locator(".em-brief-added")).to_have_text(whole.replace("manga, ", "").split(", ")[1:])
    expect(brief.locator(".em-chip.em-brief-added input")).to_have_count(4)
    expect(brief.get_by_role("status")).to_contain_text("large expressive eyes, ink lines")
    expect(prompt).to_have_value("an orange cat, manga")
    brief.get_by_role("button", name="Take away simple shading").click()
    visitor.press("Use as prompt")
    expect(prompt).to_have_value(whole.replace(", simple shading", ""))
    undo.click()
    expect(prompt).to_have_value("an orange cat, manga")
    undo.click()
    expect(text).to_have_text("an orange cat, manga")
    expect(undo).to_be_disabled()

    page.get_by_label("Style 1").fill("pencil")
    visitor.press("Add what fits")
    expect(text).to_contain_text("graphite")
