"""Our own routes beside Gradio's: frames, finished pictures, health, and the page's files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from pipeline.engine.job import Job
from pipeline.engine.studio import Studio
from pipeline.metadata.without_settings import plain_png
from pipeline.run.run import VIEWS, Run, encode_jpeg
from ui.painting.batch_folder import archive_of
from ui.render import render_status
from ui.settings import ASSETS
from ui.stage.saved_runs import Library
from ui.styles.import_export import export
from ui.styles.styles import Shelf
from ui.web.zip_stream import zip_of

UI = Path(__file__).resolve().parents[1]
BROWSER_SUFFIXES = {".js", ".css", ".svg", ".woff2", ".webp", ".jpg", ".png"}
# A frame of a job never changes under one address: where a better one has been made, the page asks by another.
KEEP = {"Cache-Control": "private, max-age=86400, immutable"}
ASK_AGAIN = {"Cache-Control": "no-store"}
REVALIDATE = {"Cache-Control": "no-cache"}


def frame_routes(studio: Studio, library: Library) -> APIRouter:
    """/frames/<job>/<view>/<n>.jpg and what else belongs to one job. Knowing its id is the right to look.

    settings=0 of finished pictures: none of the settings inside.
    """
    router = APIRouter(prefix="/frames")

    @router.get("/{job_id}/{view}/{index}.jpg")
    async def frame(job_id: str, view: str, index: int, image: int = 0) -> Response:
        run = _run(studio, library, job_id)
        if run is None or view not in VIEWS:
            return _nothing()
        jpeg = await run_in_threadpool(run.frame, view, index, image)
        return _nothing() if jpeg is None else Response(jpeg, media_type="image/jpeg", headers=KEEP)

    @router.get("/{job_id}/result.png")
    async def result(job_id: str, image: int = 0, settings: int = 1) -> Response:
        png = await run_in_threadpool(_result, studio, library, job_id, image, with_settings=bool(settings))
        return _nothing() if png is None else Response(png, media_type="image/png", headers=KEEP)

    @router.get("/{job_id}/results.zip")
    async def results(job_id: str, settings: int = 1) -> Response:
        archive = await run_in_threadpool(_archive, studio, job_id, with_settings=bool(settings))
        return _nothing() if archive is None else Response(archive, media_type="application/zip", headers=KEEP)

    @router.get("/{job_id}/photo.jpg")
    async def photo(job_id: str) -> Response:
        job = studio.job(job_id)
        if job is None or job.request.photo is None:
            return _nothing()
        return Response(await run_in_threadpool(encode_jpeg, job.request.photo), media_type="image/jpeg", headers=KEEP)

    @router.get("/{job_id}/status.json")
    async def status(job_id: str) -> Response:
        job = studio.job(job_id)
        if job is None:
            return _nothing()
        full = 0 if job.run is None else job.run.full_frames
        return JSONResponse({**render_status(job.status()), "full_frames": full}, headers=ASK_AGAIN)

    return router


def health_routes(studio: Studio) -> APIRouter:
    """/healthz: the process answers. /readyz: the model can paint."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"state": "up"}

    @router.get("/readyz")
    async def readyz() -> Response:
        readiness = studio.readiness
        told = {"state": readiness.state, "model": readiness.model, "message": readiness.message}
        return JSONResponse(told, status_code=200 if readiness.state == "ready" else 503, headers=ASK_AGAIN)

    return router


def preset_routes(shelf: Shelf) -> APIRouter:
    """/export/styles.<format>?key=...: styles as a file to keep or to give away. /cards/<key>.jpg: a painted card."""
    router = APIRouter()

    @router.get("/export/styles.{kind}")
    async def exported(kind: str, key: Annotated[list[str] | None, Query()] = None) -> Response:
        found = await run_in_threadpool(export, shelf, kind, key or [])
        if found is None:
            return _nothing()
        content, media, name = found
        headers = {"Content-Disposition": f'attachment; filename="{name}"', **ASK_AGAIN}
        return Response(content, media_type=media, headers=headers)

    @router.get("/cards/{key}.jpg")
    async def card(key: str) -> Response:
        jpeg = await run_in_threadpool(shelf.thumbnail, key)
        return _nothing() if jpeg is None else Response(jpeg, media_type="image/jpeg", headers=KEEP)

    return router


def batch_routes(batches_dir: Path) -> APIRouter:
    """/batches/<token>.zip: the pictures of a batch of photos and its report."""
    router = APIRouter(prefix="/batches")

    @router.get("/{token}.zip")
    async def archive(token: str, settings: int = 1) -> Response:
        found = await run_in_threadpool(archive_of, batches_dir, token, with_settings=bool(settings))
        return _nothing() if found is None else Response(found, media_type="application/zip", headers=ASK_AGAIN)

    return router


class PageFiles(StaticFiles):
    """Files of the page: the browser asks each time whether they changed, so an update is seen at once.

    By suffix: the modules of Python that lie beside them are nobody's business.
    """

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        return super().lookup_path(path) if Path(path).suffix in BROWSER_SUFFIXES else ("", None)

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers.update(REVALIDATE)
        return response


def page_folders() -> dict[str, Path]:
    """Which folders are served, by their address. They hold files of this project and nothing else."""
    folders = {"/ui": UI, "/thumbnails": ASSETS / "thumbnails"}
    return {address: folder for address, folder in folders.items() if folder.is_dir()}


def _run(studio: Studio, library: Library, job_id: str) -> Run | None:
    job = studio.job(job_id)
    return library.run(job_id) if job is None else job.run


def _result(studio: Studio, library: Library, job_id: str, image: int, *, with_settings: bool) -> bytes | None:
    png = _whole_result(studio, library, job_id, image)
    return png if png is None or with_settings else plain_png(png)


def _whole_result(studio: Studio, library: Library, job_id: str, image: int) -> bytes | None:
    job: Job | None = studio.job(job_id)
    if job is not None:
        try:
            return job.result_png(image)
        except LookupError:
            return None
    run = library.run(job_id)
    if run is None or not 0 <= image < len(run.images):
        return None
    from pipeline.metadata.picture_files import png_with_settings

    return png_with_settings(run.images[image], run.settings, image)


def _archive(studio: Studio, job_id: str, *, with_settings: bool) -> bytes | None:
    """All finished pictures of a job, named by their seeds."""
    from pipeline.metadata.picture_files import file_stem

    job = studio.job(job_id)
    if job is None or job.finished is None:
        return None
    stems = [file_stem(job.finished.run.settings, image) for image in range(len(job.finished.images))]
    pngs = ((f"{stem}.png", job.result_png(image)) for image, stem in enumerate(stems))
    return b"".join(zip_of((name, png if with_settings else plain_png(png)) for name, png in pngs))


def _nothing() -> Response:
    return Response(status_code=404, headers=ASK_AGAIN)
