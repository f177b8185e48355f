"""How the page listens to its own events: privately, with values as they came; at once, or only to the latest."""

from __future__ import annotations

from typing import Any

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "preprocess": False}
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
LATEST: dict[str, Any] = {**QUIET, "queue": False, "trigger_mode": "always_last"}
