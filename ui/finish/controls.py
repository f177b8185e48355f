"""The controls of the Finish panel as constant HTML. Nothing that a person wrote passes through here."""

from __future__ import annotations

from dataclasses import MISSING, fields
from html import escape
from pathlib import Path

from pipeline.finish.options import COLOUR_MATCHES, MAX_COLOURS, MAX_RIM, MAX_SOFT_EDGE, CutOut, Finish
from pipeline.lettering import FONTS, Lettering
from pipeline.lettering.options import MAX_CHARS, RANGES

TEMPLATE = Path(__file__).with_name("finish.html")
DEFAULTS: dict[str, object] = {
    field.name: field.default
    for kind in (Finish, CutOut, Lettering)
    for field in fields(kind)
    if field.default is not MISSING
}
FONT_LABELS = {"comic": "Comic", "hand": "Manga hand", "plain": "Plain"}


def build_template() -> str:
    """finish.html with its controls."""
    template = TEMPLATE.read_text(encoding="utf-8")
    for name, part in {"colour": _colour(), "lettering": _lettering(), "cut-out": _cut_out(), "size": _size()}.items():
        template = template.replace(f"<!-- {name} -->", part)
    return template


def _colour() -> str:
    match = _choice(
        "colour_match", "Colour match to the photo", [(name, name.capitalize()) for name in COLOUR_MATCHES],
        "Moves the colours towards those of your photo: gentle goes half the way. For pictures painted from a photo.",
    )  # fmt: skip
    return "".join([
        _slider("contrast", "Contrast", -100, 100, "Above 0 light and dark drift apart, below 0 they come together."),
        _slider("vibrance", "Vibrance", -100, 100, "Pale colours become stronger, strong ones stay as they are."),
        _slider("line_boost", "Line boost", 0, 100, "Draws dark lines darker, as with a pen."),
        _slider("num_colours", "Flatten to colours", 1, MAX_COLOURS,
                "As few flat colours as this, for screen printing and vinyl. All the way to the left is off.", value=1),
        match,
    ])  # fmt: skip


def _lettering() -> str:
    text = (
        '<label class="em-field em-wide"><span>Words</span>'
        f'<textarea name="text" rows="1" maxlength="{MAX_CHARS}" placeholder="MAU" aria-describedby="em-help-words">'
        '</textarea><small id="em-help-words">Drag them on the picture, or move them with the arrow keys.</small>'
        "</label>"
    )
    fonts = _choice(
        "font", "Font", [(name, FONT_LABELS[name]) for name in FONTS],
        "Comic is for logos. Manga hand also writes kana, Plain also Cyrillic, Hebrew and Arabic.",
    )  # fmt: skip
    helps = {
        "size": ("Size", "Height of the letters, in percent of the picture."),
        "outline": ("Outline", "How thick the line around the letters is. 0 is none."),
        "shadow": ("Shadow", "How far it falls. 0 is none."),
        "arc": ("Arc", "Bends the line like a rainbow, or below 0 like a smile."),
        "x": ("From the left", "Where the middle of the words is."),
        "y": ("From the top", "Where the middle of the words is."),
    }
    sliders = "".join(
        _slider(name, label, *RANGES[name][1:], text, step=0.01 if name in "xy" else 1)
        for name, (label, text) in helps.items()
    )
    colours = "".join(
        _colour_field(name, label)
        for name, label in (
            ("fill", "Letters"),
            ("outline_colour", "Outline colour"),
            ("shadow_colour", "Shadow colour"),
        )
    )
    return text + fonts + sliders + f'<div class="em-colours em-wide">{colours}</div>'


def _cut_out() -> str:
    switch = (
        '<label class="em-switch em-wide"><input type="checkbox" name="cut_out" value="1"><span>Transparent background'
        "</span><small>Takes away what is connected to the border and has its colour. For flat backgrounds.</small>"
        "</label>"
    )
    return "".join([
        switch,
        _slider("tolerance", "Tolerance", 0, 100, "How different from the border a colour may be and still go."),
        _slider("soft_edge", "Soft edge", 0, MAX_SOFT_EDGE, "How gently the edge fades. 0 cuts hard."),
        _slider("rim", "Sticker edge", 0, MAX_RIM,
                "A white edge around it, as die-cut stickers have, in percent of the picture. 0 is none.", step=0.5),
    ])  # fmt: skip


def _size() -> str:
    return _choice(
        "upscale", "Upscale", [("1", "As painted"), ("2", "2×"), ("4", "4×")],
        "Lines are drawn anew by a small network of Emerge’s own. Print-ready takes the most that it can by itself.",
    ) + '<progress class="em-wide em-upscaling" aria-label="Upscaling" hidden></progress>'  # fmt: skip


def _slider(
    name: str, label: str, low: float, high: float, help_text: str, *, step: float = 1, value: float | None = None
) -> str:
    start = DEFAULTS[name] if value is None else value
    return (
        f'<label class="em-field"><span>{escape(label)}<output></output></span>'
        f'<input type="range" name="{name}" min="{low:g}" max="{high:g}" step="{step:g}" value="{start:g}" '
        f'aria-label="{escape(label)}" aria-describedby="em-help-{name}" title="Two clicks bring it back">'
        f'<small id="em-help-{name}">{escape(help_text)}</small></label>'
    )


def _choice(name: str, label: str, choices: list[tuple[str, str]], help_text: str) -> str:
    options = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{" checked" if value == str(DEFAULTS[name]) else ""}>'
        f"<span>{escape(text)}</span></label>"
        for value, text in choices
    )
    return (
        f'<fieldset class="em-choice em-wide" data-choice="{name}"><legend>{escape(label)}</legend>'
        f"<div>{options}</div><small>{escape(help_text)}</small></fieldset>"
    )


def _colour_field(name: str, label: str) -> str:
    return (
        f'<div class="em-colour"><label><span>{escape(label)}</span>'
        f'<input type="color" name="{name}" value="{DEFAULTS[name]}" aria-label="{escape(label)}"></label>'
        f'<div class="em-swatches" data-for="{name}" role="group" aria-label="{escape(label)}, from the picture"></div>'
        "</div>"
    )
