"""`Finish`: what is done to a picture after it has been painted, checked as it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, TypeAlias

from pipeline.checks import number, one_of, shown, whole_number
from pipeline.errors import InvalidRequest
from pipeline.lettering.options import Lettering

ColourMatch: TypeAlias = Literal["off", "gentle", "full"]
COLOUR_MATCHES: tuple[ColourMatch, ...] = ("off", "gentle", "full")
MIN_COLOURS, MAX_COLOURS = 2, 32
MAX_SOFT_EDGE = 20.0
MAX_RIM = 10.0
CUT_OUT = "cut_out"
UPSCALES = (1, 2, 4)
WHOLE = ("num_colours", "upscale")
LABELS = {"contrast": "Contrast", "vibrance": "Vibrance", "line_boost": "Line boost"}
CUT_OUT_RANGES: dict[str, tuple[str, float, float]] = {
    "tolerance": ("Tolerance", 0, 100),
    "soft_edge": ("Soft edge", 0, MAX_SOFT_EDGE),
    "rim": ("Sticker edge", 0, MAX_RIM),
}


@dataclass(frozen=True, kw_only=True)
class CutOut:
    """A transparent background. Raises `InvalidRequest`, naming the field.

    tolerance: 0..100, how far a colour may be from the border's and still count as background.
    soft_edge: 0..20, over how many thousandths of the longer side the edge fades.
    rim: 0..10, how wide a white edge around it is, in percent of the longer side; the picture grows by it.
    """

    tolerance: float = 20.0
    soft_edge: float = 4.0
    rim: float = 0.0

    def __post_init__(self) -> None:
        for field, (label, low, high) in CUT_OUT_RANGES.items():
            object.__setattr__(self, field, number(label, getattr(self, field), low, high))


@dataclass(frozen=True, kw_only=True)
class Finish:
    """Everything at its default leaves a picture as it is. Raises `InvalidRequest`, naming the field.

    upscale: 1, 2 or 4 times the painted size, by `pipeline.finish.upscaling`, before anything else.
    contrast, vibrance: -100..100. line_boost: 0..100.
    num_colours: 0 = all, else the 2..32 colours that the picture is flattened to for print.
    colour_match: how far its colours are moved to those of the photo that it was painted from.
    """

    upscale: int = 1
    contrast: float = 0.0
    vibrance: float = 0.0
    line_boost: float = 0.0
    num_colours: int = 0
    colour_match: ColourMatch = "off"
    cut_out: CutOut | None = None
    lettering: Lettering | None = None

    def __post_init__(self) -> None:
        if self.upscale not in UPSCALES or isinstance(self.upscale, bool):
            raise InvalidRequest("Upscale", f"got {shown(self.upscale)}, allowed are 1, 2 and 4.")
        for field, label in LABELS.items():
            low = 0 if field == "line_boost" else -100
            object.__setattr__(self, field, number(label, getattr(self, field), low, 100))
        if self.num_colours != 0:
            checked = whole_number("Colours", self.num_colours, MIN_COLOURS, MAX_COLOURS)
            object.__setattr__(self, "num_colours", checked)
        one_of("Colour match", str(self.colour_match), COLOUR_MATCHES)

    def to_json(self) -> dict[str, Any]:
        """What differs from the defaults, as plain JSON; `finish_from_json` reads it back."""
        plain = Finish()
        changed = {key: value for key, value in asdict(self).items() if value != getattr(plain, key)}
        return {key: value for key, value in changed.items() if value is not None}


def finish_from_json(data: Mapping[str, Any]) -> Finish:
    """The `Finish` that `to_json` wrote. Raises `InvalidRequest`."""
    _refuse_unknown(data, {field.name for field in fields(Finish)})
    values = dict(data)
    for name, kind in (("cut_out", CutOut), ("lettering", Lettering)):
        part = values.get(name)
        if part is not None:
            if not isinstance(part, Mapping):
                raise InvalidRequest(name, f"got {shown(part)}, allowed is an object.")
            _refuse_unknown(part, {field.name for field in fields(kind)})
            values[name] = kind(**part)
    return Finish(**values)


def parse_finish(query: Mapping[str, str]) -> Finish:
    """The `Finish` out of the flat fields of a page's address, all texts. Raises `InvalidRequest`.

    The names are those of `Finish`, `CutOut` and `Lettering`; `cut_out=1` asks for a transparent background, a `text`
    for lettering, and the other fields of the two have no effect without.
    """
    known = {field.name for kind in (Finish, CutOut, Lettering) for field in fields(kind)} - {"lettering"}
    _refuse_unknown(query, known)
    values = _of(Finish, query)
    cut_out = CutOut(**_of(CutOut, query)) if query.get(CUT_OUT) == "1" else None
    lettering = Lettering(**_of(Lettering, query)) if query.get("text", "").strip() else None
    return Finish(**{**values, "cut_out": cut_out, "lettering": lettering})


def _of(kind: type, query: Mapping[str, str]) -> dict[str, Any]:
    """The fields of one dataclass, numbers as numbers."""
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.name not in query or field.name in (CUT_OUT, "lettering"):
            continue
        text = query[field.name]
        values[field.name] = _number(field.name, text) if isinstance(field.default, (int, float)) else text
    return values


def _number(name: str, text: str) -> float:
    try:
        value = float(text[:40])
    except ValueError:
        raise InvalidRequest(name, f"got {shown(text)}, allowed are numbers.") from None
    if name in WHOLE and value == int(value if abs(value) < 1e6 else 0):
        return int(value)
    return value


def _refuse_unknown(data: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(map(str, data)) - known)
    if unknown:
        raise InvalidRequest("Finish", f"has no field {shown(unknown[0])}.")
