"""A finish on its way: out of somebody's JSON as far as it holds, into the flat fields of a page, into a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from pipeline.checks import shown
from pipeline.errors import InvalidRequest
from pipeline.finish.options import CUT_OUT, LABELS, CutOut, Finish, finish_from_json
from pipeline.lettering.options import Lettering

LETTERING = "lettering"
NESTED = (CUT_OUT, LETTERING)
TOGETHER = ("text", "font")  # whether a font has the letters of a text is one question
MAX_DESCRIBED_CHARS = 24


def read_finish(data: object) -> tuple[Finish, tuple[str, ...]]:
    """What of `Finish.to_json` can be honoured, and a sentence on everything that cannot. Never raises."""
    if not isinstance(data, Mapping):
        return Finish(), () if data is None else (f"Finish: got {shown(data)}, allowed is an object.",)
    accepted: dict[str, Any] = {}
    refused: list[str] = []
    for name, value in data.items():
        if name in NESTED and isinstance(value, Mapping):
            value = _nested(str(name), value, refused)
        if value is not None:
            _accept_if_valid(accepted, {name: value}, refused)
    return finish_from_json(accepted), tuple(refused)


def _nested(name: str, part: Mapping[Any, Any], refused: list[str]) -> dict[str, Any] | None:
    """The fields of a cut-out or of lettering that hold; None where it cannot stand without the others."""
    accepted: dict[str, Any] = {}
    first = {key: part[key] for key in TOGETHER if key in part} if name == LETTERING else {}
    if name == LETTERING and not _accept_if_valid(accepted, first, refused, name):
        return None
    for key, value in part.items():
        if key not in first:
            _accept_if_valid(accepted, {key: value}, refused, name)
    return accepted


def _accept_if_valid(accepted: dict[str, Any], more: dict[Any, Any], refused: list[str], part: str = "") -> bool:
    candidate = {**accepted, **more}
    try:
        finish_from_json({part: candidate} if part else candidate)
    except InvalidRequest as error:
        refused.append(str(error))
        return False
    except TypeError:  # lettering without a text
        refused.append("Lettering: has no text.")
        return False
    accepted.update(more)
    return True


def flat_fields(finish: Finish) -> dict[str, str]:
    """The flat fields that `parse_finish` reads back: only what differs from the defaults, all texts."""
    flat = _differing(finish)
    for name, part in ((CUT_OUT, finish.cut_out), (LETTERING, finish.lettering)):
        if part is not None:
            flat |= _differing(part)
            flat |= {CUT_OUT: "1"} if name == CUT_OUT else {}
    return flat


def _differing(part: Finish | CutOut | Lettering) -> dict[str, str]:
    values = {field.name: getattr(part, field.name) for field in fields(part) if field.name not in NESTED}
    defaults = {field.name: field.default for field in fields(part)}
    return {
        name: f"{value:g}" if isinstance(value, (int, float)) else str(value)
        for name, value in values.items()
        if value != defaults[name]
    }


def describe_finish(finish: Finish) -> str:
    """What is done to a picture, in a few words: "contrast, 6 colours, lettering “MAU”"; "" for nothing."""
    parts = [f"upscaled {finish.upscale}×"] if finish.upscale > 1 else []
    parts += [label.lower() for name, label in LABELS.items() if getattr(finish, name)]
    if finish.num_colours:
        parts.append(f"{finish.num_colours} colours")
    if finish.colour_match != "off":
        parts.append("colour match to the photo")
    if finish.cut_out is not None:
        parts.append("cut-out with a sticker edge" if finish.cut_out.rim else "cut-out")
    if finish.lettering is not None:
        words = " ".join(finish.lettering.text.split())
        words = words if len(words) <= MAX_DESCRIBED_CHARS else words[: MAX_DESCRIBED_CHARS - 1] + "…"
        parts.append(f"lettering “{words}”")
    return ", ".join(parts)
