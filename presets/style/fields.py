"""The checks behind a preset's fields: each gives back the value as it is kept, or refuses it by name."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import fields
from typing import Any

from pydantic import BeforeValidator

from pipeline.checks import number, one_of, shown, whole_number
from pipeline.errors import InvalidRequest
from pipeline.finish import CutOut, Finish, finish_from_json
from pipeline.lettering import Lettering
from pipeline.request import MAX_GUIDANCE, MIN_GUIDANCE
from pipeline.schedule.schedulers import SCHEDULERS

PLACEHOLDER = "{prompt}"
MAX_NAME_CHARS = 60
MAX_TEXT_CHARS = 2_000
MAX_TAGS, MAX_TAG_CHARS = 12, 30
MAX_FINISH_CHARS = 8_000
MAX_THUMBNAIL_BYTES = 60_000
KNOWN_FINISH = {each.name for each in fields(Finish)}


def line_of(field: str, limit: int) -> Any:
    """A checked single line of text."""

    def check(value: object) -> str:
        text = check_text(field, value, limit)
        if any(unicodedata.category(letter) == "Cc" for letter in text):
            raise InvalidRequest(field, "holds a line break or another control character, allowed is one line of text.")
        return text

    return BeforeValidator(check)


def check_text(field: str, value: object, limit: int) -> str:
    """Text of up to `limit` characters, in NFC. Raises `InvalidRequest`."""
    if not isinstance(value, str):
        raise InvalidRequest(field, f"got {shown(value)}, allowed is text.")
    if len(value) > limit:
        raise InvalidRequest(field, f"has {len(value):,} characters, allowed are up to {limit:,}.")
    if any(unicodedata.category(letter) == "Cs" or letter == "\0" for letter in value):
        raise InvalidRequest(field, "holds characters that are no text (NUL or half of a pair).")
    return unicodedata.normalize("NFC", value)


def check_name(value: object) -> str:
    """A preset's name: 1 to 60 characters on one line. Raises `InvalidRequest`."""
    text = check_text("Preset name", value, 10 * MAX_NAME_CHARS)
    name = " ".join(text.split())
    if not name:
        raise InvalidRequest("Preset name", "is empty, allowed are 1 to 60 characters.")
    if len(name) > MAX_NAME_CHARS:
        raise InvalidRequest("Preset name", f"has {len(name)} characters, allowed are 1 to {MAX_NAME_CHARS}.")
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        raise InvalidRequest("Preset name", "holds a control character, allowed is one line of text.")
    return name


def check_template(value: object) -> str:
    """A prompt template, which names the place of the person's words at least once. Raises `InvalidRequest`."""
    text = check_text("Prompt template", value, MAX_TEXT_CHARS)
    if PLACEHOLDER not in text:
        raise InvalidRequest("Prompt template", f"does not say {PLACEHOLDER}, which stands for what the person writes.")
    return text


def check_range(value: object) -> tuple[float, float]:
    """Two guidance scales, the lower first. Raises `InvalidRequest`."""
    field = "Guidance range"
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise InvalidRequest(field, f"got {shown(value)}, allowed are two numbers, the lower first.")
    low, high = (number(field, end, MIN_GUIDANCE, MAX_GUIDANCE) for end in value)
    if low > high:
        raise InvalidRequest(field, f"got {low:g} to {high:g}, allowed are two numbers, the lower first.")
    return low, high


def check_scheduler(value: object) -> object:
    """A scheduler's name or None. Raises `InvalidRequest`."""
    one_of("Scheduler", value, tuple(SCHEDULERS))
    return value


def check_tags(value: object) -> tuple[str, ...]:
    """Up to 12 words to find a style by; from a list, or from text with commas. Each once, in any case."""
    if isinstance(value, str):
        value = re.split(r"[,\n]", value)
    if not isinstance(value, (list, tuple)):
        raise InvalidRequest("Tags", f"got {shown(value)}, allowed are words with commas between them.")
    tags: dict[str, str] = {}
    for each in value:
        tag = " ".join(check_text("Tags", each, MAX_TEXT_CHARS).replace("#", " ").split())
        if len(tag) > MAX_TAG_CHARS:
            raise InvalidRequest("Tags", f"“{tag[:40]}” has {len(tag)} characters, allowed are {MAX_TAG_CHARS} each.")
        if tag:
            tags.setdefault(tag.casefold(), tag)
    if len(tags) > MAX_TAGS:
        raise InvalidRequest("Tags", f"are {len(tags)}, allowed are up to {MAX_TAGS}.")
    return tuple(tags.values())


def check_finish(value: object) -> dict[str, Any]:
    """A JSON object of up to 8,000 characters that `pipeline.finish` reads; names unknown there are carried along."""
    field = "Finish settings"
    if not isinstance(value, dict):
        raise InvalidRequest(field, f"got {shown(value)}, allowed is a JSON object.")
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode("utf-8")
        plain = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise InvalidRequest(field, "are no JSON object that can be kept.") from None
    if len(text) > MAX_FINISH_CHARS:
        raise InvalidRequest(field, f"have {len(text):,} characters, allowed are up to {MAX_FINISH_CHARS:,}.")
    assert isinstance(plain, dict)
    _check_known(plain)
    return plain


def _check_known(finish: dict[str, Any]) -> None:
    known = {name: value for name, value in finish.items() if name in KNOWN_FINISH}
    for name, kind in (("cut_out", CutOut), ("lettering", Lettering)):
        part = known.get(name)
        if isinstance(part, dict):
            known[name] = {key: value for key, value in part.items() if key in {each.name for each in fields(kind)}}
    try:
        finish_from_json(known)
    except TypeError:
        raise InvalidRequest("Finish settings", "hold lettering without a text.") from None


def number_of(field: str, low: float, high: float) -> Any:
    """A checked number within [low, high]."""
    return BeforeValidator(lambda value: number(field, value, low, high))


def whole_of(field: str, low: int, high: int) -> Any:
    """A checked whole number within [low, high]."""
    return BeforeValidator(lambda value: whole_number(field, value, low, high))
