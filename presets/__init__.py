"""Styles as data: the ones that come with Emerge, and people's own in one SQLite file; and the history beside them.

    from presets import PresetStore, load_builtin, new_preset
    store = PresetStore(data_dir)
    store.save(new_preset(name="Mine", prompt_template="ink drawing of {prompt}", guidance_scale=8))

Styles of other studios come in with `store.import_files` and go out with `store.export`, or without a store with
`read_styles` and `write_styles`. `History` keeps finished runs, `make_brief` sorts a prompt. Loads no torch.
"""

from presets.brief.brief import Brief, brief_of, join_chips, make_brief
from presets.database.database import PresetError
from presets.formats import FORMATS, Entry, Left, StyleFormat, left_behind, read_styles, write_styles
from presets.history.history import History, HistoryPage, Wanted
from presets.history.rows import Kept
from presets.store.cards import Card
from presets.store.importing import ImportReport, Line
from presets.store.store import PresetStore
from presets.style.preset import Piece, Preset, new_preset, parse_preset
from presets.style.shipped import load_builtin

__all__ = [
    "FORMATS",
    "Brief",
    "Card",
    "Entry",
    "History",
    "HistoryPage",
    "ImportReport",
    "Kept",
    "Left",
    "Line",
    "Piece",
    "Preset",
    "PresetError",
    "PresetStore",
    "StyleFormat",
    "Wanted",
    "brief_of",
    "join_chips",
    "left_behind",
    "load_builtin",
    "make_brief",
    "new_preset",
    "parse_preset",
    "read_styles",
    "write_styles",
]
