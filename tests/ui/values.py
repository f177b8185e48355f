"""What components hold, for a handler that is asked without a page."""

from __future__ import annotations

from collections import defaultdict
from typing import Any


def values(**given: Any) -> Any:
    """These values by name; a component that is not named holds nothing."""
    return defaultdict(lambda: None, given)
