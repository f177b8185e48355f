"""Many photos at once in a real Chromium."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three that can be painted, one that only says it is a picture, and what else lies in folders."""
    cats = tmp_path / "my cats"
    (cats / "more").mkdir(parents=True)
    for name, colour in (("grey cat.png", "grey"), ("more/orange.jpg", "orange"), ("more/teal.png", "teal")):
        Image.new("RGB", (300, 200), colour).save(cats / name)
    (cats / "broken.jpg").write_bytes(b"not a picture")
    (cats / "notes.txt").write_text("feed them")
    (cats / ".DS_Store").write_bytes(b"")
    return cats


def test_a_folder_is_painted_over_a_reload_and_what_fails_is_reported(visitor: Visitor, folder: Path) -> None:
    """Painted ones are not painted again: the second press is through with one look at each."""
    page = visitor.page
    page.get_by_text("My picture").click()
    page.get_by_text("Many photos at once").click()
    visitor.press("Paint them all")
    expect(visitor.stage.locator(".em-notice")).to_contain_text("Photos: got 0, allowed are 1 to 500")
    page.get_by_label("Choose a folder").set_input_files(folder)
    photos = page.get_by_test_id("photos")
    expect(photos).to_contain_text("4 photos, 1 file left out and named in the report.")
    expect(photos).to_contain_text("my cats/more/orange.jpg")
    visitor.set("Steps", 30)
    visitor.set("Seed", 5)
    visitor.press("Paint them all")
    visitor.wait_for("running", step=1)
    notice = visitor.stage.locator(".em-notice")
    expect(notice).to_contain_text(re.compile("Photo [1-4] of 4"))
    visitor.reload()
    expect(notice).to_contain_text(re.compile("Photo [1-4] of 4"))
    report = page.locator("#batch-report")
    expect(report).to_contain_text("3 of 4 photos are painted.")
    expect(report.locator("li")).to_have_count(2)
    expect(report).to_contain_text("my cats/broken.jpg: Photo: not a readable photo")
    expect(report).to_contain_text("my cats/notes.txt: It is no picture")
    address = report.get_by_role("link", name="Save all pictures and the report").get_attribute("href")
    with zipfile.ZipFile(io.BytesIO(httpx.get(str(address)).content)) as archive:
        names = sorted(archive.namelist())
        assert [name.split("-")[0] for name in names] == ["grey", "orange", "report.csv", "teal"]
        rows = list(csv.reader(archive.read("report.csv").decode().splitlines()))
        assert [row[0] for row in rows[1:3]] == ["my cats/notes.txt", "my cats/broken.jpg"]
        with Image.open(io.BytesIO(archive.read(names[0]))) as picture:
            assert picture.size == (256, 256) and "Denoising strength" in picture.info["parameters"]
    visitor.reload()
    expect(report).to_contain_text("3 of 4 photos are painted.")


def test_skip_gives_up_one_photo_only(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    skip = page.get_by_role("button", name="Skip", exact=True)
    expect(skip).to_be_hidden()
    page.get_by_text("My picture").click()
    page.get_by_text("Many photos at once").click()
    visitor.press("Paint them all")  # once this is answered, the fold is at work
    expect(visitor.stage.locator(".em-notice")).to_contain_text("Photos: got 0")
    page.get_by_label("Choose a folder").set_input_files(folder)
    expect(page.get_by_test_id("photos")).to_contain_text("4 photos, 1 file left out")
    visitor.set("Steps", 120)
    visitor.set("Seed", 6)
    visitor.press("Paint them all")
    visitor.wait_for("running", step=1)
    skip.click()
    report = page.locator("#batch-report")
    expect(report).to_contain_text("2 of 4 photos are painted.", timeout=120_000)
    expect(report).to_contain_text("Skipped.")
    expect(skip).to_be_hidden()


def test_photos_chosen_before_the_panel_is_at_work_are_taken(visitor: Visitor) -> None:
    """The fold is filled when it opens, and the panel's code came a moment after its fields: a folder chosen in between
    was heard by nobody, and lay in the field as if nothing had been chosen."""
    visitor.page.get_by_text("My picture").click()
    visitor.page.get_by_text("Many photos at once").click()
    photos = visitor.page.get_by_test_id("photos")
    expect(photos).to_contain_text("Or drop photos or a folder here.")
    # The words are in the page before its code is; once that is here, the moment before it is played again.
    visitor.page.evaluate("""async () => {
      const { Photos, openPhotos } = await import(new URL("ui/photo/photos.js", document.baseURI));
      while (!openPhotos()) await new Promise((resume) => setTimeout(resume, 20));
      const root = document.querySelector('.em-photos');
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(9)], 'early.jpg', { type: 'image/jpeg' }));
      root.querySelector('[data-part=files]').files = data.files;
      new Photos(root, openPhotos().keep);
    }""")
    expect(photos).to_contain_text("1 photo.")
    expect(photos).to_contain_text("early.jpg")


def test_an_archive_that_is_none_is_not_found(house: House) -> None:
    for token in ("0" * 32, "..%2f..%2fdata", "x"):
        assert httpx.get(f"{house.url}/batches/{token}.zip").status_code == 404
