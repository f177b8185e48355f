"""What our routes answer with: headers for caches, files of the page by suffix, and nothing."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any, TypeAlias

from fastapi import Response
from fastapi.staticfiles import StaticFiles
from starlette.staticfiles import PathLike
from starlette.types import Scope

from ui.settings import ASSETS

UI = Path(__file__).resolve().parents[1]
BROWSER_SUFFIXES = {".js", ".css", ".svg", ".woff2", ".webp", ".jpg", ".png"}
# A frame of a job never changes under one address: where a better one has been made, the page asks by another.
KEEP = {"Cache-Control": "private, max-age=86400, immutable"}
ASK_AGAIN = {"Cache-Control": "no-store"}
REVALIDATE = {"Cache-Control": "no-cache"}
# What goes to the browser's scripts, or comes from them and has been checked: its values are of all kinds.
Json: TypeAlias = dict[str, Any]


class PageFiles(StaticFiles):
    """Files of the page: the browser asks each time whether they changed, so an update is seen at once.

    By suffix: the modules of Python that lie beside them are nobody's business.
    """

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        return super().lookup_path(path) if Path(path).suffix in BROWSER_SUFFIXES else ("", None)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(REVALIDATE)
        return response


def page_folders() -> dict[str, Path]:
    """Which folders are served, by their address. They hold files of this project and nothing else."""
    folders = {"/ui": UI, "/thumbnails": ASSETS / "thumbnails"}
    return {address: folder for address, folder in folders.items() if folder.is_dir()}


def not_found() -> Response:
    """404, asked for anew the next time."""
    return Response(status_code=404, headers=ASK_AGAIN)


def data_url(jpeg: bytes) -> str:
    """A JPEG as an address that holds it."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
