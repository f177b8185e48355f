"""/healthz and /readyz."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from pipeline.engine.protocol import Engine
from ui.web.responses import ASK_AGAIN


def health_routes(engine: Engine) -> APIRouter:
    """/healthz: the process answers. /readyz: the model can paint."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"state": "up"}

    @router.get("/readyz")
    async def readyz() -> Response:
        readiness = engine.readiness
        body = {"state": readiness.state, "model": readiness.model, "message": readiness.message}
        return JSONResponse(body, status_code=200 if readiness.state == "ready" else 503, headers=ASK_AGAIN)

    return router
