"""One style as it stands in a file: fields of a preset, or the reason why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.checks import shown
from presets.style.fields import PLACEHOLDER

COMMAS_LEFT = re.compile(r"(?:\s*,)+(\s*)")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`place` is where it stands ("line 12", "entry 3"), `fields` are unchecked and without the name.

    `reason`: why it is no style, "" where it may be one. `remarks`: what of it changed on the way. `unused`: what the
    file says of it and we have no use for. `thumbnail`: a JPEG that came with it, b"" for none. `picture`: one
    of ours, which has still to be checked (`presets.style.pictures.read_pictures`), None for none.
    """

    place: str
    name: str
    fields: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    remarks: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    thumbnail: bytes = b""
    picture: object = None


def build_entry(
    place: str,
    name: object,
    prompt: object,
    negative: object,
    *,
    joint: str = ", ",
    more: Mapping[str, object] | None = None,
    remarks: tuple[str, ...] = (),
    unused: tuple[str, ...] = (),
) -> Entry:
    """A foreign style. Without {prompt} its words come after the person's, with `joint` between them."""
    if not isinstance(name, str) or not name.strip():
        return Entry(place=place, name="", reason="it has no name")
    title = " ".join(name.split())
    prompt, negative = ("" if text is None else text for text in (prompt, negative))
    for what, text in (("prompt", prompt), ("negative prompt", negative)):
        if not isinstance(text, str):
            return Entry(place=place, name=title, reason=f"its {what} is {shown(text)}, and not text")
    assert isinstance(prompt, str) and isinstance(negative, str)
    if not prompt.strip() and not negative.strip():
        return Entry(place=place, name=title, reason="it holds no words")
    if PLACEHOLDER in negative:
        negative = _without_placeholder(negative)
        remarks = (*remarks, f"{PLACEHOLDER} in its negative prompt was left out")
    fields = {"prompt_template": template_of(prompt, joint), "negative_prompt": negative.strip(), **(more or {})}
    return Entry(place=place, name=title, fields=fields, remarks=remarks, unused=unused)


def template_of(prompt: str, joint: str = ", ") -> str:
    """A foreign style's words as a template: as AUTOMATIC1111, words without {prompt} are appended with ", "."""
    words = prompt.strip()
    if PLACEHOLDER in words:
        return words
    return f"{PLACEHOLDER}{joint}{words}" if words else PLACEHOLDER


def _without_placeholder(text: str) -> str:
    """Our negative prompts stand in their field as they are, so there is no place to hold."""
    remainder = COMMAS_LEFT.sub(r",\1", text.replace(PLACEHOLDER, ""))
    return remainder.strip(" ,")
