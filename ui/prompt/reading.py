"""“What the model reads”: the final prompt, and who put which words into it."""

from __future__ import annotations

from contextlib import suppress

from pipeline.engine.protocol import Engine
from pipeline.errors import GenerationError, InvalidRequest
from pipeline.request import parse_seed
from ui.form.choices import LONG_PROMPTS, SOURCES
from ui.form.final_prompt import By, added_to, pieces_of
from ui.form.form import FormParser
from ui.form.style_mix import split_mixes
from ui.gradio_kit.updates import Updates, Values
from ui.messages import printable
from ui.prompt.render import render_reading
from ui.web.responses import Json

# What `read_prompt` reads.
READ = ("prompt", "style", "model", "long_prompt", "fill_in", "seed", "source", "photo")


def read_prompt(forms: FormParser, engine: Engine, values: Values) -> Updates:
    """The final prompt, or those of a mix, with what was added and by what, and the model's marks in it."""
    return {"reading": _read(forms, engine, values)}


def _read(forms: FormParser, engine: Engine, values: Values) -> Json:
    try:
        words, spec = forms.words(values["prompt"]), forms.spec(values["model"])
        shares = split_mixes(forms.styles.chosen(values["style"]))
        from_photo = values["source"] == SOURCES[1] and values["photo"] not in (None, "")
        whole = LONG_PROMPTS.get(str(values["long_prompt"])) == "whole"
        added = added_to(
            words, shares, spec, photo=from_photo, fill_in=values["fill_in"] is True, seed=_seed(values["seed"])
        )
        readings = [_reading(engine, spec.key, pieces_of(share, words, added), whole=whole) for share in shares]
    except GenerationError as error:
        return {"spans": [{"text": str(error), "mark": "unread"}], "count": 1, "limit": 0}
    readings[0]["left_open"] = list(added.left_open)
    if len(shares) == 1:
        return readings[0]
    titles = [f"{share.weight:.0%} {printable(share.name)}" for share in shares]
    return {**readings[0], "mix": [{"title": title, **each} for title, each in zip(titles, readings, strict=True)]}


def _seed(value: object) -> int | None:
    """None where it is to be drawn, or is wrong, which is said where it is painted."""
    with suppress(InvalidRequest):
        return None if value is None or value == "" else parse_seed(value)
    return None


def _reading(engine: Engine, model: str, pieces: list[tuple[str, By]], *, whole: bool) -> Json:
    final = "".join(text for text, _ in pieces)
    return render_reading(final, engine.tokens(model, final, whole=whole), pieces)
