"""Styles of other studios and our own, in and out of files. One format a file; which one it is, its content says.

from presets.formats import read_styles, write_styles
origin, entries = read_styles(path.read_bytes())
path.write_bytes(write_styles("fooocus", presets))
"""

from presets.formats.entry import Entry
from presets.formats.outward import FORMATS, Left, StyleFormat, left_behind, style_format, write_styles
from presets.formats.recognise import MAX_ENTRIES, MAX_FILE_BYTES, READABLE, read_styles

__all__ = [
    "FORMATS",
    "MAX_ENTRIES",
    "MAX_FILE_BYTES",
    "READABLE",
    "Entry",
    "Left",
    "StyleFormat",
    "left_behind",
    "read_styles",
    "style_format",
    "write_styles",
]
