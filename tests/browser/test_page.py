"""The journeys of the page in a real Chromium against the real server."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from playwright.sync_api import Browser, expect

from tests.browser.house import House
from tests.browser.visitor import Visitor, visiting

pytestmark = pytest.mark.browser
HOSTILE = "a cat ${window.hit=1} {{window.hit=1}} <img src=x onerror='window.hit=1'> \u202e🐱"


def test_every_step_is_seen_in_order_and_the_film_strip_can_be_walked_in_both_views(visitor: Visitor) -> None:
    visitor.write("a white cat with a pink scarf")
    visitor.set("Steps", 12)
    visitor.generate()
    visitor.wait_for("done")
    assert visitor.steps_seen() == list(range(13))
    assert visitor.told("steps") == "12"
    cells = visitor.page.locator(".em-cell.em-filled")
    assert cells.count() == 12
    drawn = visitor.page.evaluate(
        "() => { const c = document.querySelector('.em-canvas'); const d = c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data; return d.some((v, i) => i % 4 === 3 && v > 0); }"
    )
    assert drawn
    film = visitor.page.get_by_role("slider", name="Film strip")
    film.focus()
    visitor.page.keyboard.press("Home")
    visitor.page.keyboard.press("ArrowRight")
    expect(visitor.stage).to_have_attribute("data-shown", "2")
    assert film.get_attribute("aria-valuetext") == "step 2 of 12"
    box = film.bounding_box()
    assert box is not None
    visitor.page.mouse.click(box["x"] + box["width"] * 0.96, box["y"] + box["height"] / 2)
    expect(visitor.stage).to_have_attribute("data-shown", "12")
    with visitor.page.expect_response(lambda answer: "/xt/" in answer.url and answer.ok):
        visitor.page.get_by_role("radio", name="With noise").click()
    expect(visitor.stage).to_have_attribute("data-view", "xt")
    with visitor.page.expect_response(lambda answer: "/noise/" in answer.url and answer.ok):
        visitor.page.get_by_role("radio", name="With noise").press("ArrowRight")
    expect(visitor.page.get_by_role("radio", name="Noise", exact=True)).to_be_focused()
    expect(visitor.stage).to_have_attribute("data-view", "noise")


def test_stop_in_the_middle_keeps_what_there_is_and_the_next_painting_works(visitor: Visitor) -> None:
    visitor.choose_long_painting()
    visitor.generate()
    visitor.wait_for("running", step=5)
    visitor.press("Stop")
    visitor.wait_for("stopped")
    stopped_at = int(visitor.told("step"))
    assert 5 <= stopped_at < 100
    expect(visitor.page.locator(".em-cell.em-filled")).to_have_count(stopped_at)
    expect(visitor.page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()
    job = visitor.told("job")
    visitor.page.get_by_role("textbox", name="Prompt", exact=True).focus()  # the keyboard alone paints and stops
    visitor.page.keyboard.type("cat")
    visitor.page.keyboard.press("Control+Enter")
    visitor.wait_for_another(job)
    visitor.wait_for("running", step=2)
    visitor.page.keyboard.press("Escape")
    visitor.wait_for("stopped")
    job = visitor.told("job")
    visitor.set("Steps", 3)
    visitor.generate()
    visitor.wait_for_another(job)
    visitor.wait_for("done")
    assert visitor.told("steps") == "3"


def test_a_reload_in_the_middle_finds_its_painting_again_with_all_steps_and_what_was_typed(visitor: Visitor) -> None:
    visitor.page.get_by_label("Prompt", exact=True).fill("a ginger cat ${x} <b>")
    visitor.choose_long_painting(30)
    visitor.generate()
    visitor.wait_for("running", step=5)
    job = visitor.told("job")
    visitor.reload()
    visitor.page.wait_for_function("() => document.querySelector('#prompt textarea').value === 'a ginger cat ${x} <b>'")
    visitor.wait_for("done")
    assert visitor.told("job") == job
    expect(visitor.page.locator(".em-cell.em-filled")).to_have_count(30)


def test_somebody_else_does_not_see_or_stop_it_waits_in_line_and_then_gets_a_picture(
    visitor: Visitor, browser: Browser, house: House
) -> None:
    with visiting(browser, house.url) as other:
        visitor.page.bring_to_front()  # a page behind another one is not drawn, so its steps would not be seen
        visitor.choose_long_painting()
        visitor.generate()
        visitor.wait_for("running", step=3)
        other.page.keyboard.press("Escape")
        visitor.wait_for("running", step=8)
        visitor.page.keyboard.press("Escape")
        visitor.wait_for("stopped")
        job = visitor.told("job")
        other.reload()
        expect(other.page.locator(".em-badge")).to_have_text("Example")
        assert other.told("job") != job
        assert other.told("state") == "idle"

        visitor.page.bring_to_front()
        visitor.generate()
        visitor.wait_for_another(job)
        visitor.wait_for("running", step=1)
        other.page.bring_to_front()
        other.set("Steps", 2)
        other.generate()
        other.wait_for("queued")
        expect(other.page.locator(".em-phase")).to_have_text("Waiting in line, number 1")
        visitor.page.keyboard.press("Escape")
        other.wait_for("done")
        assert other.told("steps") == "2"


def test_four_pictures_are_painted_side_by_side_and_each_can_be_taken(visitor: Visitor, tmp_path: Path) -> None:
    visitor.set("Steps", 3)
    visitor.set("Seed", 40)
    visitor.set("Pictures", 4)
    visitor.generate()
    visitor.wait_for("done")
    which = visitor.page.get_by_role("radiogroup", name="Which picture to show")
    expect(which.get_by_role("radio")).to_have_text(["All", "1", "2", "3", "4"])
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Save all").click()
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == [f"emerge-{seed}.png" for seed in (40, 41, 42, 43)]
        third = archive.read("emerge-42.png")
    which.get_by_role("radio", name="3").click()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Save", exact=True).click()
    assert download.value.suggested_filename == "emerge-42.png"
    assert Path(download.value.path()).read_bytes() == third
    visitor.press("Reuse last")
    expect(visitor.page.get_by_label("Seed", exact=True)).to_have_value("42")


def test_the_third_of_four_pictures_is_painted_again_from_its_own_words(visitor: Visitor) -> None:
    """What a prompt leaves open is filled in by the first picture's seed; the third one's filled in something else."""
    facts, which = (
        visitor.page.locator(".em-facts"),
        visitor.page.get_by_role("radiogroup", name="Which picture to show"),
    )
    visitor.write("a white cat")
    visitor.set("Steps", 2)
    visitor.set("Seed", 40)
    visitor.set("Pictures", 3)
    visitor.generate()
    visitor.wait_for("done")
    told = visitor.page.get_by_test_id("final-prompt").inner_text()
    expect(facts).to_contain_text(told)
    which.get_by_role("radio", name="3").click()
    visitor.press("Reuse last")
    expect(visitor.page.get_by_label("Seed", exact=True)).to_have_value("42")
    expect(visitor.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(
        re.compile("^a white cat, .* eyes")
    )
    visitor.set("Pictures", 1)
    visitor.generate()
    visitor.wait_for("done")
    expect(facts).to_contain_text(told)


def test_a_refused_request_takes_nothing_from_the_picture_on_the_stage(visitor: Visitor) -> None:
    """Save and Finish had gone until something else was painted."""
    visitor.set("Steps", 2)
    visitor.generate()
    visitor.wait_for("done")
    save, alert = visitor.page.get_by_role("link", name="Save", exact=True), visitor.page.get_by_role("alert")
    expect(save).to_be_visible()
    visitor.set("Seed", -1)
    visitor.press("Generate")
    expect(alert).to_contain_text("Seed: got -1")
    expect(save).to_be_visible()
    assert visitor.told("state") == "done"
    visitor.set("Seed", 7)
    visitor.generate()
    visitor.wait_for("done")
    expect(alert).not_to_contain_text("Seed: got -1")


def test_words_that_a_brief_put_there_outlive_a_reload(visitor: Visitor) -> None:
    prompt = visitor.page.get_by_role("textbox", name="Prompt", exact=True)
    visitor.write("a grey cat")
    visitor.press("Make a brief of it")
    visitor.press("Add what fits")
    visitor.press("Use as prompt")
    expect(prompt).not_to_have_value("a grey cat")
    longer = prompt.input_value()
    visitor.reload()
    expect(prompt).to_have_value(longer)


def test_the_page_falls_silent_after_quick_choices(visitor: Visitor) -> None:
    """Of two choices right behind each other Gradio started every listener again whenever one of them had waited: two
    rounds chased each other for good, and emptied Preset name again and again while somebody typed into it."""
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url) if "predict" in request.url else None)
    visitor.page.evaluate(
        """() => {
          const cards = [...document.querySelectorAll(".em-cards [role=radio]")];
          for (const card of cards.slice(1, 4)) card.click();
        }"""
    )
    visitor.page.wait_for_timeout(4_000)
    before = len(asked)
    assert before > 0
    visitor.page.wait_for_timeout(2_000)
    assert len(asked) == before


def test_arrow_keys_in_a_menu_are_the_menus(visitor: Visitor) -> None:
    """They walked through the steps and were taken from the menu, which could not be changed by them."""
    visitor.set("Steps", 3)
    visitor.generate()
    visitor.wait_for("done")
    count, key = visitor.page.locator(".em-count"), {"key": "ArrowLeft", "bubbles": True, "cancelable": True}
    expect(count).to_have_text("step 3 of 3")
    visitor.page.locator("select").first.dispatch_event("keydown", key)
    expect(count).to_have_text("step 3 of 3")
    visitor.page.locator("#generate").dispatch_event("keydown", key)
    expect(count).to_have_text("step 2 of 3")


def test_two_minutes_are_not_told_as_a_minute_and_sixty_seconds(visitor: Visitor) -> None:
    told = """async (times) => {
      const { seconds } = await import(new URL("ui/stage/words.js", document.baseURI));
      return times.map(seconds);
    }"""
    expected = ["4.2 s", "12 s", "89 s", "1 min 30 s", "1 min 59 s", "2 min 0 s", "2 min 1 s"]
    assert visitor.page.evaluate(told, [4.2, 12.3, 89.4, 89.6, 119.4, 119.7, 120.6]) == expected


def test_what_a_person_writes_is_shown_and_never_interpreted(visitor: Visitor) -> None:
    visitor.write(HOSTILE)
    visitor.set("Steps", 2)
    visitor.generate()
    visitor.wait_for("done")
    expect(visitor.page.get_by_test_id("final-prompt")).to_contain_text("<img src=x onerror='window.hit=1'>")
    expect(visitor.page.locator(".em-facts")).to_contain_text("${window.hit=1}")
    assert visitor.page.evaluate("() => window.hit") is None
    assert visitor.page.locator(".em-stage img, .em-reading img").count() == 0


def test_what_is_left_open_is_chosen_by_the_seed_in_sight_and_can_be_left_open(visitor: Visitor) -> None:
    page = visitor.page
    final, fill_in = page.get_by_test_id("final-prompt"), page.get_by_label("Fill in what I leave open")
    visitor.write("a white cat with a pink scarf")
    expect(page.locator(".em-open")).to_contain_text("eyes, pose, expression, background")
    expect(final).to_have_text("a white cat with a pink scarf")
    visitor.set("Seed", 4)
    expect(final.locator(".em-chance").first).to_be_visible()
    told = final.inner_text()
    visitor.set("Steps", 2)
    visitor.generate()
    visitor.wait_for("done")
    assert " eyes" in told
    expect(page.locator(".em-facts")).to_contain_text(told)
    fill_in.uncheck()
    expect(final).to_have_text("a white cat with a pink scarf")
    visitor.generate()
    visitor.wait_for("done")
    expect(page.locator(".em-facts")).not_to_contain_text(" eyes")
    page.get_by_text("More settings", exact=True).click()
    page.get_by_label("Model", exact=True).click()
    page.get_by_role("option", name="tiny").click()
    expect(fill_in).to_be_hidden()


def test_at_first_an_example_is_replayed_and_a_wrong_number_is_named(visitor: Visitor) -> None:
    """Once, the example counted as this visitor's finished painting, and it was "done" before Generate was pressed."""
    expect(visitor.page.locator(".em-badge")).to_have_text("Example")
    visitor.page.wait_for_function("() => document.querySelectorAll('.em-cell.em-filled').length > 5")
    assert [visitor.told(name) for name in ("state", "step", "steps")] == ["idle", "0", "0"]
    expect(visitor.page.get_by_role("button", name="Pause")).to_be_visible()
    expect(visitor.stage).to_have_attribute("data-job", re.compile("example-"))
    visitor.set("Seed", -1)
    visitor.generate()
    expect(visitor.page.get_by_role("alert")).to_contain_text("Seed: got -1, allowed are whole numbers from 0")
    assert visitor.told("job").startswith("example-")
    visitor.set("Seed", 7)
    visitor.set("Steps", 2)
    visitor.generate()
    visitor.wait_for("done")
    expect(visitor.page.locator(".em-facts")).to_contain_text("Seed7")


