"""How the page listens to its own events: privately, with values as they came; at once, or only to the latest."""

from __future__ import annotations

from typing import Any

import gradio as gr

LAST = "always_last"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "preprocess": False}
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
LATEST: dict[str, Any] = {**QUIET, "queue": False, "trigger_mode": LAST}
STREAMED: dict[str, Any] = {**QUIET, "concurrency_limit": None}
ONCE: dict[str, Any] = {**STREAMED, "trigger_mode": "once"}


def take_turns(blocks: gr.Blocks) -> None:
    """Of several handlers that want the latest of one event, each starts the next one. Called when all are declared.

    Gradio (6.31, its page's `dispatch`) has a handler that was at work when its event came again wait, and then sends
    that whole event anew, to every handler of it. Where two of them wait for such handlers, two rounds chase each other
    for good, and set what they set ten times a second. With one handler an event only that one runs again.
    """
    before: dict[Any, int] = {}
    for number, handler in blocks.fns.items():
        if handler.trigger_mode != LAST or handler.trigger_after is not None:
            continue
        (event,) = handler.targets
        if event in before:
            handler.targets, handler.trigger_after = [(None, "then")], before[event]
        before[event] = number
