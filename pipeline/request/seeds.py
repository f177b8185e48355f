"""Seeds: drawn where none is given, and counted on for several pictures."""

from __future__ import annotations

import secrets

from pipeline.checks import whole_number
from pipeline.request.limits import MAX_SEED


def seed_of_image(seed: int, image: int) -> int:
    """The seed of picture `image` of several: the next one each, from the largest on to 0."""
    return (seed + image) % (MAX_SEED + 1)


def parse_seed(value: object, field: str = "Seed") -> int:
    """A seed from a form: empty (None, "", blank) draws one at random. Raises `InvalidRequest`."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return secrets.randbelow(MAX_SEED + 1)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:20])
    return whole_number(field, value, 0, MAX_SEED)
