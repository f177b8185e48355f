"""What is kept: a film of the emergence, and the history, in a real Chromium against the real server."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from tests.browser.house import House
from tests.browser.visitor import PHONE, Visitor, visiting

pytestmark = pytest.mark.browser
STICKING_OUT = "() => [...document.querySelectorAll('.em-kept')].some((c) => c.getBoundingClientRect().right > 390)"
# Every cell in view is of a run, and its picture is drawn.
FILLED = """() => {
  const grid = document.querySelector('.em-grid');
  const { top, bottom } = grid.getBoundingClientRect();
  const seen = [...grid.querySelectorAll('.em-kept')].filter((cell) => {
    const box = cell.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  });
  return seen.length && seen.every((cell) => cell.dataset.key && cell.querySelector('img').naturalWidth);
}"""
# How many cells may be there: those in view, and three rows around them at each end.
NEAR = """() => {
  const grid = document.querySelector('.em-grid');
  const box = grid.querySelector('.em-kept').getBoundingClientRect();
  return (Math.ceil(grid.clientHeight / box.height) + 1 + 2 * 3) * Math.floor(grid.clientWidth / box.width);
}"""

# Whether the browser still does what it does at these keys.
LEFT_TO_THE_BROWSER = """(element, held) => ["f", "ArrowRight", "ArrowLeft"].map((key) => {
  const event = { key, [held]: true, bubbles: true, cancelable: true };
  return element.dispatchEvent(new KeyboardEvent("keydown", event));
})"""


@pytest.fixture
def keeper(browser: Browser, old_house: House) -> Iterator[Visitor]:
    with visiting(browser, old_house.url) as somebody:
        yield somebody


def paint(visitor: Visitor, prompt: str, *, seed: int, steps: int = 4, pictures: int = 1) -> None:
    """A finished painting that the history has taken in, and that the page has heard of."""
    # The server's number: the page fills its own in a moment after it opens, which would look like a new painting.
    before = num_kept(visitor)
    visitor.write(prompt)
    visitor.words_alone()
    for label, value in (("Steps", steps), ("Seed", seed), ("Pictures", pictures)):
        visitor.set(label, value)
    visitor.generate()
    visitor.wait_for("done")
    wait_until(visitor, "page.json", lambda page: page["total"] > before)
    expect(visitor.page.locator(".em-history-count")).to_have_text(f"{num_kept(visitor):,} kept")


def num_kept(visitor: Visitor) -> int:
    total: int = visitor.context.request.get(f"{visitor.url}/history/page.json").json()["total"]
    return total


def open_history(visitor: Visitor) -> Locator:
    visitor.press("Open history")
    drawer = visitor.page.get_by_role("dialog", name="History")
    expect(drawer).to_be_visible()
    return drawer


def kept(drawer: Locator) -> Locator:
    return drawer.get_by_role("listbox", name="Kept pictures").get_by_role("option")


def test_paint_export_find_favour_reuse_delete_undo_and_restart(browser: Browser, diary: House) -> None:
    with visiting(browser, diary.url) as visitor:
        paint_and_export(visitor)
        find_and_favour(visitor)
        reuse(visitor)
        delete_and_undo(visitor)
    diary.restart()
    with visiting(browser, diary.url) as tomorrow:
        drawer = open_history(tomorrow)
        expect(kept(drawer)).to_have_count(2)
        drawer.get_by_role("button", name="★ Favourites").click()
        expect(kept(drawer)).to_have_count(1)
        expect(kept(drawer)).to_have_attribute("aria-label", "a white cat <b>${x}</b>")


def paint_and_export(visitor: Visitor) -> None:
    """Two paintings, the first of them saved as a film."""
    page = visitor.page
    paint(visitor, "a white cat <b>${x}</b>", seed=40)
    page.get_by_text("Export the emergence").click()
    page.get_by_label("Each step").select_option("80")
    visitor.press("Make the film")
    expect(page.locator(".em-export-facts")).to_contain_text("4 frames")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the film").click()
    assert download.value.suggested_filename == "emerge-40.gif"
    with Image.open(download.value.path()) as film:
        about = film.format, getattr(film, "n_frames", 1), film.info["duration"], film.info["loop"]
    assert about == ("GIF", 4, 80, 0)
    paint(visitor, "an orange cat", seed=50)
    expect(page.locator(".em-lately a")).to_have_count(2)


def find_and_favour(visitor: Visitor) -> None:
    """By words; the drawer stays open and shows the favourite alone."""
    drawer = open_history(visitor)
    expect(kept(drawer)).to_have_count(2)
    expect(kept(drawer).first).to_have_attribute("aria-label", "an orange cat")
    drawer.get_by_role("searchbox", name="Search").fill("whi")
    expect(kept(drawer)).to_have_count(1)
    expect(kept(drawer)).to_have_attribute("aria-label", "a white cat <b>${x}</b>")
    kept(drawer).hover()
    kept(drawer).get_by_role("button", name="Favourite").click()
    drawer.get_by_role("searchbox", name="Search").fill("")
    expect(kept(drawer)).to_have_count(2)
    drawer.get_by_role("button", name="★ Favourites").click()
    expect(kept(drawer)).to_have_count(1)


def reuse(visitor: Visitor) -> None:
    """The settings of the only one that the open drawer shows."""
    page = visitor.page
    drawer = page.get_by_role("dialog", name="History")
    kept(drawer).click()
    viewer = page.get_by_role("dialog", name="Kept picture")
    expect(viewer.locator(".em-viewer-facts")).to_contain_text("Seed40")
    viewer.get_by_role("button", name="Use these settings").click()
    expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("a white cat <b>${x}</b>")
    expect(page.get_by_label("Seed", exact=True)).to_have_value("40")
    expect(page.get_by_test_id("arrival")).to_contain_text("From a picture by Emerge")
    expect(drawer).to_be_hidden()


def delete_and_undo(visitor: Visitor) -> None:
    drawer = open_history(visitor)
    drawer.get_by_role("button", name="★ Favourites").click()
    expect(kept(drawer)).to_have_count(2)
    kept(drawer).first.focus()
    visitor.page.keyboard.press("Delete")
    expect(kept(drawer)).to_have_count(1)
    expect(drawer.get_by_text("Deleted 1 painting.")).to_be_visible()
    drawer.get_by_role("button", name="Undo").click()
    expect(kept(drawer)).to_have_count(2)


def wait_until(visitor: Visitor, name: str, true: Callable[[Any], bool]) -> None:
    """Until the history says so: it is written a moment after a painting, and its steps when the studio was idle."""
    for _ in range(300):
        if true(visitor.context.request.get(f"{visitor.url}/history/{name}").json()):
            return
        visitor.page.wait_for_timeout(300)
    raise AssertionError(f"the history never said so: {name}")


def test_keys_that_the_browser_has_are_left_to_it(keeper: Visitor) -> None:
    """Ctrl+F made a favourite of the picture, and no search came up; Alt and an arrow did not go back."""
    drawer = open_history(keeper)
    expect(kept(drawer).first).to_have_attribute("tabindex", "0")
    places = [kept(drawer).first, keeper.page.get_by_role("dialog", name="Kept picture")]
    kept(drawer).first.click()
    expect(places[1].locator(".em-viewer-place")).to_contain_text("1 of ")
    for place in places:
        for held in ("ctrlKey", "metaKey", "altKey"):
            assert place.evaluate(LEFT_TO_THE_BROWSER, held) == [True, True, True]
        assert place.evaluate(LEFT_TO_THE_BROWSER, "nothing") == [False, False, False]


def test_two_are_compared_and_what_differs_is_marked(keeper: Visitor) -> None:
    paint(keeper, "a grey cat", seed=1)
    paint(keeper, "a grey cat", seed=2)
    drawer = open_history(keeper)
    keeper.page.keyboard.press(" ")
    keeper.page.keyboard.press("ArrowRight")
    expect(drawer.get_by_role("button", name="Compare")).to_be_disabled()
    keeper.page.keyboard.press(" ")
    expect(drawer.get_by_text("2 chosen")).to_be_visible()
    drawer.get_by_role("button", name="Compare").click()
    pair = keeper.page.get_by_role("dialog", name="Two pictures side by side")
    expect(pair.locator("figure")).to_have_count(2)
    marked = pair.locator("figure").first.locator(".em-differs dt")
    expect(marked).to_have_text(["Seed"])
    keeper.page.keyboard.press("Escape")
    expect(pair).to_be_hidden()
    expect(drawer).to_be_visible()


def test_the_grid_and_one_of_several_pictures_are_exported_and_all_downloaded_as_one_zip(keeper: Visitor) -> None:
    page = keeper.page
    paint(keeper, "four cats", seed=70, pictures=3)
    page.get_by_text("Export the emergence").click()
    expect(page.locator(".em-export-of")).to_have_text("all 3 pictures")
    page.get_by_label("Caption").uncheck()
    keeper.press("Make the film")
    expect(page.locator(".em-export-facts")).to_contain_text("516 × 516")
    page.get_by_role("radiogroup", name="Which picture to show").first.get_by_role("radio", name="2").click()
    expect(page.locator(".em-export-of")).to_have_text("picture 2")
    page.locator("#export").get_by_label("Format").select_option("png")
    expect(page.get_by_label("Each step")).to_be_hidden()
    keeper.press("Make the film")
    expect(page.locator(".em-export-facts")).to_contain_text("4 frames")

    drawer = open_history(keeper)
    drawer.get_by_role("searchbox", name="Search").fill("four")
    expect(kept(drawer)).to_have_count(1)
    kept(drawer).hover()
    kept(drawer).get_by_role("button", name="Choose").click()
    with keeper.page.expect_download() as download:
        drawer.get_by_role("link", name="Download 1").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        seeds = [name.split("-")[3] for name in archive.namelist()]
        assert seeds == ["70", "71", "72"]
        assert Image.open(io.BytesIO(archive.read(archive.namelist()[0]))).size == (256, 256)
    kept(drawer).click()
    viewer = keeper.page.get_by_role("dialog", name="Kept picture")
    viewer.get_by_role("radio", name="3").click()
    expect(viewer.locator(".em-viewer-facts")).to_contain_text("Seed72")
    viewer.get_by_role("button", name="Only the seed").click()
    expect(keeper.page.get_by_label("Seed", exact=True)).to_have_value("72")


def test_a_painting_that_nobody_watched_to_its_end_is_kept(keeper: Visitor, browser: Browser, old_house: House) -> None:
    keeper.write("left alone")
    keeper.set("Steps", 12)
    keeper.generate()
    keeper.wait_for("running", step=1)
    keeper.close()
    with visiting(browser, old_house.url) as later:
        wait_until(later, "page.json?text=alone", lambda page: page["total"] == 1)
        later.reload()
        expect(later.page.get_by_role("button", name="Kept: left alone")).to_be_visible()


def test_a_kept_picture_dropped_onto_the_form_brings_its_settings(keeper: Visitor) -> None:
    paint(keeper, "a cat to drop", seed=90)
    keeper.write("something else")
    kept = keeper.page.get_by_role("button", name="Kept: a cat to drop").first
    kept.hover()  # waits until it has come to rest
    box = kept.bounding_box()
    assert box is not None
    mouse = keeper.page.mouse
    mouse.down()
    mouse.move(260, box["y"] + 10, steps=12)  # the form is beside it
    mouse.up()
    expect(keeper.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("a cat to drop")


def test_with_its_steps_kept_a_run_goes_back_on_the_stage_and_is_exported(keeper: Visitor) -> None:
    page = keeper.page
    drawer = open_history(keeper)
    drawer.get_by_label("Keep the steps too").check()
    keeper.page.keyboard.press("Escape")
    paint(keeper, "kept with steps", seed=5, steps=6)
    key = page.locator(".em-lately a").first.get_attribute("data-key")
    wait_until(keeper, f"{key}/settings.json", lambda about: about["steps"] == 6)
    keeper.reload()
    page.get_by_role("button", name="Kept: kept with steps").click()
    viewer = page.get_by_role("dialog", name="Kept picture")
    viewer.get_by_role("button", name="Show on the stage").click()
    expect(page.locator(".em-badge")).to_have_text("From the history")
    expect(page.locator(".em-cell.em-filled")).to_have_count(6)
    page.get_by_text("Export the emergence").click()
    page.locator("#export").get_by_label("Format").select_option("webp")
    keeper.press("Make the film")
    expect(page.locator(".em-export-facts")).to_contain_text("6 frames")
    drawer = open_history(keeper)
    drawer.get_by_label("Keep the steps too").uncheck()


def test_of_thousands_only_those_near_the_view_are_in_the_page_and_a_limit_is_set(keeper: Visitor) -> None:
    """Everywhere on the way through them, and those in view are drawn; the oldest is there at the end."""
    page = keeper.page
    drawer = open_history(keeper)
    grid = drawer.get_by_role("listbox", name="Kept pictures")
    assert "2," in drawer.locator(".em-archive-count").inner_text()
    for share in (0, 0.3, 0.8, 1):
        grid.evaluate("(grid, share) => (grid.scrollTop = share * grid.scrollHeight)", share)
        page.wait_for_function(FILLED)
        assert grid.locator(".em-kept").count() <= page.evaluate(NEAR)
    expect(kept(drawer).last).to_have_attribute("aria-posinset", kept(drawer).last.get_attribute("aria-setsize") or "")
    expect(kept(drawer).last).to_have_attribute("aria-label", re.compile(r", 0$"))
    field = drawer.get_by_label("Limit in MB")
    field.fill("500")
    drawer.get_by_role("button", name="Set limit").click()
    expect(drawer.get_by_text("The history may take 500.0 MB now.")).to_be_visible()
    field.fill("3")
    drawer.get_by_role("button", name="Set limit").click()
    assert page.evaluate("() => !document.querySelector('.em-limit input').checkValidity()")


def test_on_a_phone_the_history_fits(browser: Browser, old_house: House) -> None:
    with visiting(browser, old_house.url, **PHONE) as phone:
        drawer = open_history(phone)
        expect(kept(drawer).first).to_be_visible()
        assert not phone.page.evaluate(STICKING_OUT)
        kept(drawer).first.tap()
        expect(phone.page.get_by_role("dialog", name="Kept picture")).to_be_visible()
        assert phone.page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_without_a_history_nothing_of_it_is_shown(browser: Browser, quiet_house: House) -> None:
    with visiting(browser, quiet_house.url) as somebody:
        somebody.set("Steps", 2)
        somebody.generate()
        somebody.wait_for("done")
        expect(somebody.page.get_by_role("button", name="Open history")).to_have_count(0)
        assert not (quiet_house.data_dir / "history").exists()
