"""/frames: the frames of a run, its finished pictures, its photo and how far it is."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from pipeline.engine.job import Job
from pipeline.engine.protocol import Engine
from pipeline.metadata.without_settings import plain_png
from pipeline.run.run import Run, encode_jpeg
from pipeline.views import VIEWS
from ui.stage.render import render_status
from ui.stage.saved_runs import SavedRuns
from ui.web.responses import ASK_AGAIN, KEEP, not_found
from ui.web.zip_stream import zip_of


def frame_routes(engine: Engine, saved_runs: SavedRuns) -> APIRouter:
    """/frames/<job>/<view>/<n>.jpg and what else belongs to one job. Knowing its id is the right to look.

    settings=0 of finished pictures: none of the settings inside.
    """
    router = APIRouter(prefix="/frames")

    @router.get("/{job_id}/{view}/{index}.jpg")
    async def frame(job_id: str, view: str, index: int, image: int = 0) -> Response:
        run = _run(engine, saved_runs, job_id)
        if run is None or view not in VIEWS:
            return not_found()
        jpeg = await run_in_threadpool(run.frame, view, index, image)
        return not_found() if jpeg is None else Response(jpeg, media_type="image/jpeg", headers=KEEP)

    @router.get("/{job_id}/result.png")
    async def result(job_id: str, image: int = 0, settings: int = 1) -> Response:
        png = await run_in_threadpool(_result, engine, saved_runs, job_id, image, with_settings=bool(settings))
        return not_found() if png is None else Response(png, media_type="image/png", headers=KEEP)

    @router.get("/{job_id}/results.zip")
    async def results(job_id: str, settings: int = 1) -> Response:
        archive = await run_in_threadpool(_archive, engine, job_id, with_settings=bool(settings))
        return not_found() if archive is None else Response(archive, media_type="application/zip", headers=KEEP)

    @router.get("/{job_id}/photo.jpg")
    async def photo(job_id: str) -> Response:
        job = engine.job(job_id)
        if job is None or job.request.photo is None:
            return not_found()
        return Response(await run_in_threadpool(encode_jpeg, job.request.photo), media_type="image/jpeg", headers=KEEP)

    @router.get("/{job_id}/status.json")
    async def status(job_id: str) -> Response:
        job = engine.job(job_id)
        if job is None:
            return not_found()
        full = 0 if job.run is None else job.run.full_frames
        return JSONResponse({**render_status(job.status()), "full_frames": full}, headers=ASK_AGAIN)

    return router


def _run(engine: Engine, saved_runs: SavedRuns, job_id: str) -> Run | None:
    job = engine.job(job_id)
    return saved_runs.run(job_id) if job is None else job.run


def _result(engine: Engine, saved_runs: SavedRuns, job_id: str, image: int, *, with_settings: bool) -> bytes | None:
    png = _whole_result(engine, saved_runs, job_id, image)
    return png if png is None or with_settings else plain_png(png)


def _whole_result(engine: Engine, saved_runs: SavedRuns, job_id: str, image: int) -> bytes | None:
    job: Job | None = engine.job(job_id)
    if job is not None:
        try:
            return job.result_png(image)
        except LookupError:
            return None
    run = saved_runs.run(job_id)
    if run is None or not 0 <= image < len(run.images):
        return None
    from pipeline.metadata.picture_files import png_with_settings

    return png_with_settings(run.images[image], run.settings, image)


def _archive(engine: Engine, job_id: str, *, with_settings: bool) -> bytes | None:
    """All finished pictures of a job, named by their seeds."""
    from pipeline.metadata.picture_files import file_stem

    job = engine.job(job_id)
    if job is None or job.finished is None:
        return None
    stems = [file_stem(job.finished.run.settings, image) for image in range(len(job.finished.images))]
    pngs = ((f"{stem}.png", job.result_png(image)) for image, stem in enumerate(stems))
    return b"".join(zip_of((name, png if with_settings else plain_png(png)) for name, png in pngs))
