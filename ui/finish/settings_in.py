"""Finish settings that come with a style or a picture, on their way to the Finish panel and back.

The panel's value is {"fields": the flat fields of `pipeline.finish.parse_finish`} as it stands. What it is sent is
{"brought": {...}}: the panel applies that where the person can see it, says so in one line, and can take it back.

`source` in it names the chosen style. The page asks what a style brings after all else that a choice does, and on a
slow machine a picture's settings may have left that style by then: what has the panel's own source says nothing new.
`again`: it holds all the same, since a person asked for it.
"""

from __future__ import annotations

from pipeline.finish import describe_finish, flat_fields, parse_finish, read_finish
from ui.messages import printable
from ui.web.responses import Json


def finish_on_page(value: object) -> Json | None:
    """What the panel says as a preset keeps it, {} for nothing; None where it says nothing at all.

    Raises `InvalidRequest` for what cannot be, such as letters that the font lacks.
    """
    fields = value.get("fields") if isinstance(value, dict) else None
    if not isinstance(fields, dict):
        return None
    return parse_finish({str(name): str(text) for name, text in fields.items()}).to_json()


def from_picture(settings: Json) -> Json:
    """For the panel: the finish inside a picture's settings, which leave the page without a style."""
    return apply_again(finish_settings("", "The picture", settings.get("finish")))


def apply_again(finish: Json) -> Json:
    """The same, to be applied even where the panel has heard of that style."""
    return {"brought": {**finish["brought"], "again": True}}


def finish_settings(source: str, name: str, data: object) -> Json:
    """For the panel: the finish in `data`, as a style or a picture keeps it. source: as above; name: whose it is."""
    finish, refused = read_finish(data)
    return {
        "brought": {
            "source": source,
            "name": printable(name),
            "fields": flat_fields(finish),
            "told": printable(describe_finish(finish)),
            "refused": [printable(sentence) for sentence in refused],
        }
    }
