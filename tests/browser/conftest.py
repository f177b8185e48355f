"""One server and one Chromium for all tests of this folder, gone when they are over: while Playwright is started,
its event loop runs in this thread, and no other test could start one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.house import House
from tests.browser.visitor import Visitor
from tests.tiny import save_model

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
]


# A machine that also trains or tests something else is slow, and no test here is about speed.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def model() -> Path:
    """The built-in one: a tiny random model is through before a person could press Stop."""
    return Path(__file__).resolve().parents[2] / "assets" / "models" / "mau"


@pytest.fixture(scope="package")
def house(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """With a second model in its menu, "tiny", which paints 64 px."""
    data_dir = tmp_path_factory.mktemp("house") / "data"
    save_model(data_dir / "models" / "tiny")
    running = House(model, data_dir)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


@pytest.fixture
def visitor(browser: Browser, house: House) -> Iterator[Visitor]:
    """Somebody with a browser of their own, who may not have been shown anything from elsewhere, nor any error."""
    somebody = Visitor(browser, house.url)
    somebody.open()
    yield somebody
    somebody.close()
    assert somebody.strangers == []
    assert somebody.complaints == []
