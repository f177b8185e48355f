"""Errors for people, on their way to another process."""

from __future__ import annotations

import pickle

import pytest

from pipeline.errors import (
    CannotWrite,
    GenerationError,
    InvalidRequest,
    ModelUnavailable,
    NotFinite,
    OutOfMemory,
    QueueFull,
    RunUnreadable,
)

ERRORS = [
    InvalidRequest("Steps", "got 0."), ModelUnavailable("mau", "copy it again."), CannotWrite("Too long."),
    OutOfMemory(512, 512, 2), NotFinite(3), QueueFull(32), RunUnreadable("This is no picture."), GenerationError("No."),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_arrives_as_it_was_sent(error: GenerationError) -> None:
    arrived = pickle.loads(pickle.dumps(error))
    assert (type(arrived), str(arrived), vars(arrived)) == (type(error), str(error), vars(error))
