"""The server: a FastAPI application with our routes, Gradio mounted at "/", and the guard in front of both."""

from __future__ import annotations

import os
import shutil
import socket
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

from pipeline.engine.protocol import Engine
from presets import PresetStore
from presets.history.history import History
from presets.history.keeper import Keeper
from ui.gradio_kit.quick_gradio import import_gradio
from ui.settings import ASSETS, Settings
from ui.web.guard import Guard, Rules

if TYPE_CHECKING:
    from ui.examples import ExampleRuns
    from ui.styles.styles import Styles

MAX_FILE_SIZE = "15mb"
MAX_EVENTS = 200
UI = Path(__file__).parent
LOOK = UI / "look"
# In the order of the cascade.
STYLE_SHEETS = (
    "restore/dropped_picture.css", "prompt/brief.css", "finish/applied_finish.css", "styles/cards.css",
    "finish/finish.css", "photo/framing.css", "gradio_kit/settings_inside.css", "look/under_stage.css",
    "export/export.css", "history/history.css", "history/archive.css", "history/viewer.css", "painting/batch.css",
    "look/page.css", "look/phone.css", "prompt/reading.css", "stage/stage.css", "numbers/suits.css",
)  # fmt: skip
HEAD = """<meta name="color-scheme" content="light dark">
<link rel="preload" href="ui/look/fonts/instrument-sans-latin-wght-normal.woff2" as="font" type="font/woff2"
crossorigin>
<script type="module" src="ui/look/page.js"></script>"""


def build_app(settings: Settings, engine: Engine, store: PresetStore, keeper: Keeper | None = None) -> FastAPI:
    """The whole application. Studio and keeper are started with it and closed with it; without one, no history."""
    import_gradio()
    from ui.examples import ExampleRuns
    from ui.export.film_routes import FilmMaker, film_routes
    from ui.finish.finisher import Finisher
    from ui.finish.routes import finish_routes
    from ui.history.routes import history_routes
    from ui.painting.batch_folder import sweep_batches
    from ui.painting.batch_routes import batch_routes
    from ui.stage.routes import frame_routes
    from ui.stage.saved_runs import SavedRuns
    from ui.styles.routes import preset_routes
    from ui.styles.styles import Styles
    from ui.web.health import health_routes
    from ui.web.responses import PageFiles, page_folders

    sweep(settings.uploads_dir)
    sweep_batches(settings.batches_dir)
    examples = ExampleRuns(ASSETS / "examples")
    saved_runs = SavedRuns(examples, None if keeper is None else keeper.history)
    styles = Styles(store, engine, settings.uploads_dir)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=_lifespan(engine, keeper))
    app.include_router(film_routes(FilmMaker(engine, saved_runs)))
    app.include_router(frame_routes(engine, saved_runs))
    app.include_router(finish_routes(Finisher(engine, saved_runs)))
    app.include_router(health_routes(engine))
    app.include_router(preset_routes(styles))
    app.include_router(batch_routes(settings.batches_dir))
    if keeper is not None:
        engine.when_done(keeper.take)
        app.include_router(history_routes(keeper))
    for address, folder in page_folders().items():
        app.mount(address, PageFiles(directory=folder))
    _mount_page(app, settings, engine, styles, examples, None if keeper is None else keeper.history)
    app.add_middleware(Guard, rules=Rules.of(settings))
    return app


def _mount_page(
    app: FastAPI, settings: Settings, engine: Engine, styles: Styles, examples: ExampleRuns, history: History | None
) -> None:
    import gradio as gr

    from ui.api import declare_api
    from ui.form.form import FormParser
    from ui.look.theme import build_theme
    from ui.page.layout import build_page
    from ui.page.wiring import wire
    from ui.painting.actions import Actions
    from ui.photo.handlers import PhotoActions

    sample_photo = ASSETS / "sample-cat.png"
    forms = FormParser(engine.catalog, styles, settings.uploads_dir)
    page = build_page(
        engine.catalog,
        styles.cards(),
        settings.uploads_dir,
        sample_photo=sample_photo.is_file(),
        history=history is not None,
    )
    actions, photos = Actions(engine, forms, examples), PhotoActions(engine, forms, sample_photo)
    wire(page, actions, photos, styles, settings.batches_dir, history)
    declare_api(page.blocks, engine, forms, styles, settings.uploads_dir)
    page.blocks.queue(default_concurrency_limit=None, max_size=MAX_EVENTS, api_open=False)
    gr.mount_gradio_app(
        app,
        page.blocks,
        path="/",
        theme=build_theme(),
        css_paths=[UI / name for name in STYLE_SHEETS],
        head=HEAD,
        favicon_path=str(LOOK / "favicon.svg"),
        max_file_size=MAX_FILE_SIZE,
        show_error=False,
        enable_monitoring=False,
        run_history=False,
        footer_links=[],
        ssr_mode=False,
    )


def _lifespan(engine: Engine, keeper: Keeper | None) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine.start()
        if keeper is not None:
            keeper.start()
        yield
        await to_thread(engine.close)
        if keeper is not None:
            await to_thread(keeper.close)

    return lifespan


def listen(settings: Settings) -> socket.socket:
    """A socket bound to the address that was asked for. Raises OSError where it is taken or not ours."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((settings.host, settings.port))
        bound.listen(128)
    except OSError:
        bound.close()
        raise
    return bound


def serve(app: FastAPI, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serves until SIGINT or SIGTERM, then stops what runs and comes back."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2, server_header=False, lifespan="on")
    server = _Announcing(config, ready)
    server.run(sockets=[bound])


class _Announcing(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


def sweep(folder: Path) -> None:
    """Makes this process's folder of uploads, and removes those of processes that are gone."""
    for other in folder.parent.glob("*"):
        if other == folder or not _runs(other.name):
            shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


def _runs(number: str) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(int(number), 0)  # which only asks
    except PermissionError:
        return True  # somebody else's
    except (ValueError, OverflowError, OSError):
        return False
    return True
