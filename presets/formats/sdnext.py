"""SD.Next's style JSON: one style, or a list of {"name", "description", "prompt", "negative", "extra", ...}.

`extra` is a line of settings as under a picture ("steps: 20, cfg scale: 6"). Source: modules/styles.py of
vladmandic/sdnext. `preview` is a JPEG in a data URL; its wildcards are not taken over.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.checks import number, whole_number
from pipeline.errors import InvalidRequest
from pipeline.metadata.a1111 import parameters_in
from pipeline.request import MAX_GUIDANCE, MAX_STEPS, MAX_STRENGTH, MIN_GUIDANCE, MIN_STRENGTH
from pipeline.schedule.schedulers import SCHEDULERS
from presets.formats.entry import Entry, build_entry
from presets.formats.words import words_of
from presets.style.fields import MAX_THUMBNAIL_BYTES
from presets.style.pictures import JPEG_URL, as_text
from presets.style.preset import Preset

OWN_KEYS = {"negative", "extra", "wildcards", "preview", "description"}
USED_KEYS = {"name", "prompt", "negative", "negative_prompt", "description", "extra", "preview", "filename", "mtime"}
MAX_NOTE_CHARS = 300
KARRAS = " Karras"
JPEG_MAGIC = b"\xff\xd8\xff"
# SD.Next's name of a setting -> ours, and how its value is checked.
SETTINGS: dict[str, tuple[str, Callable[[str], object]]] = {
    "steps": ("num_steps", lambda text: whole_number("Steps", float(text), 1, MAX_STEPS)),
    "cfg scale": ("guidance_scale", lambda text: number("Guidance scale", float(text), MIN_GUIDANCE, MAX_GUIDANCE)),
    "denoising strength": ("strength", lambda text: number("Strength", float(text), MIN_STRENGTH, MAX_STRENGTH)),
    "sampler": ("scheduler", lambda text: _scheduler(text)),
}


def is_sdnext(entries: list[dict[str, Any]]) -> bool:
    """Whether any entry has a key that only SD.Next writes."""
    return any("name" in entry and entry.keys() & OWN_KEYS for entry in entries)


def read_sdnext(entries: list[Any]) -> Iterator[Entry]:
    """The styles in a list; what is no object is named by its place."""
    for number_, entry in enumerate(entries, 1):
        place = f"entry {number_}"
        if not isinstance(entry, dict):
            yield Entry(place=place, name="", reason="it is no object with name and prompt")
        else:
            yield _entry(place, entry)


def _entry(place: str, entry: dict[str, Any]) -> Entry:
    settings, remarks, unused = _settings(entry.get("extra"))
    note = entry.get("description")
    if isinstance(note, str) and note.strip() and note.strip() != entry.get("name"):
        settings["note"] = " ".join(note.split())[:MAX_NOTE_CHARS]
    unused += tuple(str(key)[:40] for key in entry.keys() - USED_KEYS if entry[key])
    negative = entry.get("negative", entry.get("negative_prompt"))
    thumbnail = _thumbnail(entry.get("preview"))
    if entry.get("preview") and not thumbnail:
        remarks += (f"its preview was left out, since it is no JPEG of up to {MAX_THUMBNAIL_BYTES // 1000} KB",)
    made = build_entry(
        place, entry.get("name"), entry.get("prompt"), negative, more=settings, remarks=remarks, unused=unused
    )
    return replace(made, thumbnail=thumbnail)


def _thumbnail(preview: object) -> bytes:
    """The JPEG as it is, b"" for none: only browsers ever decode it."""
    if not isinstance(preview, str) or not preview.startswith(JPEG_URL):
        return b""
    try:
        jpeg = base64.b64decode(preview[len(JPEG_URL) :], validate=True)
    except (binascii.Error, ValueError):
        return b""
    return jpeg if jpeg.startswith(JPEG_MAGIC) and len(jpeg) <= MAX_THUMBNAIL_BYTES else b""


def _settings(extra: object) -> tuple[dict[str, object], tuple[str, ...], tuple[str, ...]]:
    """What of `extra` we know, remarks on what does not hold here, and the names of the rest."""
    found: dict[str, object] = {}
    remarks: list[str] = []
    unused: list[str] = []
    if not isinstance(extra, str):
        return found, (), ()
    for key, value in parameters_in(extra):
        name = re.sub(r"[\s_]+", " ", key.strip().lower())
        if name not in SETTINGS:
            unused.append(key.strip())
            continue
        ours, check = SETTINGS[name]
        try:
            found[ours] = check(value.strip().strip('"'))
        except (InvalidRequest, ValueError, OverflowError):
            remarks.append(f"its {key.strip()} “{value.strip()[:40]}” was left out, since it cannot be used here")
    return found, tuple(remarks), tuple(unused)


def _scheduler(text: str) -> str:
    known = {name.casefold(): name for name in SCHEDULERS}
    if text.casefold() not in known:
        raise ValueError(text)
    return known[text.casefold()]


def write_sdnext(presets: Iterable[Preset], jpegs: Mapping[str, bytes]) -> bytes:
    """The presets as a list that SD.Next reads from one file in its folder of styles.

    `jpegs`: pictures of their cards by key, which go along as previews.
    """
    entries = [
        {
            "name": preset.name,
            "description": preset.note or preset.name,
            "prompt": words_of(preset),
            "negative": preset.negative_prompt,
            "extra": _extra(preset),
            "preview": as_text(jpegs[preset.key]) if preset.key in jpegs else "",
        }
        for preset in presets
    ]
    return (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _extra(preset: Preset) -> str:
    numbers = {
        "steps": preset.num_steps,
        "cfg scale": f"{preset.guidance_scale:g}",
        "denoising strength": f"{preset.strength:g}",
        # Its spacing of the noise is an option of SD.Next and no part of a sampler's name.
        "sampler": preset.scheduler and preset.scheduler.removesuffix(KARRAS),
    }
    return ", ".join(f"{name}: {value}" for name, value in numbers.items() if value is not None)
