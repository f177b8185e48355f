"""Imports gradio in a third of the time.

At every import gradio parses its own sources to refresh the type stubs that lie beside them: 4 of 6 seconds on a small
machine, and useful only to an editor. It skips components whose source file cannot be found, so for the length of the
import its look-up of source files finds none.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable

STUB_WRITER = "gradio.component_meta"


def import_gradio() -> None:
    """Imports gradio without refreshing its type stubs. Does nothing when gradio is there already."""
    if "gradio" in sys.modules:
        return
    real: Callable[..., str] = inspect.getfile

    def getfile(object: object) -> str:
        if sys._getframe(1).f_globals.get("__name__") == STUB_WRITER:
            raise OSError("type stubs are not refreshed")
        return real(object)

    inspect.getfile = getfile
    try:
        import gradio  # noqa: F401
    finally:
        inspect.getfile = real
