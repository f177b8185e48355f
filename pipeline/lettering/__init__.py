"""Words on a picture: what may be asked for, and how they are set. Importing this loads neither numpy nor Pillow."""

from __future__ import annotations

from pipeline.lettering.options import FONTS, FontName, Lettering, lacking

__all__ = ["FONTS", "FontName", "Lettering", "lacking"]
