"""What makers do with more than one picture: a folder of photos, variations, all styles; and what others made."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, PngImagePlugin
from playwright.sync_api import Page

from presets.formats import read_styles
from tests.accept.browser import Visitor
from tests.accept.journeys import Scene, close

A1111 = """a fox in the snow
Negative prompt: blurry
Steps: 9, Sampler: Heun, CFG scale: 6, Seed: 5, Size: 256x256, Clip skip: 2, Version: v1.10.1"""
DROP = """(bytes) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], 'theirs.png', { type: 'image/png' }));
  document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
}"""
SEED = "async () => (await import(new URL('ui/stage/current.js', document.baseURI))).painted().seed"
EXPORTS = (
    ("Fooocus sdxl_styles JSON", "Fooocus"),
    ("InvokeAI JSON", "InvokeAI"),
    ("SD.Next JSON", "SD.Next"),
)


def many(scene: Scene) -> None:
    """A folder of photos goes through one style, over a reload, with a report of what failed and why."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_text("My picture", exact=True).click()
    page.get_by_role("radio", name="Watercolour", exact=True).click()
    page.get_by_text("Many photos at once").click()
    page.get_by_label("Choose a folder").set_input_files(_folder(scene.photo))
    photos = page.get_by_test_id("photos")
    photos.get_by_text("5 photos, 1 file left out and named in the report.").wait_for()
    _choose_large(visitor)  # so that there is time for a reload
    page.get_by_role("button", name="Paint them all").click()
    report = page.locator("#batch-report")
    report.get_by_text("1 of 5 photos").wait_for(timeout=180_000)
    visitor.reload()
    report.get_by_text("4 of 5 photos are painted.").wait_for(timeout=180_000)
    failed = sorted(name.strip() for name in report.locator("li b").all_inner_texts())
    scene.report.add("a folder of photos, reloaded in the middle", "4 of 5 painted", "4 of 5 painted", True)
    wanted = ["cats/broken.jpg:", "cats/notes.txt:"]
    scene.report.add("what failed of them", " ".join(wanted), " ".join(failed), failed == wanted)
    report.get_by_role("link", name="Save all pictures and the report").wait_for()
    visitor.shoot(scene.shots / "desktop-many-photos.png")
    close(scene, visitor, "many photos")


def foreign(scene: Scene) -> None:
    """A picture of AUTOMATIC1111 is dropped: its settings are on the page, the rest is named, Undo takes it back."""
    visitor = scene.visitor()
    page = visitor.page
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", A1111)
    path = scene.photo.with_name("theirs.png")
    Image.new("RGB", (64, 64), "teal").save(path, pnginfo=info)
    prompt = page.get_by_role("textbox", name="Prompt", exact=True)
    prompt.fill("my own words")
    page.evaluate(DROP, list(path.read_bytes()))
    bar = page.get_by_test_id("arrival")
    bar.get_by_text("From a picture by AUTOMATIC1111").wait_for()
    back = prompt.input_value(), page.get_by_label("Seed", exact=True).input_value()
    scene.report.add("settings of AUTOMATIC1111 by a drop", "words and seed", back, back == ("a fox in the snow", "5"))
    told = bar.get_by_role("status").inner_text()
    named = "Not known here: Sampler Heun, Clip skip." in told
    scene.report.add("what of them cannot be used", "Sampler Heun, Clip skip", told[-44:], named)
    bar.get_by_role("button", name="Undo").click()
    bar.get_by_text("as it was before").wait_for()
    words = prompt.input_value()
    scene.report.add("a drop taken back", "my own words", words, words == "my own words")
    close(scene, visitor, "foreign")


def vary(scene: Scene) -> None:
    """A picture, four that are near to it, and all styles tried on the same words."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_role("textbox", name="Prompt", exact=True).fill("an orange cat, smiling")
    visitor.set("Steps", 8)
    visitor.generate()
    visitor.wait_for_state("done", "failed")
    first, seed = visitor.told("job"), page.evaluate(SEED)
    page.get_by_role("button", name="Four variations of it").click()
    visitor.wait_for_another(first)
    visitor.wait_for_state("done", "failed")
    count = page.locator(".em-pictures button").count() - 1  # and one for all of them
    same = page.evaluate(SEED) == seed
    scene.report.add(
        "variations", "4 of the same seed", f"{count}, {'same' if same else 'other'} seed", same and count == 4
    )
    visitor.shoot(scene.shots / "desktop-variations.png")
    visitor.set("Pictures", 1)
    page.get_by_role("button", name="Try all styles").click()
    styles = page.locator(".em-card").count() - 1  # but for the words as written; another journey has saved one
    page.get_by_text(f"{styles} of {styles} styles are tried.").wait_for(timeout=180_000)
    page.locator("#generate:enabled").wait_for()
    tried = page.locator(".em-slot .em-full").count()
    scene.report.add("all styles tried", f"{styles} cards painted", f"{tried} cards painted", tried == styles)
    page.locator("#styles").screenshot(path=scene.shots / "desktop-try-all.png")
    close(scene, visitor, "variations and styles")


def export(scene: Scene) -> None:
    """A style goes out as the file of every other studio, and is read as theirs."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_role("radio", name="Manga", exact=True).click()
    page.get_by_text("Your presets", exact=True).click()
    for label, studio in EXPORTS:
        origin, name = _exported(page, label)
        scene.report.add(
            f"export for {studio}", "Manga", f"{name}, read as {origin}", (origin, name) == (studio, "Manga")
        )
    close(scene, visitor, "export")


def _exported(page: Page, label: str) -> tuple[str, str]:
    """Whose file it is, and the name of its first style."""
    page.get_by_label("Export as").click()
    page.get_by_role("option", name=label).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()
    origin, entries = read_styles(Path(download.value.path()).read_bytes())
    return origin, entries[0].name


def _choose_large(visitor: Visitor) -> None:
    visitor.page.get_by_text("More settings", exact=True).click()
    for side in ("Width", "Height"):
        visitor.set(side, 512)


def _folder(photo: Path) -> Path:
    """Four that can be painted, one that only says it is a picture, and a text."""
    folder = photo.with_name("cats")
    folder.mkdir(exist_ok=True)
    with Image.open(photo) as cat:
        for turns in range(4):
            cat.rotate(90 * turns).save(folder / f"cat {turns}.jpg")
    (folder / "broken.jpg").write_bytes(b"not a picture")
    (folder / "notes.txt").write_text("feed them")
    return folder
