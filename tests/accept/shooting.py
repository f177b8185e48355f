"""Screenshots for README and docs/guide.md: small enough that a page of them loads at once."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
MAX_BYTES = 120_000
QUALITIES = (88, 80, 72, 64, 56, 48)


def shoot(shown: Page | Locator, name: str) -> None:
    """A screenshot as docs/pictures/<name>.webp, of the best quality that keeps it under `MAX_BYTES`.

    Raises ValueError where none does.
    """
    with Image.open(io.BytesIO(shown.screenshot())) as picture:
        for quality in QUALITIES:
            file = io.BytesIO()
            picture.convert("RGB").save(file, "WEBP", quality=quality, method=6)
            if file.tell() <= MAX_BYTES:
                (PICTURES / f"{name}.webp").write_bytes(file.getvalue())
                return
    raise ValueError(f"{name} takes more than {MAX_BYTES} bytes as WebP of quality {QUALITIES[-1]}")
