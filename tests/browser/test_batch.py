"""Many photos at once in a real Chromium."""

from __future__ import annotations

import csv
import io
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
def photos(tmp_path: Path) -> list[Path]:
    """Two that can be painted, and one that is no picture."""
    for name, colour in (("grey cat.png", "grey"), ("orange.jpg", "orange")):
        Image.new("RGB", (300, 200), colour).save(tmp_path / name)
    (tmp_path / "broken.jpg").write_bytes(b"not a picture")
    return [tmp_path / name for name in ("grey cat.png", "broken.jpg", "orange.jpg")]


def test_photos_are_asked_for_painted_one_after_the_other_and_what_fails_is_reported(
    visitor: Visitor, photos: list[Path]
) -> None:
    """Painted ones are not painted again: the second press is through with one look at each."""
    visitor.page.get_by_text("My picture").click()
    visitor.page.get_by_text("Many photos at once").click()
    visitor.press("Paint them all")
    expect(visitor.stage.locator(".em-notice")).to_contain_text("Photos: got 0, allowed are 1 to 500")
    visitor.page.locator("#photos input[type=file]").set_input_files([str(photo) for photo in photos])
    expect(visitor.page.locator("#photos")).to_contain_text("orange")
    visitor.set("Steps", 3)
    visitor.press("Paint them all")
    report = visitor.page.locator("#batch-report")
    expect(report).to_contain_text("2 of 3 photos are painted.")
    expect(report.locator("li")).to_have_count(1)
    expect(report.locator("li")).to_contain_text("broken.jpg: Photo: not a readable photo")
    link = report.get_by_role("link", name="Save all pictures and the report")
    address = link.get_attribute("href")
    with zipfile.ZipFile(io.BytesIO(httpx.get(str(address)).content)) as archive:
        names = sorted(archive.namelist())
        assert [name.split("-")[0] for name in names] == ["grey", "orange", "report.csv"]
        rows = list(csv.reader(archive.read("report.csv").decode().splitlines()))
        assert [row[0] for row in rows] == ["photo", "grey cat.png", "broken.jpg", "orange.jpg"]
        with Image.open(io.BytesIO(archive.read(names[0]))) as picture:
            assert picture.size == (256, 256) and "Denoising strength" in picture.info["parameters"]
    job = visitor.told("job")
    visitor.press("Paint them all")
    expect(visitor.page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()
    expect(report).to_contain_text("2 of 3 photos are painted.")
    assert visitor.told("job") == job


def test_an_archive_that_is_none_is_not_found(house: House) -> None:
    for token in ("0" * 32, "..%2f..%2fdata", "x"):
        assert httpx.get(f"{house.url}/batches/{token}.zip").status_code == 404
