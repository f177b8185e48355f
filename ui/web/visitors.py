"""Who is asking: a random cookie for browsers, Gradio's session for programs."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

COOKIE = "emerge_visitor"
# http.cookies gives up at the first cookie that it cannot read, and every program on localhost shares its cookies.
OURS = re.compile(rf"(?:^|;)\s*{COOKIE}=([0-9a-f]{{32}})\s*(?:;|$)")


def new_visitor() -> str:
    """128 random bits that nobody guesses."""
    return secrets.token_hex(16)


def visitor_in(cookie_header: str) -> str | None:
    """The visitor named in a Cookie header, if it is one of ours."""
    found = OURS.search(cookie_header)
    return found[1] if found else None


def owner_of(request: gr.Request) -> str:
    """The owner under which a request's jobs run."""
    visitor = visitor_in(request.headers.get("cookie", ""))
    return visitor or f"session-{request.session_hash or 'none'}"
