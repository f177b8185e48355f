"""“Use these settings” in the history: onto the page with everything that belongs to them, and the way back.

The bar's value is as `ui.restore.dropped_picture` says it; `photo` in it is what stood where the photo of the run went,
which is put back by the server, since the framing belongs to one photo only.
"""

from __future__ import annotations

from secrets import token_hex
from typing import Any

import gradio as gr

from pipeline.errors import GenerationError
from pipeline.run.run import small_jpeg
from presets import Preset
from presets.history.history import History
from ui.form.choices import FITS
from ui.form.form import OrderDesk
from ui.form.framing import FRAMED_SIDE_PX, parse_framing
from ui.messages import printable
from ui.restore.from_history import reuse
from ui.restore.history_photo import reframe
from ui.restore.settings import LABELS
from ui.styles.choice import leave, style_fields
from ui.styles.styles import Shelf
from ui.web.responses import data_url
from ui.web.uploads import uploaded_file

FRAMED = 4  # photo, fit, framing, and whether all steps run
PROMPT, STYLE = list(LABELS).index("prompt"), len(LABELS)  # where they stand in what `reuse` gives


def take(history: History, desk: OrderDesk, asked: Any, model: Any, chosen: Any, name: Any, *now: Any) -> list[Any]:
    """`LABELS` in order, style and source, what `leave` gives, the four of `reframe`, and the bar.

    now: what stands where all these go, but for the bar.
    """
    *told, note = reuse(history, desk.catalog, asked, model)
    left = leave(desk.styles, chosen, name, [*told, note])
    its_own = _its_style(history, desk.styles, asked, told[PROMPT])
    if its_own is not None:
        preset, told[PROMPT] = its_own
        told[STYLE], left = preset.key, style_fields(desk.styles, preset.key, model)
        note = {**note, "text": f"{note['text']} Its style is chosen: “{printable(preset.name)}”."}
    framed = reframe(history, desk.uploads_dir, asked)
    if note["tone"] == "bad":
        return [*told, *left, *framed, note]
    stood, photo = list(now[:-FRAMED]), list(now[-FRAMED:])
    bar = {**note, "can": ["undo"], "before": stood, "photo": photo if framed[0] != gr.skip() else None}
    return [*told, *left, *framed, bar]


def _its_style(history: History, shelf: Shelf, asked: Any, final: Any) -> tuple[Preset, str] | None:
    """The style that a run was painted in, and the person's own words; None where the style is not what it was, or
    where a mix or no style was chosen."""
    run = history.find(asked.get("key")) if isinstance(asked, dict) and isinstance(final, str) else None
    try:
        preset = shelf.find(run.preset) if run else None
    except GenerationError:
        return None
    words = preset.words_in(final) if preset else None
    return None if preset is None or words is None else (preset, words)


def photo_back(desk: OrderDesk, bar: Any) -> list[Any]:
    """Photo, fit, framing and all steps as they stood; nothing where no photo had been changed."""
    before = bar.get("photo") if isinstance(bar, dict) else None
    if not isinstance(before, list) or len(before) != FRAMED:
        return [gr.skip()] * FRAMED
    photo, fit, framing, all_steps = before
    told = [fit if fit in FITS else "Crop", gr.skip(), all_steps is True]
    if photo in (None, ""):
        return [None, *told]
    try:
        path, opened = uploaded_file("Photo", photo, desk.uploads_dir), desk.photo(photo)
        assert opened is not None
        picture = data_url(small_jpeg(opened.image, FRAMED_SIDE_PX))
        wanted = {**parse_framing(framing).told, "photo": picture, "token": token_hex(8)}
    except GenerationError:  # it has been removed meanwhile: the photo of the run is better than none
        return [gr.skip()] * FRAMED
    return [str(path), told[0], gr.HTML(wanted=wanted), told[2]]
