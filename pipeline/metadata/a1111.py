"""AUTOMATIC1111's text of settings, which galleries and most studios read: written, and read back.

Prompt, "Negative prompt: ..." and, last, a line such as "Steps: 20, Sampler: Euler a, CFG scale: 7".
"""

from __future__ import annotations

import json
import re
from typing import Any

from pipeline.errors import InvalidRequest, RunUnreadable

SAMPLERS = {
    "DDIM": ("DDIM", None),
    "DDPM": ("DDPM", None),
    "Euler": ("Euler", None),
    "Euler a": ("Euler a", None),
    "DPM++ 2M": ("DPM++ 2M", "Uniform"),
    "DPM++ 2M Karras": ("DPM++ 2M", "Karras"),
    "UniPC": ("UniPC", None),
}
PLAIN_SCHEDULES = ("Automatic", "Uniform")  # these leave a sampler as it is
# Our name -> A1111's, and how its value is read.
READERS: dict[str, tuple[str, Any]] = {
    "num_steps": ("Steps", int),
    "guidance_scale": ("CFG scale", float),
    "seed": ("Seed", int),
    "model": ("Model", str),
    "strength": ("Denoising strength", float),
    "variation_seed": ("Variation seed", int),
    "variation_strength": ("Variation seed strength", float),
}
USED_KEYS = {key for key, _ in READERS.values()} | {"Size", "Sampler", "Schedule type", "Version", "Model hash"}
# A key is short and begins the line or follows a comma: looked for everywhere, a long word costs its length squared.
PARAMETER = re.compile(r'(?:^|,)\s*(\w[\w \-/]{1,60}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?=,|$)')
MAX_TEXT = 100_000  # characters of settings that are read from a file
MAX_PARAMETERS = 20_000  # and of the line of keys and values in them


def write_a1111(settings: dict[str, Any]) -> str:
    """The text that AUTOMATIC1111 writes for these settings."""
    sampler, schedule = SAMPLERS.get(settings.get("scheduler") or "", (settings.get("scheduler"), None))
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
    *lines, last = _lines(text)
    pairs = parameters_in(last)
    if len(pairs) < 3:
        raise RunUnreadable("There are no settings in this text.")
    prompt, negative = _split_prompts(lines)
    found = {key: _unquoted(value) for key, value in pairs}
    settings: dict[str, Any] = {"prompt": prompt, "negative_prompt": negative}
    for name, (key, read) in READERS.items():
        if key in found:
            settings[name] = _number(read, found[key], key)
    size = re.fullmatch(r"(\d{1,5})x(\d{1,5})", found.get("Size", ""))
    if size:
        settings |= {"width_px": int(size[1]), "height_px": int(size[2])}
    karras = ("Karras",) if found.get("Version") == "Emerge" else ("Karras", "Automatic")  # A1111's default for 2M
    scheduler = _scheduler(found.get("Sampler"), found.get("Schedule type") in karras)
    return settings | ({"scheduler": scheduler} if scheduler else {})


def parameters_in(line: str) -> list[tuple[str, str]]:
    """Keys and values, as they stand, in a line such as "Steps: 20, Sampler: Euler a"."""
    return PARAMETER.findall(line[:MAX_PARAMETERS])


def unused_in(text: str, settings: dict[str, Any]) -> tuple[str, ...]:
    """What an A1111 text says and we have no use for; of a sampler and of its schedule the name."""
    pairs = parameters_in(_lines(text)[-1])
    ours = settings.get("scheduler")
    unknown = [f"{key} {value}" for key, value in pairs if key == "Sampler" and ours is None]
    spacings = PLAIN_SCHEDULES if ours != "DPM++ 2M Karras" else (*PLAIN_SCHEDULES, "Karras")
    unknown += [f"{key} {value}" for key, value in pairs if key == "Schedule type" and value not in spacings]
    return (*unknown, *(key for key, _ in pairs if key not in USED_KEYS))


def _lines(text: str) -> list[str]:
    """Prompt, negative prompt and, last, the line of parameters."""
    return text[:MAX_TEXT].strip().split("\n")


def _split_prompts(lines: list[str]) -> tuple[str, str]:
    starts = [number for number, line in enumerate(lines) if line.startswith("Negative prompt:")]
    cut = starts[0] if starts else len(lines)
    negative = "\n".join(lines[cut:]).removeprefix("Negative prompt:").strip()
    return "\n".join(lines[:cut]).strip(), negative


def _scheduler(sampler: str | None, karras: bool) -> str | None:
    """Our name of an A1111 sampler; older files say "DPM++ 2M Karras" in one."""
    if sampler not in SAMPLERS:
        return None
    return "DPM++ 2M Karras" if sampler == "DPM++ 2M" and karras else sampler


def _number(read: Any, value: str, key: str) -> Any:
    try:
        return read(value)
    except ValueError:
        raise InvalidRequest(key, f"got {value[:40]!r}, which cannot be read.") from None


def _plain(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


def _quoted(value: Any) -> str:
    text = text_of(str(value))
    return json.dumps(text, ensure_ascii=False) if re.search(r"[,:\n]", text) else text


def _unquoted(value: str) -> str:
    if not (value.startswith('"') and value.endswith('"')):
        return value.strip()
    try:
        return str(json.loads(value))
    except ValueError:
        return value.strip('"')


def text_of(value: Any) -> str:
    """`value` as text that UTF-8 can hold."""
    return str(value).encode("utf-8", "replace").decode("utf-8")
