"""The published schema of a preset's finish settings, written from the ranges that `pipeline.finish` checks."""

from __future__ import annotations

from typing import Any

from pipeline.finish.options import COLOUR_MATCHES, CUT_OUT_RANGES, LABELS, MAX_COLOURS, MIN_COLOURS, UPSCALES
from pipeline.lettering import FONTS
from pipeline.lettering.options import COLOUR, COLOURS, MAX_CHARS, RANGES


def finish_schema() -> dict[str, Any]:
    """JSON Schema of `Finish.to_json`. Names that it does not know are carried along and have no effect."""
    grades = {name: _number(0 if name == "line_boost" else -100, 100, label) for name, label in LABELS.items()}
    return {
        "properties": {
            "upscale": {"enum": list(UPSCALES), "description": "Times the painted size."},
            **grades,
            "num_colours": {
                "type": "integer", "description": "0: all of them.",
                "anyOf": [{"const": 0}, {"minimum": MIN_COLOURS, "maximum": MAX_COLOURS}],
            },
            "colour_match": {"enum": list(COLOUR_MATCHES), "description": "To the photo that it was painted from."},
            "cut_out": _part({name: _number(low, high, label) for name, (label, low, high) in CUT_OUT_RANGES.items()}),
            "lettering": {**_part(_lettering()), "required": ["text"]},
        },
    }  # fmt: skip


def _lettering() -> dict[str, Any]:
    return {
        "text": {"type": "string", "maxLength": MAX_CHARS, "pattern": "\\S"},
        "font": {"enum": list(FONTS)},
        **{name: _number(low, high, label) for name, (label, low, high) in RANGES.items()},
        **{name: {"type": "string", "pattern": f"^{COLOUR.pattern}$"} for name in COLOURS},
    }


def _part(properties: dict[str, Any]) -> dict[str, Any]:
    """An object, or null where there is none."""
    return {"type": ["object", "null"], "properties": properties}


def _number(low: float, high: float, label: str) -> dict[str, Any]:
    return {"type": "number", "minimum": low, "maximum": high, "description": label}
