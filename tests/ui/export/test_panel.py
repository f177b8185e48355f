"""What the Export panel offers."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from pipeline.film.film import FilmStyle, write_film
from pipeline.film.formats import FILM_FORMATS, FilmFormat
from ui.export import panel

FLIP = FilmFormat(
    key="flip", label="Flip book", help="On paper.", media_type="application/x-flip", ending="flip",
    write=lambda drawn, durations_ms, **inside: b"|".join(drawn(n).tobytes()[:3] for n in range(len(durations_ms))),
)  # fmt: skip


def test_a_format_is_a_row_that_page_and_scripts_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FILM_FORMATS, FLIP.key, FLIP)
    offered: dict[str, Any] = {}
    monkeypatch.setattr(panel, "custom", lambda *template, **props: offered.update(props))
    panel.export_panel()
    assert [row["key"] for row in offered["formats"]] == ["gif", "webp", "apng", "mp4", "png", "flip"]
    assert offered["formats"][-1] == {
        "key": "flip", "label": "Flip book", "help": "On paper.", "ending": "flip", "missing": "",
        "moving": True, "video": False, "holds_settings": False,
    }  # fmt: skip
    pictures = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    film = write_film(pictures, FilmStyle(format="flip", caption=False), settings={"seed": 7})
    assert film.data == b"\xff\x00\x00|\x00\x00\xff"


def test_a_video_is_told_from_pictures_and_holds_no_settings() -> None:
    rows = {key: panel.render_format(row) for key, row in FILM_FORMATS.items()}
    assert [key for key, row in rows.items() if row["video"]] == ["mp4"]
    assert [key for key, row in rows.items() if not row["holds_settings"]] == ["mp4"]
    assert [key for key, row in rows.items() if not row["moving"]] == ["png"]
