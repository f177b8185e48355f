"""Words on a picture: what may be asked for, and how they are set. Importing this loads neither numpy nor Pillow."""

from __future__ import annotations

from pipeline.lettering.options import FONTS, FontName, Lettering, missing_letters

__all__ = ["FONTS", "FontName", "Lettering", "missing_letters"]
