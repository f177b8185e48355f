"""The search through the history: by SQLite's full text index where it is compiled in, else by reading every row.

The index is made and kept here and not by a migration, because a SQLite without FTS5 must open the same file.
"""

from __future__ import annotations

import re
import sqlite3

WORD = re.compile(r"[^\W_]+")
MAX_WORDS = 12
CREATE_INDEX = """CREATE VIRTUAL TABLE IF NOT EXISTS history_words
USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"""


def prepare_index(connection: sqlite3.Connection) -> bool:
    """Makes the index where there is none and fills it where it does not fit the runs; whether there is one."""
    try:
        connection.execute(CREATE_INDEX)
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM history_words)"
        ).fetchone()
    except sqlite3.OperationalError as error:
        if "fts5" in str(error).lower():
            return False
        raise
    if counts[0] != counts[1]:
        connection.execute("DELETE FROM history_words")
        connection.execute("INSERT INTO history_words (rowid, words) SELECT id, words FROM runs")
    return True


def add(connection: sqlite3.Connection, run_id: int, words: str) -> None:
    """One more run."""
    connection.execute("INSERT INTO history_words (rowid, words) VALUES (?, ?)", (run_id, words))


def remove(connection: sqlite3.Connection, run_id: int) -> None:
    """A run that is gone."""
    connection.execute("DELETE FROM history_words WHERE rowid = ?", (run_id,))


def condition(text: str, *, indexed: bool) -> tuple[list[str], list[str]]:
    """What a row of `runs` must hold so that every word of `text` begins a word of it, and the values for it.

    Scripts that write without spaces have no beginnings of words: their words may stand anywhere.
    """
    words = [word.casefold() for word in WORD.findall(text[:400])][:MAX_WORDS]
    prefixes = [word for word in words if indexed and word.isascii()]
    anywhere = [word for word in words if word not in prefixes]
    clauses, values = [], []
    if prefixes:
        clauses.append("id IN (SELECT rowid FROM history_words WHERE history_words MATCH ?)")
        values.append(" ".join(f'"{word}"*' for word in prefixes))
    for word in anywhere:
        clauses.append("words LIKE ?")
        values.append(f"%{word}%")
    return clauses, values
