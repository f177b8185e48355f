"""Three servers and one Chromium for all tests of this folder, gone when they are over: while Playwright is started,
its event loop runs in this thread, and no other test could start one. A start takes longer than most tests do, so a
test that needs a restart restarts the house that it is in."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.history import fill
from tests.browser.finishing import UNTOUCHED, paint_and_open, panel, tab
from tests.browser.house import House
from tests.browser.overheard import overheard
from tests.browser.visitor import Visitor, visiting
from tests.tiny import save_model
from tests.tiny_words import save_language_model

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
]


LONG_AGO = 2_000
# A machine that also trains or tests something else is slow, and no test here is about speed.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def model() -> Path:
    """The built-in one: a tiny random model is through before a person could press Stop."""
    return Path(__file__).resolve().parents[2] / "assets" / "models" / "mau"


@pytest.fixture(scope="package")
def house(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """With a second model in its menu, "tiny", which paints 64 px. Who saves a style here deletes it again."""
    data_dir = tmp_path_factory.mktemp("house") / "data"
    save_model(data_dir / "models" / "tiny")
    yield from _open_house(House(model, data_dir))


@pytest.fixture
def diary(house: House) -> House:
    """The house with nothing in its history, for a test that counts what it paints. What was painted last before comes
    in a moment after it was done."""
    while True:
        time.sleep(1)
        runs = httpx.get(f"{house.url}/history/page.json", params={"limit": 1000}).json()["runs"]
        if not runs:
            return house
        gone = {"do": "delete", "keys": [run["key"] for run in runs]}
        httpx.post(f"{house.url}/history/change.json", json=gone).raise_for_status()


@pytest.fixture(scope="package")
def old_house(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Where thousands of pictures were painted long ago, and styles may stay. Its briefs are made by an instruction
    model, which speaks in tongues."""
    folder = tmp_path_factory.mktemp("old")
    running = House(model, fill(folder / "data", LONG_AGO))
    yield from _open_house(running, "--brief-model", str(save_language_model(folder / "words")))


@pytest.fixture(scope="package")
def quiet_house(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Which keeps no history, and where hundreds of styles may come in."""
    yield from _open_house(House(model, tmp_path_factory.mktemp("quiet") / "data"), "--no-history")


def _open_house(house: House, *flags: str) -> Iterator[House]:
    house.start(*flags)
    yield house
    house.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            if isinstance(value, Visitor) and (lines := overheard(value.page)):
                report.sections.append((f"what the page of `{name}` asked and was told last", lines))
    return report


@pytest.fixture
def visitor(browser: Browser, house: House) -> Iterator[Visitor]:
    """Somebody who just came in."""
    with visiting(browser, house.url) as somebody:
        yield somebody


@pytest.fixture(scope="module")
def maker_at_work(browser: Browser, house: House) -> Iterator[Visitor]:
    with visiting(browser, house.url) as somebody:
        paint_and_open(somebody)
        yield somebody


@pytest.fixture
def maker(maker_at_work: Visitor) -> Visitor:
    """Somebody with a finished picture, and the Finish panel as it is at first. Tests of one file share the picture."""
    panel(maker_at_work).get_by_role("button", name="Reset", exact=True).click()
    expect(panel(maker_at_work)).to_have_attribute("data-shown", UNTOUCHED)
    tab(maker_at_work, "Colour")
    return maker_at_work
