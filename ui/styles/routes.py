"""Styles as files, and the pictures painted on their cards."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from ui.styles.import_export import export
from ui.styles.styles import Styles
from ui.web.responses import ASK_AGAIN, KEEP, not_found


def preset_routes(styles: Styles) -> APIRouter:
    """/export/styles.<format>?key=...: styles as a file to keep or to give away. /cards/<key>.jpg: a painted card."""
    router = APIRouter()

    @router.get("/export/styles.{kind}")
    async def exported(kind: str, key: Annotated[list[str] | None, Query()] = None) -> Response:
        found = await run_in_threadpool(export, styles, kind, key or [])
        if found is None:
            return not_found()
        content, media, name = found
        headers = {"Content-Disposition": f'attachment; filename="{name}"', **ASK_AGAIN}
        return Response(content, media_type=media, headers=headers)

    @router.get("/cards/{key}.jpg")
    async def card(key: str) -> Response:
        jpeg = await run_in_threadpool(styles.thumbnail, key)
        return not_found() if jpeg is None else Response(jpeg, media_type="image/jpeg", headers=KEEP)

    return router
