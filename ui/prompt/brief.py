"""“Make a brief”: the prompt as chips, by the host's instruction model where there is one, else by rules."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator

from pipeline.engine.protocol import Engine
from pipeline.errors import GenerationError
from pipeline.request import MAX_PROMPT_CHARS
from presets.brief.answer import TASK, read_answer
from presets.brief.brief import FACETS, join_chips, make_brief
from presets.brief.fitting import fitting
from ui.gradio_kit.updates import Updates, Values
from ui.prompt.render import render_brief

logger = logging.getLogger(__name__)
WAITING = "The instruction model reads your words. A painting that is under way goes first."
BY_MODEL = "Expanded by the instruction model. Nothing is painted from it before you press Use as prompt."
UNREADABLE = "The instruction model's answer could not be read, so your words were sorted by rules."
TOO_LONG = "The instruction model took too long, so your words were sorted by rules."
BY_RULES = "Your words were sorted by rules."
ADDED = "Added, and marked: {}. Take away what you do not want with ×, or all of it with Undo."
NOTHING_FITS = "Nothing was added: every part says something already, or nothing fits that this model knows."
MOST_CHIPS = 40


async def make_brief_of(engine: Engine, values: Values) -> AsyncGenerator[Updates, None]:
    """The prompt as chips, and what might be added; before that, where it takes a while, what it waits for."""
    prompt, style = values["prompt"], _main_style(values["style"])
    words = prompt[:MAX_PROMPT_CHARS] if isinstance(prompt, str) else ""
    if not engine.writes or not words.strip():
        yield {"brief": render_brief(words, make_brief(words, style))}
        return
    yield {"brief": {"waiting": WAITING}}
    remark = BY_MODEL
    try:
        answer = await asyncio.to_thread(engine.write, TASK, words)
        found = read_answer(answer, style)
        if found is None:
            logger.info("An instruction model's answer could not be read: %.300r", answer)
            remark = UNREADABLE
    except TimeoutError:
        found, remark = None, TOO_LONG
    except GenerationError as error:
        found, remark = None, f"{error} {BY_RULES}"
    yield {"brief": render_brief(words, found or make_brief(words, style), remark)}


def fill(engine: Engine, values: Values) -> Updates:
    """What fits the empty parts of the brief on the page; only words that the model has seen, where that is known."""
    chips, turn = _chips_in(values["brief"])
    model = str(values["model"])
    try:
        added = fitting(
            chips,
            _main_style(values["style"]),
            lambda words: all(token.known for token in engine.tokens(model, words).tokens),
        )
    except GenerationError as error:
        return {"brief": {"added": {}, "turn": turn, "told": str(error)}}
    remark = ADDED.format(join_chips(added)) if added else NOTHING_FITS
    return {"brief": {"added": {facet: list(words) for facet, words in added.items()}, "turn": turn, "told": remark}}


def _chips_in(value: object) -> tuple[dict[str, tuple[str, ...]], int]:
    """The chips by facet out of what the page sent, whatever it is, and which press it was."""
    brief = value if isinstance(value, dict) else {}
    chips_by_facet = brief.get("chips")
    chips_by_facet = chips_by_facet if isinstance(chips_by_facet, dict) else {}
    lists = {facet: chips_by_facet.get(facet) for facet in FACETS}
    chips = {
        facet: tuple(chip[:MAX_PROMPT_CHARS] for chip in some[:MOST_CHIPS] if isinstance(chip, str))
        for facet, some in lists.items()
        if isinstance(some, list)
    }
    turn = brief.get("turn")
    return chips, turn if isinstance(turn, int) else 0


def _main_style(style: object) -> str:
    """The key of the chosen style, of a mix that of its heaviest; "" for the person's words alone."""
    if isinstance(style, list):
        parts = [part for part in style if isinstance(part, dict) and isinstance(part.get("key"), str)]
        heaviest = max(parts, key=lambda part: _weight(part.get("weight")), default={})
        return str(heaviest.get("key", ""))
    return style if isinstance(style, str) else ""


def _weight(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
