"""`make accept`: HEAD in an empty folder, the two commands, the journeys in Chromium, and a table.

`--here` takes the working tree and its .venv instead of a fresh clone: faster, and no proof of what is committed.
`--only many --only vary` drives these journeys alone, by the names of their functions.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.accept import finishing, journeys, keeping, making, programs, walk
from tests.accept.browser import chromium
from tests.accept.house import House, clone, install
from tests.accept.journeys import Scene
from tests.accept.report import Report
from tests.accept.styles import styles

ROOT = Path(__file__).parents[2]
ANSWERS_S, READY_S = 5.0, 15.0


def main() -> int:
    """0 where everything is met."""
    parser = argparse.ArgumentParser(prog="make accept ARGS=...", description=__doc__)
    parser.add_argument("--here", action="store_true", help="drive the working tree instead of a fresh clone")
    parser.add_argument("--flags", default="", help="more flags for the studio, such as --model FOLDER")
    parser.add_argument("--only", action="append", default=[], help="a journey to drive, instead of all of them")
    flags = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="emerge-accept-", ignore_cleanup_errors=True) as scratch:
        folder = ROOT if flags.here else _fresh(Path(scratch) / "emerge", report)
        house = House(folder, Path(scratch), flags.flags)
        try:
            _live_in(house, Path(scratch), report, tuple(flags.only))
        finally:
            house.stop()
    report.save(ROOT / "build" / "accept.json")
    print("\n" + report.table())
    return 0 if report.met else 1


def _fresh(folder: Path, report: Report) -> Path:
    clone(ROOT, folder)
    report.add("make install in a fresh clone", "works", f"{install(folder):.0f} s", True)
    return folder


def _live_in(house: House, scratch: Path, report: Report, only: tuple[str, ...]) -> None:
    """The studio, started twice, with everything that people and programs do in it."""
    _start(house, report, again=False)
    with chromium() as browser:
        scene = Scene(
            house=house,
            browser=browser,
            report=report,
            shots=ROOT / "build" / "shots",
            photo=_photo(house.folder, scratch),
            only=only,
        )
        for journey in (
            journeys.paint,
            journeys.stop,
            journeys.reload,
            journeys.photo,
            journeys.bad_photo,
            finishing.finish,
            journeys.look,
            keeping.keep,
            walk.walk,
            making.many,
            making.foreign,
            making.vary,
            making.export,
        ):
            _guarded(scene, journey.__name__, journey)
        _guarded(scene, "save preset", lambda scene: journeys.save_preset(scene, "Evening ink"))
        _guarded(scene, "styles", styles)
        _guarded(scene, "programs", lambda scene: programs.call(house.url, report))
        report.add("Ctrl+C ends it", "within 10 s", f"{(took := house.stop()):.1f} s", took <= 10)
        _start(house, report, again=True)
        _guarded(scene, "find preset", lambda scene: journeys.find_preset(scene, "Evening ink"))
        _guarded(scene, "find kept", keeping.find_kept)
        _guarded(scene, "walk back", walk.walk_back)
    attempts = house.attempts()
    report.add(
        "the process's reach outside", "no look-up, no connection", "; ".join(attempts[:3]) or "none", not attempts
    )


def _start(house: House, report: Report, *, again: bool) -> None:
    """Starts and measures. The first start after an install reads every file anew, so only the second is bounded."""
    started = house.start()
    when, goals = ("make run again", (ANSWERS_S, READY_S)) if again else ("first make run", (None, None))
    for what, took_s, goal_s in zip(
        ("the page answers", "ready to paint"), (started.answers_s, started.ready_s), goals, strict=True
    ):
        goal = "reported" if goal_s is None else f"within {goal_s:g} s"
        report.add(f"{when}: {what}", goal, f"{took_s:.1f} s", goal_s is None or took_s <= goal_s)
    told = "oading" in started.first_words or '"ready"' in started.first_words
    report.add(f"{when}: what it says meanwhile", "loading the model", "says so" if told else started.first_words, told)


def _photo(folder: Path, scratch: Path) -> Path:
    """The sample cat as a camera would give it: a JPEG, lying on its side by its EXIF orientation."""
    path = scratch / "cat.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(folder / "assets" / "sample-cat.png") as cat:
        cat.convert("RGB").transpose(Image.Transpose.ROTATE_90).save(path, quality=92, exif=exif)
    return path


def _guarded(scene: Scene, name: str, journey: Callable[[Scene], None]) -> None:
    """A journey that breaks is a row that is not met, with a picture of where it stood."""
    if scene.only and name not in scene.only:
        return
    try:
        journey(scene)
    except Exception as error:
        for context in scene.browser.contexts:
            for page in context.pages:
                page.screenshot(path=scene.shots / f"broken-{name.replace(' ', '-')}.png", full_page=True)
            context.close()
        scene.report.add(
            f"journey: {name}", "works", f"{type(error).__name__}: {str(error).splitlines()[0][:90]}", False
        )


if __name__ == "__main__":
    sys.exit(main())
