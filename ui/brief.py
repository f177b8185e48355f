"""“Make a brief”: the prompt as chips, by the host's instruction model where there is one, else by rules."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Any

from pipeline.errors import GenerationError
from pipeline.request import MAX_PROMPT_CHARS
from pipeline.studio import Studio
from presets.brief import make_brief
from presets.brief_answer import TASK, read_answer
from ui import render

logger = logging.getLogger(__name__)
WAITING = "The instruction model reads your words. A painting that is under way goes first."
BY_MODEL = "Expanded by the instruction model. Nothing is painted from it before you press Use as prompt."
UNREADABLE = "The instruction model's answer could not be read, so your words were sorted by rules."
TOO_LONG = "The instruction model took too long, so your words were sorted by rules."
BY_RULES = "Your words were sorted by rules."


async def brief(studio: Studio, prompt: Any, style: Any) -> AsyncGenerator[render.Json, None]:
    """The prompt as chips, and what might be added; before that, where it takes a while, what it waits for."""
    words = prompt[:MAX_PROMPT_CHARS] if isinstance(prompt, str) else ""
    style = style if isinstance(style, str) else ""
    if not studio.writes or not words.strip():
        yield render.render_brief(words, make_brief(words, style))
        return
    yield {"waiting": WAITING}
    told = BY_MODEL
    try:
        answer = await asyncio.to_thread(studio.write, TASK, words)
        found = read_answer(answer, style)
        if found is None:
            logger.info("An instruction model's answer could not be read: %.300r", answer)
            told = UNREADABLE
    except TimeoutError:
        found, told = None, TOO_LONG
    except GenerationError as error:
        found, told = None, f"{error} {BY_RULES}"
    yield render.render_brief(words, found or make_brief(words, style), told)
