"""Fooocus' `sdxl_styles` JSON: a list of {"name", "prompt"?, "negative_prompt"?}.

Where no chosen style says {prompt}, Fooocus puts the person's words first. InvokeAI reads the same list.
Source: modules/sdxl_styles.py of lllyasviel/Fooocus.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from presets.formats.entry import Entry, build_entry
from presets.formats.words import words_of
from presets.style.preset import Preset

KEYS = {"name", "prompt", "negative_prompt"}


def is_fooocus(entries: list[dict[str, Any]]) -> bool:
    """Whether any entry has the words of a style under these names."""
    return any("name" in entry and entry.keys() & {"prompt", "negative_prompt"} for entry in entries)


def read_fooocus(entries: list[Any]) -> Iterator[Entry]:
    """The styles in a list; what is no object is named by its place."""
    for number, entry in enumerate(entries, 1):
        place = f"entry {number}"
        if not isinstance(entry, dict):
            yield Entry(place=place, name="", reason="it is no object with name and prompt")
            continue
        unused = tuple(str(key)[:40] for key in entry.keys() - KEYS)
        yield build_entry(place, entry.get("name"), entry.get("prompt"), entry.get("negative_prompt"), unused=unused)


def write_fooocus(presets: Iterable[Preset]) -> bytes:
    """The presets as a list for Fooocus' `sdxl_styles` folder: names and words.

    Every entry has all three keys, since older versions drop the whole file where one is missing.
    """
    entries = [
        {"name": preset.name, "prompt": words_of(preset), "negative_prompt": preset.negative_prompt}
        for preset in presets
    ]
    return (json.dumps(entries, ensure_ascii=False, indent=4) + "\n").encode("utf-8")
