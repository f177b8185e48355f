"""Where a prompt is cut that is longer than the model reads at once."""

from __future__ import annotations

from collections.abc import Collection

LOOK_BACK = 20  # tokens: a window ends at a comma where there is one so near to its end


def window_starts(count: int, room: int, commas: Collection[int]) -> tuple[int, ...]:
    """The place of the first token of every window, from 0; of no tokens one window too.

    count: tokens without the start and end marks. room: how many of them a window holds. commas: their places.
    """
    starts = [0]
    while starts[-1] + room < count:
        end = starts[-1] + room
        starts.append(max((place + 1 for place in commas if end - LOOK_BACK <= place + 1 <= end), default=end))
    return tuple(starts)
