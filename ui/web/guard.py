"""The guard in front of the page: only hosts that we answer for, no requests from other sites, no side doors.

A page on another site can make a browser send requests to localhost, and a name that it owns can be made to point at
127.0.0.1 (DNS rebinding). So the Host must be ours and the Origin, where one is sent, must be this very page's.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.settings import LOOPBACK, Settings
from ui.web.visitors import COOKIE, new_visitor, visitor_in

MAX_BODY_BYTES = 20 * 2**20
API_PREFIX = "/gradio_api"  # of most of gradio's routes
# Routes of gradio that this page does not use, and that read or fetch things for whoever asks. A path begins with them:
# files have names and lie in folders that people choose, such as /runs/token-cat.png.
SIDE_DOORS = (
    "/proxy=",
    "/component_server",
    "/monitoring",
    "/deep_link",
    "/file/",
    "/run-history",
    "/runs",
    "/dev/reload",
    "/vibe-",
    "/process_recording",
    "/custom_component",
    "/stream/",
    "/login",
    "/token",
    "/profiling",
)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the guard lets through."""

    hosts: frozenset[str]
    any_address: bool = False
    frame_hosts: tuple[str, ...] = ()
    space: bool = False
    max_body_bytes: int = MAX_BODY_BYTES

    @classmethod
    def of(cls, settings: Settings) -> Rules:
        """Loopback names, the address that we listen on, and what the host allowed. Listening on every address
        admits any bare address as Host: rebinding needs a name."""
        return cls(
            hosts=frozenset(name.lower() for name in (*LOOPBACK, settings.host, *settings.allow_hosts)),
            any_address=settings.host in ("0.0.0.0", "::"),
            frame_hosts=settings.frame_hosts,
            space=settings.space,
        )

    def admits(self, netloc: str) -> bool:
        """Whether `netloc` (name or address, with or without port) is one that we answer for."""
        try:
            name = urlsplit(f"//{netloc}").hostname or ""
        except ValueError:
            return False
        return name in self.hosts or (self.any_address and _is_address(name))


class Guard:
    """ASGI middleware: refuses with 403 or 413, marks visitors with a cookie, adds the safety headers."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._pass_on(scope, receive, self._with_our_headers(send, scope, headers))

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the app, counting the bytes of the body as they come: a chunked one does not say its length."""
        allowance, answered = self.rules.max_body_bytes, False

        async def receive_counted() -> Message:
            nonlocal allowance
            message = await receive()
            allowance -= len(message.get("body", b""))
            return {"type": "http.disconnect"} if allowance < 0 else message

        async def send_allowed(message: Message) -> None:
            nonlocal answered
            if allowance >= 0 or answered:
                answered = True
                await send(message)

        try:
            await self.app(scope, receive_counted, send_allowed)
        except Exception:
            if allowance >= 0:
                raise
        if allowance < 0 and not answered:
            await self._too_large()(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if not self.rules.admits(host):
            return _refuse(
                "This name is not allowed here. Start Emerge with --allow-host NAME to open it under a name."
            )
        if not self._same_site(scope, headers, host):
            return _refuse("Requests from other sites are not allowed.")
        if _is_side_door(scope["path"]):
            return _refuse("There is nothing here.")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > self.rules.max_body_bytes:
            return self._too_large()
        return None

    def _too_large(self) -> PlainTextResponse:
        return PlainTextResponse(f"Too large: at most {self.rules.max_body_bytes // 2**20} MB.", status_code=413)

    def _same_site(self, scope: Scope, headers: Headers, host: str) -> bool:
        origin = headers.get("origin")
        if origin is not None and _netloc(origin) != host.lower():
            return False
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return True
        return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")

    def _with_our_headers(self, send: Send, scope: Scope, headers: Headers) -> Send:
        """`send` with our headers on the response."""
        newcomer = scope["path"] == "/" and visitor_in(headers.get("cookie", "")) is None

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = MutableHeaders(scope=message)
                extra["X-Content-Type-Options"] = "nosniff"
                extra["Referrer-Policy"] = "no-referrer"
                extra["Content-Security-Policy"] = f"frame-ancestors {self._ancestors()}"
                if newcomer:
                    extra.append("Set-Cookie", self._cookie())
            await send(message)

        return send_with_headers

    def _ancestors(self) -> str:
        if not self.rules.frame_hosts:
            return "'none'"
        return " ".join(["'self'", *(f"https://{name}" for name in self.rules.frame_hosts)])

    def _cookie(self) -> str:
        # A Space lives in a frame of another site, where only a partitioned third-party cookie is kept.
        scope = "SameSite=None; Secure; Partitioned" if self.rules.space else "SameSite=Lax"
        return f"{COOKIE}={new_visitor()}; Path=/; HttpOnly; Max-Age=31536000; {scope}"


def _refuse(why: str) -> PlainTextResponse:
    return PlainTextResponse(why, status_code=403)


def _netloc(origin: str) -> str | None:
    """Name and port of an address; None where it is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_side_door(path: str) -> bool:
    route = path.lower().removeprefix(API_PREFIX)
    return route.startswith(SIDE_DOORS) or _fetches(route)


def _fetches(route: str) -> bool:
    """Whether gradio's file route would go and fetch a URL."""
    return re.match(r"/file=/*([a-z][a-z0-9+.-]+:|http)", route) is not None
