"""/history: pages of kept runs as JSON, their pictures, and what a person does with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeAlias

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from pipeline.checks import shown
from pipeline.errors import GenerationError, InvalidRequest
from pipeline.metadata.picture_files import file_stem, settings_of_picture
from pipeline.metadata.without_settings import plain_png
from presets.history.disk_use import MB
from presets.history.files import KEY
from presets.history.history import PAGE, History, Wanted
from presets.history.keeper import PHOTOS, STEPS, Keeper
from presets.history.rows import Kept
from ui.examples import example_facts
from ui.messages import printable, sentence
from ui.restore.history_photo import framed_photo, is_masked
from ui.stage.render import setting_facts
from ui.web.responses import ASK_AGAIN, KEEP, Json
from ui.web.zip_stream import zip_of

Query: TypeAlias = Mapping[str, str]
MAX_KEYS = 20_000
MAX_PAGE = 1_000


def history_routes(keeper: Keeper) -> APIRouter:
    """Everybody who reaches the studio shares its history, so no key is a secret."""
    router = APIRouter(prefix="/history")
    history = keeper.history

    @router.get("/page.json")
    async def page(request: Request) -> Response:
        query = request.query_params
        return await _answer(lambda: _page(history, query))

    @router.get("/about.json")
    async def about() -> Response:
        return await _answer(lambda: _about(keeper))

    @router.get("/over.json")
    async def over(limit: str = "") -> Response:
        return await _answer(lambda: {"runs": len(history.over(_limit(limit)))})

    @router.post("/change.json")
    async def change(request: Request) -> Response:
        body = await _body(request)
        return await _answer(lambda: _change(history, body))

    @router.get("/pictures.zip")
    async def archive(request: Request, settings: int = 1) -> Response:
        query = request.query_params
        try:
            _chosen(query)
        except InvalidRequest as error:
            return JSONResponse({"error": str(error)}, status_code=400, headers=ASK_AGAIN)
        headers = {"Content-Disposition": 'attachment; filename="emerge-pictures.zip"', **ASK_AGAIN}
        return StreamingResponse(
            zip_of(_pictures(history, _runs(history, query), with_settings=bool(settings))),
            media_type="application/zip",
            headers=headers,
        )

    _add_run_routes(router, history)
    return router


def _add_run_routes(router: APIRouter, history: History) -> None:
    """What belongs to one run."""

    @router.get("/{key}/settings.json")
    async def settings(key: str, image: int = 0) -> Response:
        return await _answer(lambda: _described(history, key, image))

    @router.get("/{key}/thumbnail.webp")
    async def thumbnail(key: str) -> Response:
        return _file(history.files.thumbnail(key), "image/webp")

    @router.get("/{key}/{image}.png")
    async def picture(key: str, image: int, save: str = "", settings: int = 1) -> Response:
        path, name = history.files.picture(key, image), f"emerge-{key}-{image + 1}.png" if save else None
        return _file(path, "image/png", name) if settings else await run_in_threadpool(_bare, path, name)

    @router.get("/{key}/photo.jpg")
    async def photo(key: str, mask: str = "") -> Response:
        jpeg = await run_in_threadpool(framed_photo, history, key, masked=bool(mask))
        return _file(None, "") if jpeg is None else Response(jpeg, media_type="image/jpeg", headers=KEEP)


def _page(history: History, query: Query) -> Json:
    limit = _whole("Page", query["limit"]) if query.get("limit") else PAGE
    found = history.page(_wanted(query), after=query.get("after"), limit=max(1, min(MAX_PAGE, limit)))
    return {"runs": [render_kept(run) for run in found.runs], "after": found.after, "total": found.total}


def render_kept(run: Kept) -> Json:
    """One run of the grid."""
    fields = {
        name: value for name, value in asdict(run).items() if name not in ("bytes", "width_px", "height_px", "photo")
    }
    return {**fields, "prompt": printable(run.prompt), "preset": printable(run.preset)}


def _about(keeper: Keeper) -> Json:
    history = keeper.history
    choices = {"steps": bool(history.choice(STEPS, 0)), "photos": bool(history.choice(PHOTOS, 1))}
    waiting = keeper.waiting  # asked for first: what comes in meanwhile is counted below
    about = {**asdict(history.use()), **history.filters(), **choices}
    return {**about, "waiting": waiting, "notice": keeper.notice or history.notice}


def _change(history: History, body: Json) -> Json:
    """What a person did. Raises `InvalidRequest`."""
    do = body.get("do")
    if do in ("favourite", "ordinary", "delete", "restore"):
        whole = history.in_series(_series(body.get("series", [])))
        keys = list(dict.fromkeys((*_keys(body.get("keys")), *whole)))
        if do in ("delete", "restore"):
            return {"runs": history.delete(keys) if do == "delete" else history.restore(keys), "keys": keys}
        return {"runs": history.set_favourite(keys, do == "favourite"), "keys": keys}
    if do == "limit":
        history.set_limit(_limit(str(body.get("limit"))))
        return {"removed": history.tidy()}
    if do in (STEPS, PHOTOS):
        history.choose(do, int(bool(body.get("on"))))
        return {}
    allowed = "favourite, ordinary, delete, restore, limit, steps, photos"
    raise InvalidRequest("Do", f"got {shown(do)}, allowed are {allowed}.")


def _described(history: History, key: str, image: int) -> Json:
    """All that is known of a run and of one of its pictures; {} where there is none."""
    run, settings = history.find(key), history.settings(key) if KEY.fullmatch(key) else None
    if run is None or settings is None:
        return {}
    varied = settings.get("variation_seed") if settings.get("variation_strength") else None
    settings = settings_of_picture(settings, image)
    original = history.original(key)
    facts = {**example_facts(settings), **_more_facts(run, settings, has_photo=original is not None)}
    facts = {name: _sendable(value) for name, value in facts.items()}
    photo = {"photo": original is not None, "masked": original is not None and is_masked(original[1])}
    # The run's own seeds are those of its first picture; the facts have the seeds of the one that is asked for.
    saved = {"steps": history.files.steps(key), "views": list(history.files.views(key))}
    return {**render_kept(run), "variation_seed": varied, "facts": facts, **saved, **photo}


def _more_facts(run: Kept, settings: Json, *, has_photo: bool) -> Json:
    strength, share = settings.get("strength"), settings.get("share_repainted")
    over = "the photo beside it" if has_photo else "a photo that is not kept"
    varied, end = settings.get("variation_strength"), settings.get("guidance_end")
    more = {
        "Variation": f"{varied:g} towards seed {settings.get('variation_seed')}" if varied else "",
        "Guidance until": f"{end:.0%} of the steps" if end else "",
        "Style": run.preset,
        "Size": f"{run.width_px} × {run.height_px}" if run.width_px else "",
        "Precision": settings.get("precision"),
        "Strength": f"{strength:g}, over {over}" if isinstance(strength, (int, float)) else "",
        "Keep layout": f"{settings['keep_layout']:g}" if settings.get("keep_layout") else "",
        "Repainted": f"{share:.0%} of the photo" if isinstance(share, (int, float)) else "",
    }
    return {**{name: value for name, value in more.items() if value}, **setting_facts(settings)}


def _sendable(value: object) -> object:
    return printable(value) if isinstance(value, str) else value


def _runs(history: History, query: Query) -> Iterator[Kept]:
    """The runs with the keys that were asked for, else all that the filters let through."""
    keys, series = _chosen(query)
    if keys or series:
        for key in dict.fromkeys((*keys, *history.in_series(series))):
            run = history.find(key)
            if run is not None:
                yield run
        return
    after: str | None = None
    while True:
        page = history.page(replace(_wanted(query), grouped=False), after=after)
        yield from page.runs
        after = page.after
        if after is None:
            return


def _pictures(history: History, runs: Iterable[Kept], *, with_settings: bool) -> Iterator[tuple[str, bytes]]:
    """All pictures of these runs by the names that they go out under, with their settings or without any."""
    for run in runs:
        settings = history.settings(run.key) or {"seed": run.seed}
        for image in range(run.num_images):
            path = history.files.picture(run.key, image)
            if path is not None:
                stem = file_stem(settings, image).removeprefix("emerge-")
                png = path.read_bytes()
                yield f"emerge-{run.key[:15]}-{stem}-{run.key[-4:]}.png", png if with_settings else plain_png(png)


def _wanted(query: Query) -> Wanted:
    return Wanted(
        text=query.get("text", ""),
        preset=query.get("preset", ""),
        model=query.get("model", ""),
        favourites=query.get("favourites") == "1",
        series=query.get("series", ""),
        grouped=query.get("grouped") == "1",
    )


def _keys(value: object) -> list[str]:
    """The keys of a request. Raises `InvalidRequest`."""
    if isinstance(value, list) and len(value) <= MAX_KEYS:
        keys = [key for key in value if isinstance(key, str) and KEY.fullmatch(key)]
        if len(keys) == len(value):
            return keys
    raise InvalidRequest("Keys", f"got {shown(value)}, allowed are keys of the history.")


def _series(value: object) -> list[str]:
    """The series of a request. Raises `InvalidRequest`."""
    if isinstance(value, list) and len(value) <= MAX_KEYS and all(isinstance(each, str) for each in value):
        return [printable(each) for each in value]  # which SQLite takes
    raise InvalidRequest("Series", f"got {shown(value)}, allowed are names of series.")


def _chosen(query: Query) -> tuple[list[str], list[str]]:
    """The keys and the whole series that are to be downloaded; without any, all that the filters let through is."""
    keys, series = ([part for part in query.get(name, "").split(",") if part] for name in ("keys", "all_of"))
    return _keys(keys), _series(series)


def _limit(text: str) -> int:
    """Bytes out of a number of MB. Raises `InvalidRequest`."""
    return _whole("Limit", text) * MB


def _whole(field: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise InvalidRequest(field, f"got {shown(text)}, allowed is a whole number.")


async def _body(request: Request) -> Json:
    try:
        body = await request.json()
    except (ValueError, RecursionError):  # no JSON, or brackets inside brackets for ever
        return {}
    return body if isinstance(body, dict) else {}


async def _answer(work: Callable[[], Json]) -> Response:
    """What `work` gives, or the sentence of its error."""
    try:
        return JSONResponse(await run_in_threadpool(work), headers=ASK_AGAIN)
    except (GenerationError, OSError) as error:
        line = f"The history cannot be used ({error.strerror})." if isinstance(error, OSError) else sentence(error)
        status = 400 if isinstance(error, InvalidRequest) else 503
        return JSONResponse({"error": line}, status_code=status, headers=ASK_AGAIN)


def _file(path: Path | None, media_type: str, save_as: str | None = None) -> Response:
    if path is None:
        return Response(status_code=404, headers=ASK_AGAIN)
    return FileResponse(path, media_type=media_type, filename=save_as, headers=KEEP)


def _bare(path: Path | None, save_as: str | None) -> Response:
    """A PNG without the settings in it."""
    if path is None:
        return _file(None, "")
    attached = {"Content-Disposition": f'attachment; filename="{save_as}"'} if save_as else {}
    return Response(plain_png(path.read_bytes()), media_type="image/png", headers={**KEEP, **attached})
