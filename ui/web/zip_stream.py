"""Pictures as one zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any


def zip_of(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A zip of files by name, piece by piece as it is made: it never lies in memory or on the disk as a whole.

    Nothing is compressed, because pictures are already.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(name, data)
            yield outlet.taken()
    yield outlet.taken()


class _Outlet(io.RawIOBase):
    """What a zip is written to, and taken from piece by piece."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        data = bytes(self._held)
        self._held.clear()
        return data
