"""What another studio's file says, as it stands there, and how a number or a text in it is read."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

WHOLE = re.compile(r"\s*[+-]?\d{1,20}\s*", re.ASCII)
MAX_NUMBER = 1e20
MARKS = str.maketrans("", "", "\0\ufeff")  # fill up a fixed length, or say how a text is encoded


@dataclass(frozen=True, kw_only=True)
class RawSettings:
    """`values` by our names, unread and of any type, beside them "sampler" and "spacing" in the studio's own words.

    `unused`: the names of what was there besides. `unread`: our names of what stands there and cannot be known.
    """

    origin: str
    values: dict[str, Any]
    unused: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=())


def whole(value: Any) -> int | None:
    """A whole number in any writing, 24.0 too; None for anything else."""
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < MAX_NUMBER else None
    number = real(value)
    return int(number) if number is not None and number.is_integer() else None


def real(value: Any) -> float | None:
    """A finite number in any writing; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) < MAX_NUMBER else None


def plain_text(value: Any) -> str | None:
    """Text without what is no character of it; None for what is no text."""
    return value.translate(MARKS) if isinstance(value, str) else None


def json_object(written: str) -> dict[str, Any] | None:
    """The JSON object that a text is; None where it is none."""
    try:
        data = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
