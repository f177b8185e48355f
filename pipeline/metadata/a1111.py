"""AUTOMATIC1111's text of settings, which galleries and most studios read: written, and read back.

Prompt, "Negative prompt: ..." and, last, a line such as "Steps: 20, Sampler: Euler a, CFG scale: 7".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pipeline.errors import RunUnreadable
from pipeline.metadata.a1111_lines import Pairs, split_text
from pipeline.metadata.key_values import pairs_in, unquoted
from pipeline.metadata.raw_settings import plain_text, real, whole
from pipeline.prompt.lora_tags import words_alone
from pipeline.schedule.schedulers import SCHEDULERS, scheduler_from_a1111

PLAIN_SCHEDULES = ("Automatic", "Uniform")  # these leave a sampler as it is
# Our name -> A1111's, and how its value is read.
READERS: dict[str, tuple[str, Any]] = {
    "num_steps": ("Steps", whole),
    "guidance_scale": ("CFG scale", real),
    "seed": ("Seed", whole),
    "model": ("Model", plain_text),
    "strength": ("Denoising strength", real),
    "variation_seed": ("Variation seed", whole),
    "variation_strength": ("Variation seed strength", real),
}
# Denoising strength is that of a second pass over the picture itself where one of these stands beside it.
SECOND_PASS = ("Hires", "First pass size")
USED_KEYS = {key for key, _ in READERS.values()} | {"Size", "Sampler", "Schedule type", "Version", "Model hash"}
# As others write a key, without capitals -> A1111's; the last is SD.Next's.
KEYS = {key.lower(): key for key in USED_KEYS} | {"variation strength": "Variation seed strength"}
MAX_TEXT = 100_000  # characters of settings that are read from a file
MAX_PARAMETERS = 20_000  # and of the line of keys and values in them


def write_a1111(settings: dict[str, Any]) -> str:
    """The text that AUTOMATIC1111 writes for these settings."""
    scheduler = settings.get("scheduler")
    sampler, schedule = SCHEDULERS[scheduler].a1111 if scheduler in SCHEDULERS else (scheduler, None)
    parameters = {
        "Steps": settings.get("num_steps"),
        "Sampler": sampler,
        "Schedule type": schedule,
        "CFG scale": _plain(settings.get("guidance_scale")),
        "Seed": settings.get("seed"),
        "Size": f"{settings.get('width_px')}x{settings.get('height_px')}",
        "Model": settings.get("model"),
        "Variation seed": settings.get("variation_seed"),
        "Variation seed strength": _plain(settings.get("variation_strength")),
        "Denoising strength": _plain(settings.get("strength")) if settings.get("photo") else None,
        "Version": "Emerge",
    }
    pairs = ", ".join(f"{key}: {_quoted(value)}" for key, value in parameters.items() if value is not None)
    negative = settings.get("negative_prompt")
    lines = [text_of(settings.get("prompt", "")), f"Negative prompt: {text_of(negative)}" if negative else None, pairs]
    return "\n".join(line for line in lines if line is not None)


def parse_a1111(text: str) -> dict[str, Any]:
    """The settings in an A1111 text, in our names; what it does not say is left out. Raises `RunUnreadable`."""
    return read_a1111(text)[0]


def read_a1111(text: str, *, prompts_alone: bool = True) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The settings in an A1111 text, in our names, and the names of what cannot be read or is of no use here.

    prompts_alone: prompt and negative prompt without a line of parameters count as settings too.
    Raises `RunUnreadable`.
    """
    parts = split_text(text[:MAX_TEXT])
    if not parts.pairs and (parts.negative is None or not prompts_alone):
        raise RunUnreadable("There are no settings in this text.")
    pairs = [(KEYS.get(key.lower(), key), unquoted(value)) for key, value in parts.pairs]
    settings, unread = _read(dict(reversed(pairs)))  # the first of a key counts
    words, loras = words_alone({"prompt": parts.prompt, "negative_prompt": parts.negative or ""})
    unused = [*loras, *unread, *_unused(pairs, settings), *_unknown(parts.behind)]
    return {**words, **settings}, tuple(dict.fromkeys(unused))


def parameters_in(line: str) -> list[tuple[str, str]]:
    """Keys and values, as they stand, in a line such as "Steps: 20, Sampler: Euler a"."""
    return pairs_in(line[:MAX_PARAMETERS])


def _read(said: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What is said in our names, and what of it cannot be read, by key and value."""
    read = {name: reader(said[key]) for name, (key, reader) in READERS.items() if key in said}
    unread = [f"{key} {said[key][:40]}" for name, (key, _) in READERS.items() if read.get(name, "") is None]
    if "strength" in read and not _from_photo(said):
        del read["strength"]
        unread.append(READERS["strength"][0])
    size = re.fullmatch(r"(\d{1,5})(?:\.0)?\s*[x×]\s*(\d{1,5})(?:\.0)?", said.get("Size", ""))
    sides = {"width_px": int(size[1]), "height_px": int(size[2])} if size else {}
    unread += [f"Size {said['Size'][:40]}"] if "Size" in said and not size else []
    karras = ("Karras",) if said.get("Version") == "Emerge" else ("Karras", "Automatic")  # A1111's default for 2M
    scheduler = _scheduler(said.get("Sampler"), said.get("Schedule type") in karras)
    settings = {**read, **sides, "scheduler": scheduler}
    return {name: value for name, value in settings.items() if value is not None}, unread


def _from_photo(said: dict[str, str]) -> bool:
    """Whether the picture was painted over a photo, and not over itself in a second pass."""
    operations = said.get("Operations", "img2img")  # SD.Next's
    return "img2img" in operations and not any(key.startswith(SECOND_PASS) for key in said)


def _unused(pairs: Pairs, settings: dict[str, Any]) -> list[str]:
    """What an A1111 text says and we have no use for; of a sampler and of its schedule the name."""
    ours = settings.get("scheduler")
    unknown = [f"{key} {value}" for key, value in pairs if key == "Sampler" and ours is None]
    spacings = (*PLAIN_SCHEDULES, SCHEDULERS[ours].a1111[1] if ours in SCHEDULERS else None)
    unknown += [f"{key} {value}" for key, value in pairs if key == "Schedule type" and value not in spacings]
    return [*unknown, *_unknown(key for key, _ in pairs)]


def _unknown(keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key.lower() not in KEYS]


def _scheduler(sampler: str | None, karras: bool) -> str | None:
    """Our name of an A1111 sampler; older files say "DPM++ 2M Karras" in one."""
    found = scheduler_from_a1111(sampler, "karras" if karras else "")
    return None if found is None else found.name


def _plain(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


def _quoted(value: Any) -> str:
    text = text_of(str(value))
    return json.dumps(text, ensure_ascii=False) if re.search(r"[,:\n]", text) else text


def text_of(value: Any) -> str:
    """`value` as text that UTF-8 can hold."""
    return str(value).encode("utf-8", "replace").decode("utf-8")
