"""Pictures of InvokeAI before version 3 ("sd-metadata", "Dream"), which sd-parsers knows how to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.metadata.raw_settings import RawSettings
from pipeline.prompt.compel_weights import from_compel

if TYPE_CHECKING:
    from sd_parsers.data import Prompt

KEYS = ("sd-metadata", "Dream")
NAMES = {"seed": "seed", "steps": "num_steps", "cfg_scale": "guidance_scale", "strength": "strength"}
SIZE = ("width", "height")


def read_legacy_invoke(chunks: Mapping[str, str]) -> RawSettings | None:
    """What such a picture says; None where it is none."""
    said = {key: chunks[key] for key in KEYS if key in chunks}
    if not said:
        return None
    from sd_parsers.exceptions import ParserError
    from sd_parsers.parsers import InvokeAIParser

    try:
        found = InvokeAIParser().parse(said)
    except ParserError:
        return None
    sampler = found.samplers[0]
    entries = {**found.metadata, **sampler.parameters}
    values = {ours: entries.get(theirs) for theirs, ours in NAMES.items()}
    values |= {f"{side}_px": entries.get(side) for side in SIZE}
    values |= {"prompt": _words(sampler.prompts), "negative_prompt": _words(sampler.negative_prompts)}
    values |= {"sampler": sampler.name, "model": sampler.model.name if sampler.model else None}
    unused = tuple(str(key) for key in entries if key not in NAMES and key not in SIZE)
    return RawSettings(origin="InvokeAI", values=values, unused=unused)


def _words(written: list[Prompt]) -> str:
    return from_compel(", ".join(each.value for each in written if isinstance(each.value, str)))
