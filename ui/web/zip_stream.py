"""Pictures as one zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def zip_of(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A zip of files by name, piece by piece as it is made: it never lies in memory or on the disk as a whole.

    Nothing is compressed, because pictures are already.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(name, data)
            yield outlet.take()
    yield outlet.take()


class _Outlet(io.RawIOBase):
    """What a zip is written to, and taken from piece by piece."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        self._written += data
        return memoryview(data).nbytes

    def take(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._written)
        self._written.clear()
        return data
