"""A queue: fair between owners, first come first served within one."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(Generic[T]):
    """Owners take turns, each with their oldest entry. Not thread-safe by itself."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[T]] = {}  # in the order of the owners' next turns

    def push(self, owner: str, entry: T) -> None:
        """Puts `entry` behind everything that `owner` has waiting already."""
        self._waiting.setdefault(owner, deque()).append(entry)

    def pop(self) -> T | None:
        """The next entry; its owner's turn comes again after everybody else's. None where nobody waits."""
        if not self._waiting:
            return None
        owner = next(iter(self._waiting))
        entries = self._waiting.pop(owner)
        entry = entries.popleft()
        if entries:
            self._waiting[owner] = entries
        return entry

    def remove(self, owner: str, entry: T) -> bool:
        """Takes `entry` out of the queue; whether it was in it."""
        entries = self._waiting.get(owner, deque())
        if entry not in entries:
            return False
        entries.remove(entry)
        if not entries:
            del self._waiting[owner]
        return True

    def order(self) -> list[T]:
        """Everything that waits, in the order in which it will be popped."""
        rows = [list(entries) for entries in self._waiting.values()]
        longest = max(map(len, rows), default=0)
        return [row[turn] for turn in range(longest) for row in rows if turn < len(row)]

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))
