"""A field of a form as the type that it must be. What is none raises `InvalidRequest`, naming the field."""

from __future__ import annotations

from typing import TypeVar

from pipeline.checks import one_of, shown
from pipeline.errors import InvalidRequest

Choice = TypeVar("Choice", bound=str)


def text(field: str, value: object) -> str:
    """`value`, of any length: a request says itself what is too long."""
    if not isinstance(value, str):
        raise InvalidRequest(field, f"got {shown(value)}, allowed is text.")
    return value


def switch(field: str, value: object) -> bool:
    """True or False; None is off."""
    if not isinstance(value, bool | None):
        raise InvalidRequest(field, f"got {shown(value)}, allowed are true and false.")
    return bool(value)


def choice(field: str, value: object, allowed: tuple[Choice, ...]) -> Choice | None:
    """The one of `allowed` that is chosen, None where nothing is."""
    one_of(field, value, allowed)
    return next((each for each in allowed if each == value), None)


def first(*values: object) -> object:
    """The first that says something; None where none does."""
    return next((value for value in values if value is not None and value != ""), None)


def unless(value: object, nothing: str) -> object:
    """None where the choice is `nothing`, which stands for no choice."""
    return None if value == nothing else value
