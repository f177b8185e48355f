"""What the model reads of a prompt, and a brief, as the page shows them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.models.tokens import TokenReport
from presets.brief.brief import FACETS, Brief
from ui.messages import printable
from ui.web.responses import Json


class Span(NamedTuple):
    """A piece of a prompt that is read alike."""

    text: str
    mark: str
    weight: float
    window: int


def render_reading(prompt: str, report: TokenReport, pieces: Iterable[tuple[str, str]] = ()) -> Json:
    """The final prompt as spans of text: read and known (""), "unknown" to the model, or "unread" beyond its limit.

    `pieces`: the same prompt as (text, what `added` it: "style", "seed", "photo", or "" the person).
    `weight`: as written. `window`: from 0, of the `windows` that the model reads one after another.
    """
    spans = _spans(printable(prompt), report)
    return {
        "spans": [{**span._asdict(), "added": added} for span, added in _split(spans, pieces)],
        "count": report.count,
        "limit": report.limit,
        "windows": report.windows,
        "unknown": len({span.text.lower() for span in spans if span.mark == "unknown"}),  # words, of many tokens each
    }


def render_brief(prompt: str, brief: Brief, remark: str = "") -> Json:
    """The chips of a brief by facet, with what is offered besides, and a sentence, the `remark`, on how it was made."""
    facets = [
        {"key": key, "label": label, "chips": brief.chips.get(key, ()), "offers": brief.offers.get(key, ())}
        for key, label in FACETS.items()
    ]
    return {"original": printable(prompt), "facets": facets, "told": remark}


def _split(spans: list[Span], pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[Span, str]]:
    """Spans cut where words of one origin and of another meet."""
    ends = [(len(text), added) for text, added in pieces] or [(sum(len(span.text) for span in spans), "")]
    remaining, added = ends.pop(0)
    for span in spans:
        text = span.text
        while text:
            while not remaining and ends:
                remaining, added = ends.pop(0)
            cut = min(remaining, len(text)) or len(text)
            yield span._replace(text=text[:cut]), added
            text, remaining = text[cut:], max(0, remaining - cut)


def _spans(prompt: str, report: TokenReport) -> list[Span]:
    """`prompt` cut where marks and weights change. Tokens are found one after another; what lies between joins them."""
    spans: list[Span] = []
    lowered, at, window = prompt.lower(), 0, 0
    if len(lowered) != len(prompt):  # some letters grow when lowered: no positions to go by
        lowered = prompt
    for token in report.tokens:
        text = printable(token.text).lower().strip()
        found = lowered.find(text, at) if text else -1
        if found < 0:
            continue
        mark = "unread" if not token.read else "" if token.known else "unknown"
        if found > at:
            _join(spans, Span(prompt[at:found], "unread" if mark == "unread" else "", 1.0, window))
        window = token.window
        _join(spans, Span(prompt[found : found + len(text)], mark, token.weight, window))
        at = found + len(text)
    cut = any(not token.read for token in report.tokens)
    _join(spans, Span(prompt[at:], "unread" if cut else "", 1.0, window))
    return spans


def _join(spans: list[Span], span: Span) -> None:
    if not span.text:
        return
    if spans and spans[-1][1:] == span[1:]:
        span = span._replace(text=spans.pop().text + span.text)
    spans.append(span)
