"""InvokeAI's style JSON: a list of {"name", "positive_prompt", "negative_prompt"}, or records with "preset_data".

Where a style does not say {prompt}, InvokeAI appends its words with a space.
Source: style_preset_records_common.py and usePresetModifiedPrompts.ts of invoke-ai/InvokeAI. Its lists that say
"prompt" cannot be told from Fooocus' and are read as those.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.prompt.compel_weights import from_compel, has_functions
from presets.formats.entry import Entry, build_entry
from presets.formats.words import words_of
from presets.style.preset import Preset

DATA_KEYS = {"positive_prompt", "negative_prompt"}
RECORD_KEYS = {"id", "user_id", "type", "is_public", "image", "preset_data", "name"}


def is_invoke(entries: list[dict[str, Any]]) -> bool:
    """Whether any entry has a key that only InvokeAI writes."""
    return any(entry.keys() & {"positive_prompt", "preset_data"} for entry in entries)


def read_invoke(entries: list[Any]) -> Iterator[Entry]:
    """The styles in a list; what is no object is named by its place."""
    for number, entry in enumerate(entries, 1):
        place = f"entry {number}"
        if not isinstance(entry, dict):
            yield Entry(place=place, name="", reason="it is no object with name and positive_prompt")
            continue
        data = entry.get("preset_data")
        words = data if isinstance(data, dict) else entry
        said = (words.get("positive_prompt", words.get("prompt")), words.get("negative_prompt"))
        prompt, negative = (from_compel(text) if isinstance(text, str) else text for text in said)
        unused = tuple(str(key)[:40] for key in entry.keys() - RECORD_KEYS - DATA_KEYS - {"prompt"})
        remarks = _remarks(said, (prompt, negative))
        yield build_entry(place, entry.get("name"), prompt, negative, joint=" ", remarks=remarks, unused=unused)


def _remarks(said: tuple[object, ...], read: tuple[object, ...]) -> tuple[str, ...]:
    """What became of InvokeAI's own syntax in the words."""
    weights = "its weights, such as word++ or (words)1.3, are written here as (words:1.3)"
    functions = "its functions, such as .blend() or .and(), are no words here, and are read as they stand"
    has_any = any(isinstance(text, str) and has_functions(text) for text in said)
    return (*((weights,) if said != read else ()), *((functions,) if has_any else ()))


def write_invoke(presets: Iterable[Preset]) -> bytes:
    """The presets as a list for InvokeAI's import, which refuses a file with any other key in it."""
    entries = [
        {"name": preset.name, "positive_prompt": words_of(preset), "negative_prompt": preset.negative_prompt}
        for preset in presets
    ]
    return (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
