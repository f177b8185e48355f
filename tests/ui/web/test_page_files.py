"""What of the folder of the page a browser may have."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.web.responses import BROWSER_SUFFIXES, UI, PageFiles, page_folders


@pytest.fixture(scope="module")
def page() -> TestClient:
    app = FastAPI()
    for address, folder in page_folders().items():
        app.mount(address, PageFiles(directory=folder))
    return TestClient(app)


def test_scripts_and_fonts_are_served_and_asked_for_anew(page: TestClient) -> None:
    for address in ("/ui/stage/stage.js", "/ui/look/fonts/instrument-sans-latin-wght-normal.woff2"):
        answer = page.get(address)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


def test_nothing_else_that_lies_there_is_read_from_outside(page: TestClient) -> None:
    """/finish/forms.py could be."""
    others = [path for path in UI.rglob("*") if path.is_file() and path.suffix not in BROWSER_SUFFIXES]
    assert {".py", ".html"} <= {path.suffix for path in others}
    addresses = [f"/ui/{path.relative_to(UI).as_posix()}" for path in others]
    addresses += ["/ui/stage", "/ui/", "/ui/../app.py", "/ui/%2e%2e/app.py", "/thumbnails/../../README.md"]
    assert {page.get(address).status_code for address in addresses} == {404}


def test_what_is_served_are_files_of_this_project() -> None:
    root = Path(__file__).resolve().parents[3]
    assert all(folder.is_relative_to(root) for folder in page_folders().values())
