"""What people do with the page, each from a fresh visit. A journey adds rows to the report, or raises at a break."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.accept.browser import Visitor
from tests.accept.house import House
from tests.accept.report import Report

PROMPT = "manga-style illustration of a white cat with large expressive eyes and a pink scarf"
LONG_RUN_STEPS = 100
PHONE = {"width": 390, "height": 844}


@dataclass(kw_only=True)
class Scene:
    """What every journey works with. `only`: the names of those that are wanted, none for all."""

    house: House
    browser: Browser
    report: Report
    shots: Path
    photo: Path
    only: tuple[str, ...] = ()

    def visitor(self, **look: object) -> Visitor:
        """A newcomer with the page open."""
        visitor = Visitor(self.browser, self.house.url, **look)
        visitor.open()
        return visitor


def paint(scene: Scene) -> None:
    """A prompt becomes a picture, and every step is seen on the stage."""
    visitor = scene.visitor()
    badge = visitor.page.get_by_text("Example", exact=True)
    badge.wait_for()
    visitor.page.wait_for_timeout(2500)  # of its steps, some are on the stage
    scene.report.add("first visit", "Example", badge.inner_text(), badge.inner_text() == "Example")
    visitor.shoot(scene.shots / "desktop-first-visit.png")
    visitor.page.get_by_role("textbox", name="Prompt", exact=True).fill(PROMPT)
    visitor.generate()
    state = visitor.wait_for_state("done", "failed", "stopped")
    seen = visitor.seen()
    steps = int(visitor.told("steps"))
    shown = seen["steps"]
    missed = sorted(set(range(1, steps + 1)) - set(shown))
    scene.report.add("prompt to picture", "done", state, state == "done")
    scene.report.add(
        "steps seen on the stage",
        f"all {steps}, in order",
        f"{steps - len(missed)}",
        not missed and shown == sorted(shown),
    )
    first_ms, over_ms = (seen[name] - seen["clicked"] for name in ("first", "over"))
    scene.report.add("Generate to the first frame drawn", "reported", f"{first_ms:.0f} ms", True)
    scene.report.add(f"Generate to the finished picture, {steps} steps", "reported", f"{over_ms / 1000:.2f} s", True)
    visitor.shoot(scene.shots / "desktop-done.png")
    _scrub(scene, visitor, steps)
    close(scene, visitor, "prompt to picture")


def _scrub(scene: Scene, visitor: Visitor, steps: int) -> None:
    """The film strip is walked with the arrow keys."""
    strip = visitor.page.locator(".em-strip")
    strip.focus()
    strip.press("Home")
    first = strip.get_attribute("aria-valuenow")
    for _ in range(3):
        strip.press("ArrowRight")
    fourth = strip.get_attribute("aria-valuenow")
    moved = int(fourth or 0) - int(first or 0)
    scene.report.add("film strip by arrow keys", "3 steps on", f"{moved} steps on", moved == 3 and steps > 4)


def stop(scene: Scene) -> None:
    """Stop in the middle keeps the last preview and leaves the studio usable."""
    visitor = scene.visitor()
    visitor.choose_long_painting(LONG_RUN_STEPS)
    visitor.generate()
    visitor.wait_for_step(3)
    visitor.shoot(scene.shots / "desktop-running.png")
    visitor.page.get_by_role("button", name="Stop", exact=True).click()
    state = visitor.wait_for_state("stopped", "done", "failed")
    step = int(visitor.told("step"))
    scene.report.add(
        "Stop in the middle", "stopped, not all steps", f"{state} at step {step}", state == "stopped" and step < 100
    )
    visitor.set("Steps", 4)
    visitor.page.wait_for_timeout(500)
    visitor.generate()
    state = visitor.wait_for_state("done", "failed")
    scene.report.add("the next run after Stop", "done", state, state == "done")
    close(scene, visitor, "stop")


def reload(scene: Scene) -> None:
    """A reload in the middle finds its run again and shows all of it."""
    visitor = scene.visitor()
    visitor.choose_long_painting(LONG_RUN_STEPS)
    visitor.generate()
    visitor.wait_for_step(5)
    before = int(visitor.told("step"))
    visitor.page.reload()
    visitor.page.get_by_test_id("stage").wait_for()
    visitor.wait_for_state("running", "done")
    visitor.complaints.clear()  # a reload cuts the old page's event stream, and gradio says so while it goes
    state = visitor.wait_for_state("done", "failed", "stopped", timeout_s=300)
    filled = visitor.page.locator(".em-cell").count()
    ok = state == "done" and int(visitor.told("step")) == LONG_RUN_STEPS
    scene.report.add(
        "reload in the middle", "goes on and is done", f"at step {before}, then {state}, {filled} frames", ok
    )
    close(scene, visitor, "reload")


def photo(scene: Scene) -> None:
    """A photo is dropped in, a style chosen, the strength set, and it is repainted."""
    visitor = scene.visitor()
    page = visitor.page
    page.get_by_text("My picture", exact=True).click()
    page.get_by_label("Photo", exact=True).first.set_input_files(scene.photo)
    page.get_by_role("radio", name="Sega-style mascot").click()
    page.wait_for_timeout(1500)
    visitor.set("Strength", 0.7)
    page.wait_for_timeout(2500)
    survives = page.locator("#survives img").is_visible()
    scene.report.add("what survives of the photo", "shown at once", "shown" if survives else "not shown", survives)
    visitor.generate()
    state = visitor.wait_for_state("done", "failed", "stopped")
    steps = int(visitor.told("steps"))
    seen = visitor.seen()["steps"]
    scene.report.add(
        "photo restyled",
        "done, every step seen",
        f"{state}, {len(set(seen))} of {steps}",
        (state, len(set(seen))) == ("done", steps),
    )
    visitor.shoot(scene.shots / "desktop-photo.png")
    close(scene, visitor, "photo")


def bad_photo(scene: Scene) -> None:
    """A file that is no picture is refused with the reason, and the page goes on working."""
    visitor = scene.visitor()
    visitor.page.get_by_text("My picture", exact=True).click()
    wrong = scene.photo.with_name("drawing.png")
    wrong.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    visitor.page.get_by_label("Photo", exact=True).first.set_input_files(wrong)
    told = visitor.page.get_by_text("not a readable photo").first
    told.wait_for(timeout=20_000)
    scene.report.add(
        "a file that is no picture", "refused with the reason", told.inner_text()[:60], "SVG" in told.inner_text()
    )
    visitor.context.close()


def save_preset(scene: Scene, name: str) -> None:
    """The settings are kept as a preset."""
    visitor = scene.visitor()
    visitor.set("Guidance scale", 9)
    visitor.set("Steps", 7)
    visitor.page.get_by_role("textbox", name="Preset name").fill(name)
    visitor.page.get_by_role("button", name="Save preset", exact=True).click()
    visitor.page.get_by_role("radio", name=name).wait_for(timeout=20_000)
    scene.report.add("preset saved", "its card appears", "yes", True)
    visitor.context.close()


def find_preset(scene: Scene, name: str) -> None:
    """After a restart of the server the preset is there and sets what it kept."""
    visitor = scene.visitor()
    visitor.page.get_by_role("radio", name=name).click()
    steps = visitor.page.get_by_label("number input for Steps")
    visitor.page.wait_for_timeout(2000)
    guidance = visitor.page.get_by_label("number input for Guidance scale").input_value()
    ok = (steps.input_value(), float(guidance)) == ("7", 9.0)
    scene.report.add(
        "preset after a restart", "guidance 9, 7 steps", f"guidance {guidance}, {steps.input_value()} steps", ok
    )
    visitor.shoot(scene.shots / "desktop-preset.png")
    visitor.context.close()


def look(scene: Scene) -> None:
    """The finished picture on a phone and in the dark."""
    for name, how in (
        ("phone", {"viewport": PHONE, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}),
        ("dark", {"color_scheme": "dark"}),
        ("phone-dark", {"viewport": PHONE, "device_scale_factor": 2, "is_mobile": True, "color_scheme": "dark"}),
    ):
        visitor = scene.visitor(**how)
        visitor.page.get_by_role("textbox", name="Prompt", exact=True).fill(PROMPT)
        visitor.generate()
        visitor.wait_for_state("done", "failed")
        wide = visitor.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        scene.report.add(f"{name} layout", "nothing stands out sideways", f"{max(0, wide)} px", wide <= 0)
        visitor.shoot(scene.shots / f"{name}-done.png")
        visitor.context.close()


def close(scene: Scene, visitor: Visitor, journey: str) -> None:
    strangers, complaints = visitor.strangers, visitor.complaints
    scene.report.add(f"{journey}: requests elsewhere", "none", ", ".join(strangers[:3]) or "none", not strangers)
    scene.report.add(f"{journey}: errors in the console", "none", "; ".join(complaints[:3]) or "none", not complaints)
    visitor.context.close()
