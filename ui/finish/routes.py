"""/frames/<job>/finish.webp and what else belongs to finishing. Knowing a job's id is the right to look."""

from __future__ import annotations

from collections.abc import Generator

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from pipeline.errors import InvalidRequest
from pipeline.finish import Finish, parse_finish
from ui.finish.finisher import Finisher, finish_fields
from ui.web.responses import ASK_AGAIN, KEEP, not_found


def finish_routes(finisher: Finisher) -> APIRouter:
    """Previews and files of finished pictures; the wishes stand in the query, see `pipeline.finish.parse_finish`."""
    router = APIRouter(prefix="/frames")

    @router.get("/{job_id}/finish.json")
    async def facts(job_id: str, image: int = 0) -> Response:
        found = await run_in_threadpool(finisher.facts, job_id, image)
        return not_found() if found is None else JSONResponse(found, headers=KEEP)

    @router.get("/{job_id}/finish.webp")
    async def preview(request: Request, job_id: str, image: int = 0) -> Response:
        try:
            wish = await run_in_threadpool(_wish, request)
        except InvalidRequest as error:
            # No error status: browsers write one into their console for every key that is pressed on the way.
            return JSONResponse(_naming(error), headers=ASK_AGAIN)
        found = await run_in_threadpool(finisher.preview, job_id, image, wish)
        if found is None:
            return not_found()
        where = ",".join(f"{share:.4f}" for share in found.lettering)
        return Response(found.webp, media_type="image/webp", headers={**KEEP, "X-Lettering": where})

    @router.get("/{job_id}/upscale")
    async def upscale(request: Request, job_id: str, image: int = 0) -> Response:
        try:
            wish = await run_in_threadpool(_wish, request)
            steps = await run_in_threadpool(finisher.upscaling, job_id, image, wish.upscale)
        except InvalidRequest as error:
            return JSONResponse(_naming(error), headers=ASK_AGAIN)
        if steps is None:
            return not_found()
        return _Upscaling(steps)

    @router.get("/{job_id}/finished-{kind}")
    async def file(request: Request, job_id: str, kind: str, image: int = 0, settings: int = 1) -> Response:
        try:
            wish = await run_in_threadpool(_wish, request)
            found = await run_in_threadpool(finisher.file, job_id, image, kind, wish, with_settings=bool(settings))
        except InvalidRequest as error:
            return _refused(error)
        return not_found() if found is None else _attached(*found)

    @router.get("/{job_id}/contact-sheet.pdf")
    async def sheet(request: Request, job_id: str, settings: int = 1) -> Response:
        try:
            wish = await run_in_threadpool(_wish, request)
        except InvalidRequest as error:
            return _refused(error)
        pdf = await run_in_threadpool(finisher.sheet, job_id, wish, with_settings=bool(settings))
        return not_found() if pdf is None else _attached(pdf, "application/pdf", "emerge-contact-sheet.pdf")

    return router


class _Upscaling(StreamingResponse):
    """A line a tile. A client that goes in the middle would keep the lock, so its steps end with the answer."""

    def __init__(self, steps: Generator[tuple[int, int], None, None]) -> None:
        lines = (f"{done} {total}\n" for done, total in steps)
        super().__init__(lines, media_type="text/plain", headers=ASK_AGAIN)
        self._steps = steps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._steps.close()


def _wish(request: Request) -> Finish:
    return parse_finish(finish_fields(request.query_params))


def _naming(error: InvalidRequest) -> dict[str, str]:
    return {"field": error.field, "message": str(error)}


def _refused(error: InvalidRequest) -> Response:
    return JSONResponse(_naming(error), status_code=422, headers=ASK_AGAIN)


def _attached(data: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **ASK_AGAIN}
    return Response(data, media_type=media_type, headers=headers)
