"""Styles as data: the ones that come with Emerge, and people's own in one SQLite file.

from presets import PresetStore, load_builtin, new_preset
store = PresetStore(data_dir)
store.save(new_preset(name="Mine", prompt_template="ink drawing of {prompt}", guidance_scale=8))
"""

from presets.bringing import ImportReport, Line
from presets.cards import Card
from presets.database import PresetError
from presets.preset import Piece, Preset, new_preset, parse_preset
from presets.shipped import load_builtin
from presets.store import PresetStore

__all__ = [
    "Card",
    "ImportReport",
    "Line",
    "Piece",
    "Preset",
    "PresetError",
    "PresetStore",
    "load_builtin",
    "new_preset",
    "parse_preset",
]
