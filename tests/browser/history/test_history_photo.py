"""A restyle in the history: its photo beside it, and everything back onto the page, in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from tests.browser.house import House
from tests.browser.photo.test_framing import drag, framed, paint
from tests.browser.visitor import Visitor, visiting

pytestmark = pytest.mark.browser


@pytest.fixture
def wide_photo(tmp_path: Path) -> Path:
    """Twice as wide as high, and not the same anywhere."""
    picture = Image.radial_gradient("L").resize((512, 256)).convert("RGB")
    picture.paste("red", (0, 0, 128, 256))
    picture.save(tmp_path / "wide.png")
    return tmp_path / "wide.png"


def result(visitor: Visitor) -> bytes:
    return httpx.get(f"{visitor.url}/frames/{visitor.told('job')}/result.png").content


def open_newest(visitor: Visitor) -> Locator:
    """The viewer on the run that was painted last."""
    visitor.page.locator(".em-lately a").first.click()
    viewer = visitor.page.get_by_role("dialog", name="Kept picture")
    expect(viewer).to_be_visible()
    return viewer


def test_a_restyle_shows_its_photo_and_comes_back_whole_after_a_restart(
    browser: Browser, diary: House, wide_photo: Path
) -> None:
    with visiting(browser, diary.url) as visitor:
        visitor.write("a cat")
        visitor.page.get_by_role("radio", name="Manga", exact=True).click()
        expect(visitor.page.get_by_test_id("final-prompt")).to_have_text("manga-style illustration of a cat")
        canvas = framed(visitor, wide_photo)
        drag(visitor, canvas, (0.2, 0.5), (0.8, 0.5))
        visitor.page.get_by_role("radio", name="Mask", exact=True).click()
        drag(visitor, canvas, (0.4, 0.4), (0.7, 0.6))
        visitor.set("Seed", 11)
        paint(visitor)
        first = result(visitor)
        expect(visitor.page.locator(".em-history-count")).to_have_text("1 kept")
    photos = set((diary.data_dir / "history" / "photos").iterdir())
    diary.restart()
    with visiting(browser, diary.url) as visitor:
        see_before_and_after(visitor)
        page = visitor.page
        use_and_take_back(visitor)
        take_back_over_an_unused_photo(visitor, wide_photo)
        use_again(visitor)
        before = visitor.told("job")
        visitor.generate()
        visitor.wait_for_another(before)
        visitor.wait_for("done")
        assert result(visitor) == first  # crop, mask and all
        expect(page.locator(".em-history-count")).to_have_text("2 kept")
        assert set((diary.data_dir / "history" / "photos").iterdir()) == photos  # kept once
        page.get_by_role("button", name="Use the sample cat").click()
        expect(page.get_by_role("button", name="Clear mask")).to_be_disabled()  # another photo has none


def use_and_take_back(visitor: Visitor) -> None:
    """The settings of the run in the open viewer."""
    page = visitor.page
    page.get_by_role("button", name="Use these settings").click()
    bar = page.get_by_test_id("arrival")
    expect(bar).to_contain_text("Its photo is back too")
    expect(page.get_by_label("Seed", exact=True)).to_have_value("11")
    bar.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Seed", exact=True)).to_have_value("")
    expect(page.get_by_role("radio", name="Words", exact=True)).to_be_checked()
    expect(page.get_by_role("radio", name="As written", exact=True)).to_be_checked()


def take_back_over_an_unused_photo(visitor: Visitor, photo: Path) -> None:
    """It lies there again, and painting still starts from words."""
    page = visitor.page
    framed(visitor, photo)
    words = page.get_by_role("radio", name="Words", exact=True)
    words.check()
    open_newest(visitor).get_by_role("button", name="Use these settings").click()
    expect(page.get_by_role("radio", name="My picture")).to_be_checked()
    page.get_by_test_id("arrival").get_by_role("button", name="Undo").click()
    expect(words).to_be_checked()
    page.wait_for_timeout(1500)  # what the photo does as it comes back, it does behind Undo
    expect(words).to_be_checked()
    page.get_by_role("radio", name="My picture").check()
    expect(page.get_by_test_id("framing").locator("canvas")).to_be_visible()
    words.check()


def use_again(visitor: Visitor) -> None:
    """Style, words, photo, crop and mask of the newest run."""
    page = visitor.page
    open_newest(visitor).get_by_role("button", name="Use these settings").click()
    expect(page.get_by_test_id("arrival")).to_contain_text("Its style is chosen: “Manga”.")
    expect(page.get_by_test_id("final-prompt")).to_have_text("manga-style illustration of a cat, as in the photo")
    expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("a cat")
    expect(page.get_by_role("radio", name="My picture")).to_be_checked()
    expect(page.get_by_test_id("framing").locator("canvas")).to_be_visible()
    expect(page.get_by_role("button", name="Clear mask")).to_be_enabled()
    expect(page.get_by_label("Seed", exact=True)).to_have_value("11")


def see_before_and_after(visitor: Visitor) -> None:
    """In the viewer, on the run that was painted last."""
    page = visitor.page
    viewer = open_newest(visitor)
    expect(viewer.locator(".em-viewer-facts")).to_contain_text("over the photo beside it")
    with page.expect_response(lambda answer: answer.url.endswith("/photo.jpg") and answer.ok):
        viewer.get_by_role("button", name="Before / after").click()
    expect(viewer.get_by_role("img", name="The photo that it began from")).to_be_visible()
    viewer.get_by_role("slider", name="Before and after").press("ArrowRight")
    expect(viewer.locator(".em-viewer-frame")).to_have_attribute("style", "--em-wipe: 51%;")
    with page.expect_response(lambda answer: answer.url.endswith("/photo.jpg?mask=1") and answer.ok):
        viewer.get_by_role("button", name="Its mask").click()
