"""The film of a painting, made on request: /frames/<job>/emergence.<ending>, and how far that is."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from pipeline.errors import InvalidRequest
from pipeline.film.film import MEDIA_TYPES, Film, FilmStyle, film_of
from pipeline.run.run import Run
from ui.stage.saved_runs import SavedRuns
from ui.web.responses import ASK_AGAIN

FONT = Path(__file__).resolve().parents[1] / "look" / "fonts" / "instrument-sans-latin-wght-normal.woff2"
TOLD = "X-Emerge-Film"


class FilmMaker:
    """Makes one film at a time: painting comes first, and a film takes a core for a second or more."""

    def __init__(self, engine: Any, saved_runs: SavedRuns) -> None:
        self._studio = engine
        self._saved_runs = saved_runs
        self._one = asyncio.Semaphore(1)
        self._progress: dict[str, tuple[int, int]] = {}

    async def film(self, job_id: str, ending: str, asked: dict[str, str], request: Request) -> Response:
        """The file, or a sentence with status 400 or 404."""
        run = await run_in_threadpool(self.run, job_id)
        if run is None or ending not in MEDIA_TYPES:
            return _sorry("This painting is no longer here.", 404)
        ticket = f"{job_id}?{request.query_params}"
        try:
            style = style_in(ending, asked)
            image = image_in(asked.get("image"), run)
            async with self._one:
                film = await run_in_threadpool(self._make, run, style, image, ticket)
        except InvalidRequest as error:
            return _sorry(str(error), 400)
        finally:
            self._progress.pop(ticket, None)
        about = {name: value for name, value in asdict(film).items() if name != "data"}
        headers = {TOLD: json.dumps(about), **ASK_AGAIN}
        return Response(film.data, media_type=MEDIA_TYPES[ending], headers=headers)

    def _make(self, run: Run, style: FilmStyle, image: int | None, ticket: str) -> Film:
        def told(done: int, count: int) -> None:
            self._progress[ticket] = (done, count)

        return film_of(run, style, image=image, font=FONT, on_progress=told)

    def progress(self, job_id: str, request: Request) -> dict[str, int]:
        """Frames drawn so far, for the very same query; 0 of 0 while it waits."""
        done, count = self._progress.get(f"{job_id}?{request.query_params}", (0, 0))
        return {"done": done, "count": count}

    def run(self, job_id: str) -> Run | None:
        """The run of a job, an example or a kept one."""
        job = self._studio.job(job_id)
        return self._saved_runs.run(job_id) if job is None else job.run


def film_routes(maker: FilmMaker) -> APIRouter:
    """Query: image (left out: all in a grid), pace and hold in ms, caption and settings 0 or 1, side in px."""
    router = APIRouter(prefix="/frames")

    @router.get("/{job_id}/emergence.json")
    async def progress(job_id: str, request: Request) -> Response:
        return JSONResponse(maker.progress(job_id, request), headers=ASK_AGAIN)

    @router.get("/{job_id}/emergence.{ending}")
    async def film(job_id: str, ending: str, request: Request) -> Response:
        return await maker.film(job_id, ending, dict(request.query_params), request)

    return router


def style_in(ending: str, asked: dict[str, str]) -> FilmStyle:
    """The style that a query asks for. Raises `InvalidRequest`."""
    fields: dict[str, Any] = {"format": ending, "caption": asked.get("caption", "1") != "0"}
    fields["settings_inside"] = asked.get("settings", "1") != "0"
    for name, field in (("pace", "pace_ms"), ("hold", "hold_ms"), ("side", "side_px")):
        if asked.get(name):
            fields[field] = _whole(name.capitalize(), asked[name])
    return FilmStyle(**fields)


def image_in(asked: str | None, run: Run) -> int | None:
    """The picture that is meant; None for all of several."""
    if asked:
        return _whole("Picture", asked)
    return None if run.num_images > 1 else 0


def _whole(field: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 9:
        return int(text)
    raise InvalidRequest(field, f"got {text[:20]!r}, allowed is a whole number.")


def _sorry(sentence: str, code: int) -> Response:
    return JSONResponse({"error": sentence}, status_code=code, headers=ASK_AGAIN)
