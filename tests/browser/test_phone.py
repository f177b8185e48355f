"""The page on a phone, in a real Chromium: what comes first, what stays in sight, and what a finger can press."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import House
from tests.browser.visitor import PHONE, Visitor, visiting

pytestmark = pytest.mark.browser
ORDER = ["stage", "prompt", "make-brief", "source", "styles", "steps", "finish", "export", "history"]
TOPS = """(order) => Object.fromEntries(order
  .map((id) => [id, document.getElementById(id).getBoundingClientRect().top]))"""
TOO_SMALL = """() => [...document.querySelectorAll('button, a, textarea, select, summary, #source label, #fit label')]
  .filter((each) => each.checkVisibility({ opacityProperty: true }) && !each.closest('dialog, .em-card, .em-reading'))
  .map((each) => [each.id || each.ariaLabel || each.textContent.trim(), each.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < 43.5)"""
IN_SIGHT = """() => {
  const picture = document.querySelector('.em-frame').getBoundingClientRect();
  return picture.top >= 0 && picture.bottom <= document.querySelector('#go').getBoundingClientRect().top;
}"""


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Visitor]:
    with visiting(browser, house.url, **PHONE) as somebody:
        yield somebody


def test_picture_words_photo_and_styles_come_first_and_every_button_is_large_enough_for_a_finger(
    phone: Visitor,
) -> None:
    page = phone.page
    tops = page.evaluate(TOPS, ORDER)
    assert sorted(tops, key=tops.__getitem__) == ORDER
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    first = page.get_by_role("textbox", name="Prompt", exact=True).bounding_box()
    assert first is not None and first["y"] < 844  # a newcomer sees that there is something to write
    page.locator("#source").get_by_text("My picture").tap()
    for fold in ("Many photos at once", "Your presets", "More settings"):
        page.get_by_text(fold, exact=True).tap()
    expect(page.get_by_role("button", name="Paint them all")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate(TOO_SMALL) == []
    # Its slider lies over the whole picture, and is no slider of a form.
    assert page.evaluate("() => getComputedStyle(document.querySelector('.em-wipe')).height") == "100%"


def test_generate_brings_the_whole_picture_into_sight_and_links_under_it_lead_to_what_is_done_with_it(
    phone: Visitor,
) -> None:
    page = phone.page
    onward = page.locator(".em-onward")
    expect(onward).to_be_hidden()
    phone.set("Steps", 3)
    for place in ("document.body.scrollHeight", "260"):
        page.evaluate(f"() => scrollTo({{ top: {place}, behavior: 'instant' }})")
        assert not page.evaluate(IN_SIGHT)
        phone.generate()
        page.wait_for_function(IN_SIGHT)
        phone.wait_for("done")
        expect(page.locator(".em-onward")).to_be_visible()
        page.wait_for_timeout(600)
        assert page.evaluate(IN_SIGHT)  # it once slid away when the facts came under it
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    stage, prompt = phone.stage.bounding_box(), page.locator("#prompt").bounding_box()
    assert stage is not None and prompt is not None
    assert stage["y"] < prompt["y"]
    film = page.get_by_role("slider", name="Film strip").bounding_box()
    assert film is not None
    page.touchscreen.tap(film["x"] + 4, film["y"] + film["height"] / 2)
    expect(phone.stage).to_have_attribute("data-shown", "1")

    onward.get_by_role("link", name="Finish it").tap()
    expect(page.get_by_test_id("finish").locator("canvas, img").first).to_be_in_viewport()
    onward.get_by_role("link", name="Export").tap()
    expect(page.get_by_role("button", name="Make the film")).to_be_visible()
    onward.get_by_role("link", name="History").tap()
    expect(page.get_by_role("button", name="Open history")).to_be_in_viewport()


def test_the_open_history_is_mostly_pictures(phone: Visitor) -> None:
    """Filters above and the disk below had left less than a third of the screen to them."""
    page = phone.page
    phone.press("Open history")
    page.wait_for_function("() => document.querySelector('.em-grid').clientHeight > 0.55 * innerHeight")
    expect(page.get_by_label("Limit in MB")).to_be_hidden()
    page.get_by_text("Room, and what is kept").tap()
    expect(page.get_by_label("Limit in MB")).to_be_visible()
