"""/batches/<token>.zip: what came of many photos."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from ui.painting.batch_folder import archive_of
from ui.web.responses import ASK_AGAIN, not_found


def batch_routes(batches_dir: Path) -> APIRouter:
    """/batches/<token>.zip: the pictures of a batch of photos and its report."""
    router = APIRouter(prefix="/batches")

    @router.get("/{token}.zip")
    async def archive(token: str, settings: int = 1) -> Response:
        found = await run_in_threadpool(archive_of, batches_dir, token, with_settings=bool(settings))
        return not_found() if found is None else Response(found, media_type="application/zip", headers=ASK_AGAIN)

    return router
