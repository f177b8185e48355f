"""Values that came from outside, checked by the name of their field."""

from __future__ import annotations

from pipeline.errors import InvalidRequest


def whole_number(field: str, value: object, low: int, high: int) -> int:
    """`value` as an int within [low, high]; 20.0 counts as whole. Raises `InvalidRequest`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high and value == int(value):
        return int(value)
    raise InvalidRequest(field, f"got {shown(value)}, allowed are whole numbers from {low} to {high}.")


def number(field: str, value: object, low: float, high: float) -> float:
    """`value` as a float within [low, high]. Raises `InvalidRequest`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    raise InvalidRequest(field, f"got {shown(value)}, allowed are numbers from {low:g} to {high:g}.")


def one_of(field: str, value: object, allowed: tuple[str, ...]) -> None:
    """None or one of `allowed`; else raises `InvalidRequest`."""
    if value is not None and value not in allowed:
        raise InvalidRequest(field, f"got {shown(value)}, allowed are {', '.join(allowed)}.")


def keep_checked(value: object, **fields: object) -> None:
    """Puts checked fields into a frozen value while it is being made."""
    for name, checked in fields.items():
        object.__setattr__(value, name, checked)


def shown(value: object) -> str:
    """What came, short and printable enough for a sentence."""
    try:
        text = repr(value)
    except ValueError:  # an int of thousands of digits
        return "a number far too long"
    return text if len(text) <= 40 else text[:37] + "..."
