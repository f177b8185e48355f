"""From an error to the one sentence that a person reads."""

from __future__ import annotations

import logging

from pipeline.errors import BUG, GenerationError

logger = logging.getLogger(__name__)


def sentence(error: BaseException) -> str:
    """What to tell the person. Anything but a `GenerationError` is a bug: logged, told neutrally."""
    if isinstance(error, GenerationError):
        return str(error)
    logger.error("An unexpected error", exc_info=error)
    return BUG


def printable(text: str) -> str:
    """`text` with lone surrogates replaced, so that it can be sent as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
