"""A mix kept as one style: its parts' templates with their weights, copied, so that none can be missed later."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pipeline.errors import InvalidRequest
from pipeline.request import MAX_BLENDED
from presets.style.fields import MAX_NAME_CHARS, MAX_TEXT_CHARS, check_name, check_template, number_of

MOST_MIXED = MAX_BLENDED + 1
LEAST_WEIGHT = 0.001


class Part(BaseModel):
    """One style of a mix. Raises `InvalidRequest`, naming the field."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Part of a mix")

    name: Annotated[str, BeforeValidator(check_name), Field(min_length=1, max_length=MAX_NAME_CHARS)]
    prompt_template: Annotated[str, Field(max_length=MAX_TEXT_CHARS), BeforeValidator(check_template)]
    weight: Annotated[float, Field(ge=LEAST_WEIGHT, le=1), number_of("Weight", LEAST_WEIGHT, 1)]


def check_mix(parts: tuple[Part, ...], template: str) -> None:
    """Two to four parts or none, the first with the style's own template. Raises `InvalidRequest`."""
    if not parts:
        return
    if not 2 <= len(parts) <= MOST_MIXED:
        raise InvalidRequest("Mix", f"has {len(parts)} parts, allowed are 2 to {MOST_MIXED}.")
    if parts[0].prompt_template != template:
        raise InvalidRequest("Mix", "its first part does not have the style's own prompt template.")


def describe_mix(parts: tuple[Part, ...]) -> str:
    """The parts in words: "Manga 70% + Pencil 30%"."""
    whole = sum(part.weight for part in parts)
    return " + ".join(f"{part.name} {part.weight / whole:.0%}" for part in parts)
