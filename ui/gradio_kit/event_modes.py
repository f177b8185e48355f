"""How the page listens to its own events: privately, with values as they came; at once, or only to the latest."""

from __future__ import annotations

from typing import Final, Literal, TypedDict

import gradio as gr


class EventMode(TypedDict, total=False):
    """What Gradio's events take besides handler and components, by its own names."""

    show_progress: Literal["hidden"]
    api_visibility: Literal["private"]
    preprocess: bool
    queue: bool
    trigger_mode: Literal["once", "always_last"]
    concurrency_limit: int | None


LAST: Final = "always_last"
QUIET: EventMode = {"show_progress": "hidden", "api_visibility": "private", "preprocess": False}
AT_ONCE: EventMode = {**QUIET, "queue": False}
LATEST: EventMode = {**QUIET, "queue": False, "trigger_mode": LAST}
STREAMED: EventMode = {**QUIET, "concurrency_limit": None}
LATEST_STREAM: EventMode = {**STREAMED, "trigger_mode": LAST}
ONCE: EventMode = {**STREAMED, "trigger_mode": "once"}


def take_turns(blocks: gr.Blocks) -> None:
    """Of several handlers that want the latest of one event, each starts the next one. Called when all are declared.

    Gradio (6.31, its page's `dispatch`) has a handler that was at work when its event came again wait, and then sends
    that whole event anew, to every handler of it. Where two of them wait for such handlers, two rounds chase each other
    for good, and set what they set ten times a second. With one handler an event only that one runs again.
    """
    before: dict[tuple[int | None, str], int] = {}
    for number, handler in blocks.fns.items():
        if handler.trigger_mode != LAST or handler.trigger_after is not None:
            continue
        (event,) = handler.targets
        if event in before:
            handler.targets, handler.trigger_after = [(None, "then")], before[event]
        before[event] = number
