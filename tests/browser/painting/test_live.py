"""Painting while one types, with the model that needs four steps."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_words_are_painted_while_they_are_typed_with_one_seed(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Model", exact=True).click()
    page.get_by_role("option", name="mau-flow").click()
    expect(page.get_by_label("number input for Steps")).to_have_value("4")
    expect(page.get_by_label("number input for Guidance scale")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Negative prompt", exact=True)).to_be_hidden()
    page.get_by_role("checkbox", name="Paint as I type").check()
    visitor.wait_for("done")
    seed = page.get_by_label("Seed", exact=True).input_value()
    assert seed
    before = visitor.told("job")
    page.get_by_role("textbox", name="Prompt", exact=True).press_sequentially("a manga cat", delay=30)
    expect(visitor.stage.locator(".em-facts")).to_contain_text("a manga cat")
    visitor.wait_for("done")
    assert visitor.told("job") != before and visitor.told("steps") == "4"
    expect(page.get_by_label("Seed", exact=True)).to_have_value(seed)
