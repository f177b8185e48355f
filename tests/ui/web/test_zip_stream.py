"""Zips as they are made, and what an upload is called."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from ui.web.uploads import upload_name
from ui.web.zip_stream import zip_of


def test_a_zip_comes_in_pieces_while_its_files_are_read() -> None:
    read: list[str] = []

    def files() -> Iterator[tuple[str, bytes]]:
        for name in ("a.png", "b.png", "c.csv"):
            read.append(name)
            yield name, name.encode() * 1000

    pieces = zip_of(files())
    first = next(pieces)
    assert read == ["a.png"] and first
    with zipfile.ZipFile(io.BytesIO(first + b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: name.encode() * 1000 for name in ("a.png", "b.png", "c.csv")
        }


def test_a_zip_of_nothing_is_one_that_opens() -> None:
    assert zipfile.ZipFile(io.BytesIO(b"".join(zip_of([])))).namelist() == []


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"orig_name": "my cat.png"}, "my cat.png"), ({"orig_name": "a\ud800b"}, "a?b"),
        ({"orig_name": "x" * 300}, "x" * 100),
        ({"orig_name": ""}, "photo"), ({"orig_name": 3}, "photo"), ({}, "photo"), ("path", "photo"), (None, "photo"),
    ],
)  # fmt: skip
def test_an_upload_is_called_as_its_file_was(value: Any, name: str) -> None:
    assert upload_name(value, "photo") == name
