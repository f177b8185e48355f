"""From what happened to what the components show. Pure: no gradio, no state, nothing is awaited."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from pipeline.engine.job import Job, JobStatus
from pipeline.finish import read_finish, told_finish
from pipeline.models.tokens import TokenReport
from pipeline.photo.mask import share_repainted
from pipeline.request import GenerationRequest
from pipeline.schedule.steps import plan_steps
from presets.brief.brief import FACETS, Brief
from presets.style.mix import told_mix
from ui.messages import printable

Json: TypeAlias = dict[str, Any]

INVITATION = "Write what you would like to see, and watch it come out of the noise."


class Span(NamedTuple):
    """A piece of a prompt that is read alike."""

    text: str
    mark: str
    weight: float
    window: int


def render_stage(job: Job, status: JobStatus, style: str = "") -> Json:
    """The stage's value while a job runs and afterwards: numbers, and the settings that were asked for."""
    return {
        **render_status(status),
        "photo": job.request.photo is not None,
        "variation_seed": job.request.variation_seed if job.request.variation_strength > 0 else None,
        "facts": render_facts(job.request, style),
        "notes": list(status.notes),
    }


def render_status(status: JobStatus) -> Json:
    """The part of a job that changes with every step."""
    return {
        "job": status.job,
        "state": status.state,
        "phase": status.phase,
        "step": status.step,
        "steps": status.steps,
        "sequence": status.sequence,
        "position": status.position,
        "eta_s": _rounded(status.eta_s),
        "elapsed_s": _rounded(status.elapsed_s),
        "steps_per_s": _rounded(status.steps_per_s),
        "preview_method": status.preview_method,
        "num_images": status.num_images,
        "full_frames": status.full_frames,
        "error": status.error,
    }


def render_facts(request: GenerationRequest, style: str = "") -> Json:
    """What a picture was painted from, named as on the page."""
    facts: Json = {"Prompt": printable(request.prompt) or "(none: painted without words)"}
    if style:
        facts["Style"] = style
    if request.blend:
        facts["Mixed with"] = "; ".join(f"{each.weight:.0%} {printable(each.prompt)}" for each in request.blend)
    if request.negative_prompt:
        facts["Negative prompt"] = printable(request.negative_prompt)
    facts["Seed"] = request.seed
    varied = request.variation_strength > 0
    if varied:
        facts["Variation"] = f"{request.variation_strength:g} towards seed {request.variation_seed}"
    if request.num_images > 1:
        facts["Pictures"] = f"{request.num_images}, each with the next {'variation ' * varied}seed"
    facts["Steps"] = request.num_steps
    until = f" for the first {request.guidance_end:.0%} of the steps" if request.guidance_end < 1 else ""
    facts["Guidance scale"] = f"{request.guidance_scale:g}{until}"
    if request.photo is not None:
        kept = f", layout kept at {request.kept_layout:g}" if request.kept_layout else ""
        facts["Strength"] = f"{request.strength:g}{kept}"
    if request.mask is not None:
        facts["Repainted"] = f"{share_repainted(request.mask):.0%} of the photo"
    if request.scheduler:
        facts["Scheduler"] = request.scheduler
    if request.width_px and request.height_px:
        facts["Size"] = f"{request.width_px} × {request.height_px}"
    facts["Model"] = request.model
    return facts


def render_idle(invite: str = INVITATION) -> Json:
    """A stage with nothing on it."""
    return {"job": None, "state": "idle", "step": 0, "steps": 0, "invite": invite}


def render_failure(error: str) -> Json:
    """A request that was refused before it became a job."""
    return {"job": None, "state": "failed", "step": 0, "steps": 0, "error": error, "invite": ""}


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


def render_brief(prompt: str, brief: Brief, told: str = "") -> Json:
    """The chips of a brief by facet, with what is offered besides, and a sentence about how it was made."""
    facets = [
        {"key": key, "label": label, "chips": brief.chips.get(key, ()), "offers": brief.offers.get(key, ())}
        for key, label in FACETS.items()
    ]
    return {"original": printable(prompt), "facets": facets, "told": told}


def _split(spans: list[Span], pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[Span, str]]:
    """Spans cut where words of one origin and of another meet."""
    ends = [(len(text), added) for text, added in pieces] or [(sum(len(span.text) for span in spans), "")]
    left, added = ends.pop(0)
    for span in spans:
        text = span.text
        while text:
            while not left and ends:
                left, added = ends.pop(0)
            cut = min(left, len(text)) or len(text)
            yield span._replace(text=text[:cut]), added
            text, left = text[cut:], max(0, left - cut)


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


def strength_line(num_steps: int, strength: float) -> str:
    """How many steps really run, in words."""
    plan = plan_steps(num_steps, strength)
    many = f"{plan.num_steps} will run" if not plan.note else "one will run, the least there is"
    return f"{num_steps} {'step' if num_steps == 1 else 'steps'} × {strength:g}: {many}"


def render_survives(num_steps: int, strength: float, curve: tuple[float, ...], picture: str) -> Json:
    """What a strength does: the line, where on the noise curve painting enters, the photo under that noise."""
    plan = plan_steps(num_steps, strength)
    return {
        "line": strength_line(num_steps, strength),
        "picture": picture,
        "curve": list(curve),
        "strength": strength,
        "entry": plan.num_steps / num_steps,
    }


def render_cards(presets: Iterable[Any], level: int | None, touched: Mapping[str, Any] | None = None) -> list[Json]:
    """The style cards in order. Styles of a world that the model has not been trained on are left out.

    `touched`: what people did to the cards (`presets.Card`), by key.
    """
    return [
        render_card(preset, (touched or {}).get(preset.key))
        for preset in presets
        if level is None or not preset.builtin or preset.level <= level
    ]


def data_url(jpeg: bytes) -> str:
    """A JPEG as an address that holds it."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def render_card(preset: Any, card: Any = None) -> Json:
    """One style's card: its picture is what people painted on it, else what it came with."""
    painted = bool(card and card.painted)
    return {
        "key": preset.key,
        "name": printable(preset.name),
        **(render_painted(preset.key, card) if painted else _unpainted(preset)),
        "own": not preset.builtin,
        "favourite": bool(card and card.favourite),
        "note": printable(preset.note or ""),
        "mix": printable(f"Mix: {told_mix(preset.mix)}") if preset.mix else "",
        "tags": [printable(tag) for tag in preset.tags],
        "range": "Guidance {:g} to {:g}".format(*preset.guidance_range) if preset.guidance_range else "",
        "finish": printable(_finish_line(preset.finish)),
        "credit": printable(", ".join(part for part in (preset.author, preset.licence) if part)),
    }


def render_painted(key: str, card: Any) -> Json:
    """What a painted picture changes on a card: `seed` is the one that it was painted with, None where unknown."""
    return {"thumbnail": f"cards/{key}.jpg?{card.painted}", "painted": True, "seed": card.seed}


def _unpainted(preset: Any) -> Json:
    return {"thumbnail": f"thumbnails/{preset.thumbnail or ''}", "painted": False, "seed": None}


def _finish_line(finish: Json) -> str:
    told = told_finish(read_finish(finish)[0])
    return f"Finish: {told}" if told else ""


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
