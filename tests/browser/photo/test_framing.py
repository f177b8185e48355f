"""The framed photo in a real Chromium: choosing the crop by dragging, painting a mask, and variations."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def wide_photo(tmp_path: Path) -> Path:
    """Twice as wide as high: red on the left, green in the middle, blue on the right."""
    picture = Image.new("RGB", (512, 256), "green")
    picture.paste("red", (0, 0, 128, 256))
    picture.paste("blue", (384, 0, 512, 256))
    picture.save(tmp_path / "wide.png")
    return tmp_path / "wide.png"


def framed(visitor: Visitor, photo: Path) -> Locator:
    """Takes a photo as the start, and gives the framing canvas."""
    visitor.page.get_by_text("My picture").click()
    visitor.page.locator("#photo input[type=file]").set_input_files(str(photo))
    canvas = visitor.page.get_by_test_id("framing").locator("canvas")
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    return canvas


def drag(visitor: Visitor, canvas: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From one place to another, in fractions of the canvas."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    mouse = visitor.page.mouse
    mouse.move(box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"])
    mouse.down()
    mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=8)
    mouse.up()


def fetched(visitor: Visitor, name: str) -> Image.Image:
    answer = httpx.get(f"{visitor.url}/frames/{visitor.told('job')}/{name}")
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def paint(visitor: Visitor, steps: int = 3) -> None:
    visitor.set("Steps", steps)
    before = visitor.told("job")
    visitor.generate()
    visitor.wait_for_another(before)
    visitor.wait_for("done")


def test_dragging_the_photo_chooses_what_is_cropped(visitor: Visitor, wide_photo: Path) -> None:
    canvas = framed(visitor, wide_photo)
    drag(visitor, canvas, (0.2, 0.5), (0.95, 0.5))
    paint(visitor)
    red, _, blue = fetched(visitor, "photo.jpg").getpixel((20, 128))  # type: ignore[misc]
    assert red > 200 and blue < 60
    canvas.focus()
    for _ in range(30):
        visitor.page.keyboard.press("ArrowLeft")
    paint(visitor)
    red, _, blue = fetched(visitor, "photo.jpg").getpixel((236, 128))  # type: ignore[misc]
    assert blue > 200 and red < 60


def test_a_mask_is_taken_back_and_what_it_leaves_out_stays_the_photos_own_pixels(
    visitor: Visitor, wide_photo: Path
) -> None:
    """And another photo has none."""
    canvas = framed(visitor, wide_photo)
    visitor.page.get_by_role("radio", name="Mask", exact=True).click()
    clear = visitor.page.get_by_role("button", name="Clear mask")
    expect(clear).to_be_disabled()
    drag(visitor, canvas, (0.3, 0.3), (0.6, 0.6))
    expect(clear).to_be_enabled()
    canvas.focus()
    visitor.page.keyboard.press("Control+z")
    expect(clear).to_be_disabled()
    drag(visitor, canvas, (0.3, 0.3), (0.6, 0.6))
    clear.click()
    expect(clear).to_be_disabled()
    undo = visitor.page.get_by_test_id("framing").get_by_role("button", name="Undo")
    undo.click()
    expect(clear).to_be_enabled()
    clear.click()
    expect(clear).to_be_disabled()

    for height in (0.1, 0.3, 0.5, 0.7, 0.9):
        drag(visitor, canvas, (0.75, height), (0.95, height))
    visitor.page.get_by_test_id("framing").get_by_label("Soft edge").fill("0")
    visitor.set("Strength", 1)
    paint(visitor)
    expect(visitor.page.locator(".em-facts")).to_contain_text("of the photo")
    result = fetched(visitor, "result.png")
    with Image.open(wide_photo) as photo:
        middle = photo.crop((128, 0, 384, 256))
    kept = (0, 0, 120, 256)
    assert result.crop(kept).tobytes() == middle.crop(kept).tobytes()
    assert ImageChops.difference(result, middle).crop((200, 0, 256, 256)).getbbox() is not None
    visitor.page.get_by_role("button", name="Use the sample cat").click()
    expect(clear).to_be_disabled()


def test_four_variations_of_a_picture_share_its_seed(visitor: Visitor) -> None:
    """“Reuse last” counted the seed up, which all of them share, and left the one that each was varied towards."""
    visitor.write("a white cat")
    visitor.set("Seed", 77)
    paint(visitor)
    first = visitor.told("job")
    visitor.press("Four variations of it")
    visitor.wait_for_another(first)
    visitor.wait_for("done")
    expect(visitor.page.locator(".em-facts")).to_contain_text("0.2 towards seed")
    expect(visitor.page.locator(".em-facts")).to_contain_text("Seed77")
    settings = httpx.get(f"{visitor.url}/frames/{visitor.told('job')}/result.png?image=3")
    with Image.open(io.BytesIO(settings.content)) as picture:
        assert (
            "Seed: 77, " in picture.info["parameters"] and "Variation seed strength: 0.2" in picture.info["parameters"]
        )
    varied_towards = int(picture.info["parameters"].split("Variation seed: ")[1].split(",")[0])
    visitor.page.get_by_role("radiogroup", name="Which picture to show").get_by_role("radio", name="4").click()
    name = f"emerge-77-{varied_towards}.png"
    expect(visitor.page.get_by_role("link", name="Save", exact=True)).to_have_attribute("download", name)
    visitor.press("Reuse last")
    visitor.page.get_by_text("More settings", exact=True).click()
    other = visitor.page.get_by_label("Variation seed")
    expect(visitor.page.get_by_label("Seed", exact=True)).to_have_value("77")
    expect(other).to_have_value(str(varied_towards))
    visitor.press("Clear")
    expect(visitor.page.get_by_label("number input for Variation")).to_have_value("0")
    expect(other).to_have_value("")
