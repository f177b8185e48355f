"""Styles of other studios and our own, in and out of files. One format a file; which one it is, its content says.

from presets.formats import read_styles
origin, entries = read_styles(path.read_bytes())
"""

from presets.formats.entry import Entry
from presets.formats.recognise import MAX_ENTRIES, MAX_FILE_BYTES, read_styles

__all__ = ["MAX_ENTRIES", "MAX_FILE_BYTES", "Entry", "read_styles"]
