"""“Use these settings” in the history: onto the page with everything that belongs to them, and the way back.

The bar's value is as `ui.restore.dropped_picture` says it; `photo` in it is what stood, by name, where the photo of the
run went, which is put back by the server, since the framing belongs to one photo only.
"""

from __future__ import annotations

from secrets import token_hex

import gradio as gr

from pipeline.errors import GenerationError
from pipeline.run.run import small_jpeg
from presets import Preset
from presets.history.history import History
from ui.form.choices import FITS
from ui.form.form import FormParser
from ui.form.framing import FRAMED_SIDE_PX, parse_framing
from ui.gradio_kit.updates import Updates, Values
from ui.messages import printable
from ui.restore.from_history import key_of, settings_of_run
from ui.restore.from_picture import RESTORED
from ui.restore.history_photo import FRAMED, reframe
from ui.styles.choice import leave_style, style_fields
from ui.styles.styles import Styles
from ui.web.responses import data_url
from ui.web.uploads import uploaded_file


def reuse_run(history: History, forms: FormParser, styles: Styles, values: Values) -> Updates:
    """What is wanted of a kept run: `RESTORED`, `FRAMED`, and the bar. history: what its panel says."""
    wish = values["history"]
    settings = settings_of_run(history, forms.catalog, wish, values["model"])
    note = settings.pop("settings_note")
    assert isinstance(note, dict)
    if note["tone"] == "bad":
        return {"dropped": note}
    if settings.get("style") == "":
        settings |= leave_style(styles, values)
    styled = _style_of_run(history, styles, wish, settings.get("prompt"))
    if styled is not None:
        preset, words = styled
        settings |= {**style_fields(styles, preset.key, values["model"]), "prompt": words, "style": preset.key}
        note = {**note, "text": f"{note['text']} Its style is chosen: “{printable(preset.name)}”."}
    framed = reframe(history, forms.uploads_dir, wish)
    before = {name: values[name] for name in RESTORED}
    photo = {name: values[name] for name in FRAMED} if framed else None
    return {**settings, **framed, "dropped": {**note, "can": ["undo"], "before": before, "photo": photo}}


def _style_of_run(history: History, styles: Styles, wish: object, final: object) -> tuple[Preset, str] | None:
    """The style that a run was painted in, and the person's own words; None where the style is not what it was, or
    where a mix or no style was chosen."""
    run = history.find(key_of(wish)) if isinstance(final, str) else None
    try:
        preset = styles.find(run.preset) if run else None
    except GenerationError:
        return None
    words = preset.words_in(str(final)) if preset else None
    return None if preset is None or words is None else (preset, words)


def photo_back(forms: FormParser, values: Values) -> Updates:
    """`FRAMED` as it stood; nothing where no photo had been changed."""
    bar = values["dropped"]
    before = bar.get("photo") if isinstance(bar, dict) else None
    if not isinstance(before, dict) or set(before) != set(FRAMED):
        return {}
    fit = before["fit"] if before["fit"] in FITS else "Crop"
    updates: Updates = {"photo": None, "fit": fit, "all_steps": before["all_steps"] is True}
    if before["photo"] in (None, ""):
        return updates
    try:
        path, opened = uploaded_file("Photo", before["photo"], forms.uploads_dir), forms.photo(before["photo"])
        assert opened is not None
        picture = data_url(small_jpeg(opened.image, FRAMED_SIDE_PX))
        wanted = {**parse_framing(before["framing"]).to_json(), "photo": picture, "token": token_hex(8)}
    except GenerationError:  # it has been removed meanwhile: the photo of the run is better than none
        return {}
    return {**updates, "photo": str(path), "framing": gr.HTML(wanted=wanted)}
