"""The film of a painting, made on request: /frames/<job>/emergence.<ending>, and how far that is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from pipeline.engine.protocol import Engine
from pipeline.errors import InvalidRequest
from pipeline.film.film import Film, FilmStyle, film_of
from pipeline.film.formats import FILM_FORMATS
from pipeline.run.run import Run
from ui.stage.saved_runs import SavedRuns
from ui.web.responses import ASK_AGAIN

FONT = Path(__file__).resolve().parents[1] / "look" / "fonts" / "instrument-sans-latin-wght-normal.woff2"
FILM_HEADER = "X-Emerge-Film"  # what the film is, beside its bytes


class FilmMaker:
    """Makes one film at a time: painting comes first, and a film takes a core for a second or more."""

    def __init__(self, engine: Engine, saved_runs: SavedRuns) -> None:
        self._engine = engine
        self._saved_runs = saved_runs
        self._one_at_a_time = asyncio.Semaphore(1)
        self._progress: dict[str, tuple[int, int]] = {}

    async def film(self, job_id: str, ending: str, request: Request) -> Response:
        """The file, or a sentence with status 400 or 404."""
        run = await run_in_threadpool(self.run, job_id)
        if run is None or ending not in FILM_FORMATS:
            return _refuse("This painting is no longer here.", 404)
        query = request.query_params
        ticket = f"{job_id}?{query}"
        try:
            style = style_in(ending, query)
            image = image_in(query.get("image"), run)
            async with self._one_at_a_time:
                film = await run_in_threadpool(self._make, run, style, image, ticket)
        except InvalidRequest as error:
            return _refuse(str(error), 400)
        finally:
            self._progress.pop(ticket, None)
        about = {name: value for name, value in asdict(film).items() if name != "data"}
        headers = {FILM_HEADER: json.dumps(about), **ASK_AGAIN}
        return Response(film.data, media_type=FILM_FORMATS[ending].media_type, headers=headers)

    def _make(self, run: Run, style: FilmStyle, image: int | None, ticket: str) -> Film:
        def report(done: int, count: int) -> None:
            self._progress[ticket] = (done, count)

        return film_of(run, style, image=image, font=FONT, on_progress=report)

    def progress(self, job_id: str, request: Request) -> dict[str, int]:
        """Frames drawn so far, for the very same query; 0 of 0 while it waits."""
        done, count = self._progress.get(f"{job_id}?{request.query_params}", (0, 0))
        return {"done": done, "count": count}

    def run(self, job_id: str) -> Run | None:
        """The run of a job, an example or a kept one."""
        job = self._engine.job(job_id)
        return self._saved_runs.run(job_id) if job is None else job.run


def film_routes(maker: FilmMaker) -> APIRouter:
    """Query: image (left out: all in a grid), pace and hold in ms, caption and settings 0 or 1, side in px."""
    router = APIRouter(prefix="/frames")

    @router.get("/{job_id}/emergence.json")
    async def progress(job_id: str, request: Request) -> Response:
        return JSONResponse(maker.progress(job_id, request), headers=ASK_AGAIN)

    @router.get("/{job_id}/emergence.{ending}")
    async def film(job_id: str, ending: str, request: Request) -> Response:
        return await maker.film(job_id, ending, request)

    return router


def style_in(ending: str, query: Mapping[str, str]) -> FilmStyle:
    """The style that a query asks for; `ending` is a key of `FILM_FORMATS`. Raises `InvalidRequest`."""
    return FilmStyle(
        format=ending,
        pace_ms=_whole("Pace", query.get("pace") or str(FilmStyle.pace_ms)),
        hold_ms=_whole("Hold", query.get("hold") or str(FilmStyle.hold_ms)),
        side_px=_whole("Side", query["side"]) if query.get("side") else None,
        caption=query.get("caption", "1") != "0",
        settings_inside=query.get("settings", "1") != "0",
    )


def image_in(number: str | None, run: Run) -> int | None:
    """The picture that is meant; None for all of several."""
    if number:
        return _whole("Picture", number)
    return None if run.num_images > 1 else 0


def _whole(field: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 9:
        return int(text)
    raise InvalidRequest(field, f"got {text[:20]!r}, allowed is a whole number.")


def _refuse(sentence: str, code: int) -> Response:
    return JSONResponse({"error": sentence}, status_code=code, headers=ASK_AGAIN)
