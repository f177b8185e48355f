"""A row more in the table of views, for as long as a test runs."""

from __future__ import annotations

import pytest
from PIL import Image

from pipeline.views import VIEWS
from pipeline.views.view import Trajectory, View


def _render(run: Trajectory, index: int, image: int) -> Image.Image:
    return Image.new("RGB", (8, 8), (20 * index, 20 * image, 200))


def add_view(monkeypatch: pytest.MonkeyPatch, *, saved: bool) -> View:
    """A view of runs in memory, another colour for each step and picture."""
    view = View(
        key="colour", label="Colour", help="a colour for each step", needs=("records",), render=_render, saved=saved
    )
    monkeypatch.setitem(VIEWS, view.key, view)
    return view
