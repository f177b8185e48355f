"""Styles into files: every format that is written, what it keeps, and what of a style has no place in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.checks import shown
from pipeline.errors import InvalidRequest
from presets.formats.a1111 import write_csv
from presets.formats.fooocus import write_fooocus
from presets.formats.invoke import write_invoke
from presets.formats.own import write_own
from presets.formats.sdnext import KARRAS, write_sdnext
from presets.style.preset import Preset

Jpegs = Mapping[str, bytes]
JSON = "application/json"
NUMBERS = ("guidance_scale", "num_steps", "strength")
# A preset's fields beside name and words -> what a person calls them. `picture` is the one painted on its card.
LABELS = {
    "scheduler": "Scheduler",
    "guidance_range": "Guidance range",
    "finish": "Finish",
    "picture": "Picture on the card",
    "note": "Note",
    "tags": "Tags",
    "author": "Author",
    "licence": "Licence",
}
NUMBERS_LABEL = "Guidance scale, steps and strength"
MIX_LABEL = "Mix: the words of all its styles are joined, without their weights"
KARRAS_LABEL = "Karras' spacing of the noise: the sampler goes without it"
COMMENT_LABEL = "The # before the name, which would make a comment of the style"


@dataclass(frozen=True, kw_only=True)
class StyleFormat:
    """A format of style files. `keeps`: fields of a preset beside name and words; `about`: one line for people."""

    label: str
    file_name: str
    about: str
    write: Callable[[Sequence[Preset], Jpegs], bytes]
    keeps: frozenset[str] = frozenset()
    media_type: str = JSON


class Left(NamedTuple):
    """What stays behind, and the names of the styles that it belongs to."""

    what: str
    names: tuple[str, ...]


FORMATS = {
    "json": StyleFormat(
        label="Emerge JSON",
        file_name="emerge-styles.json",
        about="Keeps all of a style: words, numbers, range, finish, mix, note and the picture on its card.",
        write=lambda presets, jpegs: write_own(presets, jpegs).encode("utf-8"),
        keeps=frozenset({*LABELS, *NUMBERS, "mix"}),
    ),
    "csv": StyleFormat(
        label="AUTOMATIC1111 styles.csv",
        file_name="styles.csv",
        about="Keeps name, words and negative prompt; no numbers, finish, note or picture. A mix is joined into one.",
        write=lambda presets, jpegs: write_csv(presets),
        media_type="text/csv; charset=utf-8",
    ),
    "fooocus": StyleFormat(
        label="Fooocus sdxl_styles JSON",
        file_name="sdxl_styles_emerge.json",
        about="Keeps name, words and negative prompt; no numbers, finish, note or picture. A mix is joined into one.",
        write=lambda presets, jpegs: write_fooocus(presets),
    ),
    "invoke": StyleFormat(
        label="InvokeAI JSON",
        file_name="invokeai-styles.json",
        about="Keeps name, words and negative prompt; no numbers, finish, note or picture. A mix is joined into one.",
        write=lambda presets, jpegs: write_invoke(presets),
    ),
    "sdnext": StyleFormat(
        label="SD.Next JSON",
        file_name="sdnext-styles.json",
        about="Keeps words, numbers, scheduler, note and picture; no finish, range, tags or author. A mix is joined.",
        write=write_sdnext,
        keeps=frozenset({*NUMBERS, "scheduler", "note", "picture"}),
    ),
}


def style_format(kind: object) -> StyleFormat:
    """The format of that name. Raises `InvalidRequest`."""
    found = FORMATS.get(kind) if isinstance(kind, str) else None
    if found is None:
        raise InvalidRequest("Format", f"got {shown(kind)}, allowed are {', '.join(FORMATS)}.")
    return found


def write_styles(kind: str, presets: Sequence[Preset], jpegs: Jpegs | None = None) -> bytes:
    """The presets as one file of a format in `FORMATS`. `jpegs`: pictures of their cards by key.

    Raises `InvalidRequest`.
    """
    return style_format(kind).write(presets, jpegs or {})


def left_behind(kind: str, presets: Sequence[Preset], pictured: Collection[str] = ()) -> tuple[Left, ...]:
    """What of these presets the format cannot hold. `pictured`: keys of those with a picture painted on their cards.

    Raises `InvalidRequest`.
    """
    keeps = style_format(kind).keeps
    lost: dict[str, list[str]] = {}
    for preset in presets:
        for what in _lost(preset, kind, keeps, pictured):
            lost.setdefault(what, []).append(preset.name)
    return tuple(Left(what, tuple(names)) for what, names in lost.items())


def _lost(preset: Preset, kind: str, keeps: frozenset[str], pictured: Collection[str]) -> list[str]:
    given = {name for name in LABELS if name != "picture" and getattr(preset, name) != _default(name)}
    given |= {"picture"} if preset.key in pictured else set()
    lost = [NUMBERS_LABEL] if not keeps.issuperset(NUMBERS) else []
    lost += [MIX_LABEL] if preset.mix and "mix" not in keeps else []
    lost += [label for name, label in LABELS.items() if name in given - keeps]
    if kind == "sdnext" and (preset.scheduler or "").endswith(KARRAS):
        lost.append(KARRAS_LABEL)
    if kind == "csv" and preset.name.startswith("#"):
        lost.append(COMMENT_LABEL)
    return lost


def _default(name: str) -> object:
    return Preset.model_fields[name].default
