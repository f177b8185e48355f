"""Studios that write their settings as one JSON object: Fooocus and its forks, InvokeAI, NovelAI.

A key that is missing, null or of another type costs what it says and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.errors import RunUnreadable
from pipeline.metadata.raw_settings import RawSettings, json_object
from pipeline.prompt.compel_weights import from_compel, has_functions

Keys = dict[str, tuple[str, ...]]  # our names -> theirs, the first that says something counts
FOOOCUS: Keys = {
    "prompt": ("prompt", "Prompt"),
    "negative_prompt": ("negative_prompt", "Negative"),
    "seed": ("seed",),
    "num_steps": ("steps",),
    "guidance_scale": ("guidance_scale", "cfg"),
    "sampler": ("sampler", "sampler_name"),
    "spacing": ("scheduler",),
    "model": ("base_model", "base_model_name"),
}
# What it paints with, the words of its styles among them: a list.
WHOLE = {"prompt": "full_prompt", "negative_prompt": "full_negative_prompt"}
FOOOCUS_LEAST = 3  # of its keys, else the JSON is of something else
INVOKE: Keys = {
    "prompt": ("positive_prompt",),
    "negative_prompt": ("negative_prompt",),
    "seed": ("seed",),
    "num_steps": ("steps",),
    "guidance_scale": ("cfg_scale",),
    "strength": ("strength",),
    "sampler": ("scheduler",),
    "model": ("model",),
}
NOVELAI: Keys = {
    "prompt": ("prompt",),
    "negative_prompt": ("uc",),
    "seed": ("seed",),
    "num_steps": ("steps",),
    "guidance_scale": ("scale",),
    "strength": ("strength",),
    "sampler": ("sampler",),
    "spacing": ("noise_schedule",),
}
SILENT = {"width", "height", "resolution", "base_model_hash", *WHOLE.values()}  # used, or of no use to anybody
PAIR = re.compile(r"(\d{2,5})\D{1,5}(\d{2,5})")
# A key that only one studio writes -> that studio, where it is known and not read.
NOT_READ = {"sui_image_params": "SwarmUI"}


def read_fooocus(texts: Iterable[str]) -> RawSettings | None:
    """What the first JSON of Fooocus, or of a fork, among `texts` says; None where there is none.

    Raises `RunUnreadable` for JSON of a studio that is not read.
    """
    for data in filter(None, map(json_object, texts)):
        studio = next((NOT_READ[key] for key in NOT_READ if key in data), None)
        if studio:
            raise RunUnreadable(f"This picture was written by {studio}, which is not read here.")
        values = _values(data, FOOOCUS)
        if len(values) < FOOOCUS_LEAST:
            continue
        for name, whole in WHOLE.items():
            parts = data.get(whole)
            if values.get(name) == "" and isinstance(parts, list):
                values[name] = ", ".join(part for part in parts if isinstance(part, str))
        software = data.get("software")
        origin = software[:40] if isinstance(software, str) and software.strip() else "Fooocus"
        return RawSettings(origin=origin, values=values, unused=_unused(data, FOOOCUS))
    return None


def read_invoke(chunks: Mapping[str, str]) -> RawSettings | None:
    """What InvokeAI says since version 3; None where it says nothing."""
    data = json_object(chunks.get("invokeai_metadata", "")) or {}
    values = _values(data, INVOKE)
    if not values:
        return None
    values.setdefault("negative_prompt", "")
    model = values.get("model")
    if isinstance(model, dict):
        values["model"] = model.get("name", model.get("model_name"))
    if "txt2img" in str(data.get("generation_mode")):
        values.pop("strength", None)
    words = [values[name] for name in WHOLE if isinstance(values.get(name), str)]
    values |= {name: from_compel(values[name]) for name in WHOLE if isinstance(values.get(name), str)}
    functions = ("functions in the prompt",) if any(map(has_functions, words)) else ()
    return RawSettings(origin="InvokeAI", values=values, unused=(*_unused(data, INVOKE), *functions))


def read_novelai(chunks: Mapping[str, str]) -> RawSettings | None:
    """What NovelAI says; None where it says nothing."""
    data = json_object(chunks.get("Comment", "")) or {}
    values = _values(data, NOVELAI)
    if "Source" not in chunks or len(values) < 2:
        return None
    if chunks.get("Description", "").strip():
        values["prompt"] = chunks["Description"].strip()
    source = re.fullmatch(r"(.*?)\s+[A-Z0-9]+", chunks["Source"])
    if source:
        values["model"] = source[1]
    if data.get("request_type") == "PromptGenerateRequest":  # not painted over anything
        values.pop("strength", None)
    return RawSettings(origin="NovelAI", values=values, unused=_unused(data, NOVELAI))


def _values(data: dict[str, Any], keys: Keys) -> dict[str, Any]:
    """What is said, by our names; what is null is not said."""
    said = {
        name: next((data[key] for key in theirs if data.get(key) is not None), None) for name, theirs in keys.items()
    }
    width, height = data.get("width"), data.get("height")
    pair = PAIR.search(str(data.get("resolution"))[:40])
    if width is None and height is None and pair:
        width, height = pair.groups()
    said |= {"width_px": width, "height_px": height}
    return {name: value for name, value in said.items() if value is not None}


def _unused(data: dict[str, Any], keys: Keys) -> tuple[str, ...]:
    used = {key for theirs in keys.values() for key in theirs} | SILENT
    return tuple(str(key)[:40] for key, value in data.items() if key not in used and value is not None)
