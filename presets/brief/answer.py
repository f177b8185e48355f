"""The brief by an instruction model: what it is asked, and its answer read strictly into the same chips."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from presets.brief.brief import Brief, brief_of

TASK = (
    "Expand this short description of a picture into a brief for an illustrator. Keep every word that names who or "
    "what is in it. Answer with one JSON object and nothing else. Its keys are exactly subject, keep, style, medium, "
    "light and palette; each value is a list of short phrases of at most six words. subject: who is in the picture. "
    "keep: features that must be recognised. style: the manner. medium: the material or technique. light: the light. "
    "palette: the colours. Use an empty list where nothing fits."
)
FENCE = re.compile(r"\A```(?:json)?\s*(.*?)\s*```\Z", re.DOTALL)
Chip = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]
Chips = Annotated[list[Chip], Field(max_length=8)]


class _Answer(BaseModel):
    """Exactly the facets, each a short list of short phrases."""

    model_config = ConfigDict(extra="forbid", strict=True)
    subject: Annotated[list[Chip], Field(min_length=1, max_length=8)]
    keep: Chips
    style: Chips
    medium: Chips
    light: Chips
    palette: Chips


def read_answer(answer: str, style: str = "") -> Brief | None:
    """The brief in a model's answer, with what is offered besides; None where it is not what was asked for.

    `style`: as in `presets.brief.brief.make_brief`; around a chosen style the model's own is left out.
    """
    fenced = FENCE.match(answer.strip())
    try:
        read = _Answer.model_validate_json(fenced[1] if fenced else answer.strip())
    except ValidationError:
        return None
    chips = {facet: tuple(dict.fromkeys(phrases)) for facet, phrases in read.model_dump().items()}
    return brief_of({**chips, "style": ()} if style else chips, style)