def test_every_control_has_a_name_and_help_and_another_model_paints_at_its_own_size(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_text("More settings", exact=True).click()
    for label in ("Scheduler", "Width", "Height", "Preview quality", "Precision", "Model"):
        expect(page.get_by_label(label, exact=True).first).to_be_visible()
    for label in ("Prompt", "Negative prompt", "Guidance scale", "Steps", "Seed"):
        field = page.get_by_label(label, exact=True)
        help_id = field.get_attribute("aria-describedby")
        assert help_id and page.locator(f"#{help_id}").inner_text()
    page.get_by_label("Model", exact=True).click()
    page.get_by_role("option", name="tiny").click()
    expect(page.get_by_label("number input for Width")).to_have_value("64")
    visitor.set("Steps", 2)
    visitor.generate()
    visitor.wait_for("done")
    expect(page.locator(".em-facts")).to_contain_text("Modeltiny")
    expect(page.locator(".em-facts")).to_contain_text("Size64 × 64")


def test_a_picture_of_ours_and_one_of_a1111s_bring_their_settings_back(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.write("a grey cat")
    for label, value in (("Steps", 4), ("Seed", 77), ("Guidance scale", 3)):
        visitor.set(label, value)
    visitor.generate()
    visitor.wait_for("done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save", exact=True).click()
    download.value.save_as(tmp_path / "ours.png")
    visitor.reload()
    visitor.write("")
    page.get_by_label("Photo", exact=True).first.set_input_files(tmp_path / "ours.png")
    visitor.press("Use the settings inside it")
    expect(page.get_by_label("Seed", exact=True)).to_have_value("77")
    expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(re.compile("^a grey cat, .* eyes"))
    expect(page.get_by_label("Fill in what I leave open")).to_be_checked()
    expect(page.get_by_label("number input for Steps")).to_have_value("4")
    expect(page.get_by_label("Words", exact=True)).to_be_checked()
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", "a fox\nSteps: 9, Sampler: Heun, CFG scale: 6, Seed: 5, Size: 256x256, Clip skip: 2")
    Image.new("RGB", (64, 64)).save(tmp_path / "theirs.png", pnginfo=info)
    with page.expect_file_chooser() as chooser:
        visitor.press("Settings from a picture")
    chooser.value.set_files(tmp_path / "theirs.png")
    expect(page.get_by_label("number input for Steps")).to_have_value("9")
    expect(page.get_by_label("Fill in what I leave open")).not_to_be_checked()  # it was painted from few words
    expect(page.locator("#recall-note")).to_contain_text("From a picture by AUTOMATIC1111")
    expect(page.locator("#recall-note")).to_contain_text("Not known here: Sampler Heun, Clip skip")


def test_who_asked_for_less_motion_sees_an_example_that_stands_still(browser: Browser, house: House) -> None:
    with visiting(browser, house.url, reduced_motion="reduce") as calm:
        expect(calm.page.locator(".em-badge")).to_have_text("Example")
        expect(calm.page.get_by_role("button", name="Play")).to_be_visible()
        calm.set("Steps", 3)
        calm.generate()
        calm.wait_for("done")
        expect(calm.stage).to_have_attribute("data-step", "3")
