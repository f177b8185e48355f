"""What people did to the cards, built-in ones too: stars, their own order, thumbnails painted on their own subject."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.checks import shown
from pipeline.errors import InvalidRequest
from presets.database.database import Database
from presets.style.fields import MAX_THUMBNAIL_BYTES


@dataclass(frozen=True, kw_only=True)
class Card:
    """place: in people's own order, None where it was never moved. painted: a version of its thumbnail, "" for none.
    seed: what the thumbnail was painted with, None where nobody knows."""

    favourite: bool = False
    place: int | None = None
    painted: str = ""
    seed: int | None = None


class Cards:
    """The table of cards. Every method may be called from any thread and raises `PresetError` like the store's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Card]:
        """Cards by preset key; a preset that is not in it has never been touched."""
        with self._database.connect() as connection:
            rows = connection.execute("SELECT key, favourite, place, painted, seed FROM cards").fetchall()
        return {
            key: Card(favourite=bool(star), place=place, painted=painted, seed=seed)
            for key, star, place, painted, seed in rows
        }

    def star(self, key: str, favourite: bool) -> None:
        """Marks a preset as a favourite, or no longer."""
        with self._database.connect(write=True) as connection:
            connection.execute(
                "INSERT INTO cards (key, favourite) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET favourite = excluded.favourite",
                (key, int(favourite)),
            )

    def arrange(self, keys: Sequence[str]) -> None:
        """Keeps this order, the first key first."""
        with self._database.connect(write=True) as connection:
            connection.executemany(
                "INSERT INTO cards (key, place) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET place = excluded.place",
                [(key, place) for place, key in enumerate(keys)],
            )

    def keep_thumbnails(self, jpegs: Mapping[str, bytes], seed: int | None = None) -> None:
        """Keeps small JPEGs by preset key, in place of the ones before. Raises `InvalidRequest` for a large one.

        seed: what they were painted with, where that is known.
        """
        if any(len(jpeg) > MAX_THUMBNAIL_BYTES for jpeg in jpegs.values()):
            raise InvalidRequest("Thumbnail", f"has more than {MAX_THUMBNAIL_BYTES // 1000} KB.")
        with self._database.connect(write=True) as connection:
            write_thumbnails(connection, jpegs, seed)

    def forget_thumbnail(self, key: str) -> None:
        """Back to the thumbnail that the style came with, or to none."""
        with self._database.connect(write=True) as connection:
            connection.execute("UPDATE cards SET thumbnail = NULL, painted = '', seed = NULL WHERE key = ?", (key,))

    def thumbnail(self, key: str) -> bytes | None:
        """The JPEG that people painted for a preset, None where there is none."""
        with self._database.connect() as connection:
            row = connection.execute("SELECT thumbnail FROM cards WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else None

    def thumbnails(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The JPEGs that people painted for these presets, by key."""
        wanted = set(keys)
        with self._database.connect() as connection:
            rows = connection.execute("SELECT key, thumbnail FROM cards WHERE thumbnail IS NOT NULL").fetchall()
        return {key: bytes(jpeg) for key, jpeg in rows if key in wanted}


def write_thumbnails(connection: sqlite3.Connection, jpegs: Mapping[str, bytes], seed: int | None = None) -> None:
    """Keeps small JPEGs by preset key, each under a new version."""
    connection.executemany(
        "INSERT INTO cards (key, thumbnail, painted, seed) VALUES (?, ?, lower(hex(randomblob(6))), ?)"
        " ON CONFLICT (key) DO UPDATE SET thumbnail = excluded.thumbnail, painted = excluded.painted,"
        " seed = excluded.seed",
        [(key, jpeg, seed) for key, jpeg in jpegs.items()],
    )


def in_order(keys: Sequence[str], cards: Mapping[str, Card]) -> list[str]:
    """Favourites first; within both groups what was moved in its place, the rest after it as it came."""
    untouched = Card()

    def rank(key: str) -> tuple[bool, bool, int]:
        card = cards.get(key, untouched)
        return not card.favourite, card.place is None, card.place or 0

    return sorted(keys, key=rank)


def moved(keys: Sequence[str], key: str, before: str) -> list[str]:
    """The order after putting `key` before another one, or at the end for "". Raises `InvalidRequest`."""
    if key not in keys or (before and before not in keys):
        raise InvalidRequest("Preset", f"got {shown(key if key not in keys else before)}, and there is no such preset.")
    if key == before:
        return list(keys)
    others = [each for each in keys if each != key]
    at = others.index(before) if before else len(others)
    return [*others[:at], key, *others[at:]]
