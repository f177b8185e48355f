"""Runs the tests of the page's scripts: *.test.js beside this, in Chromium. The files come from the disk by a route of
Playwright, so no server runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[2]
ORIGIN = "http://emerge.localhost"
FILES = sorted(path.name for path in FOLDER.glob("*.test.js"))
RUN = """async ([file, sentence]) => {
  const folder = new URL("tests/browser/scripts/", document.baseURI);
  await import(new URL(file, folder));
  const { run } = await import(new URL("testing.js", folder));
  return run(sentence);
}"""


def sentences(name: str) -> list[str]:
    return re.findall(r'^test\("(.+)", ', (FOLDER / name).read_text(encoding="utf-8"), re.M)


def _from_disk(route: Route) -> None:
    path = ROOT / route.request.url.removeprefix(f"{ORIGIN}/").partition("?")[0]
    if path.suffix == ".js" and path.is_file():
        route.fulfill(path=path, content_type="text/javascript")
    else:
        route.fulfill(status=200 if path == ROOT else 404, content_type="text/html", body="<!doctype html><body>")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.route(f"{ORIGIN}/**", _from_disk)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("name", "sentence"), [(name, each) for name in FILES for each in sentences(name)])
def test_script(page: Page, name: str, sentence: str) -> None:
    page.goto(f"{ORIGIN}/")
    assert page.evaluate(RUN, [name, sentence]) == sentences(name)
