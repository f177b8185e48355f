"""`Preset`: a style as data, checked field by field, in and out of JSON."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipeline.checks import shown
from pipeline.errors import InvalidRequest
from pipeline.request import MAX_GUIDANCE, MAX_STEPS, MAX_STRENGTH, MIN_GUIDANCE, MIN_STRENGTH
from pipeline.schedule.schedulers import SCHEDULERS
from presets.style.fields import (
    MAX_NAME_CHARS,
    MAX_TAG_CHARS,
    MAX_TAGS,
    MAX_TEXT_CHARS,
    PLACEHOLDER,
    check_finish,
    check_name,
    check_range,
    check_scheduler,
    check_tags,
    check_template,
    check_text,
    line_of,
    number_of,
    whole_of,
)
from presets.style.finish_schema import finish_schema
from presets.style.mix import MOST_MIXED, Part, check_mix
from presets.style.pictures import FIELD as PICTURE
from presets.style.pictures import SCHEMA as PICTURE_SCHEMA

FORMAT = "emerge-preset"
OWN = "own-"  # what the key of a preset of one's own begins with
# 2 adds tags and finish, and lets {prompt} stand in a template more than once; 3 adds mix, and a picture to files;
# 4 lets a guidance range be null. Older files are read as they were meant.
VERSION = 4
READ_VERSIONS = (1, 2, 3, 4)
MAX_FILE_CHARS = 64_000
OLD_DEFAULT_RANGE = [5.0, 9.0]  # up to version 3 the range of a style of one's own that said nothing about it
MAX_LEVEL = 9
# What a template may leave dangling where there is no prompt: "pixel art of" says no more than "pixel art".
DANGLING = re.compile(r"[\s,;:.-]*(?:\bof an?|\bof|\ban?)?[\s,;:.-]*$", re.IGNORECASE)


Guidance = Annotated[float, Field(ge=MIN_GUIDANCE, le=MAX_GUIDANCE)]
Text = Annotated[str, Field(max_length=MAX_TEXT_CHARS)]


class Piece(NamedTuple):
    """A part of a final prompt; `added` by a style, or written by the person."""

    text: str
    added: bool


class Preset(BaseModel):
    """A style. `level` is the training level of the built-in model's world that it needs.

    Raises `InvalidRequest`, naming the field, for any value that cannot be used.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", title="Emerge preset",
        json_schema_extra=lambda schema: schema["properties"].update({PICTURE: PICTURE_SCHEMA}),
    )  # fmt: skip

    format: Literal["emerge-preset"] = "emerge-preset"
    version: Literal[4] = 4
    key: Annotated[str, Field(pattern="^[a-z0-9-]{1,40}$")]
    name: Annotated[str, BeforeValidator(check_name), Field(min_length=1, max_length=MAX_NAME_CHARS)]
    prompt_template: Annotated[
        Text,
        BeforeValidator(check_template),
        Field(description="{prompt}, at least once, stands for what the person writes. Everything else is literal."),
    ]
    negative_prompt: Annotated[Text, BeforeValidator(lambda v: check_text("Negative prompt", v, MAX_TEXT_CHARS))] = ""
    guidance_scale: Annotated[Guidance, number_of("Guidance scale", MIN_GUIDANCE, MAX_GUIDANCE)] = 7.5
    guidance_range: Annotated[
        tuple[Guidance, Guidance] | None,
        BeforeValidator(lambda value: None if value is None else check_range(value)),
        Field(description="Where the guidance scale usually looks best: lowest, highest. null: nothing is known."),
    ] = None
    strength: Annotated[
        float,
        Field(ge=MIN_STRENGTH, le=MAX_STRENGTH, description="How much of a photo is repainted."),
        number_of("Strength", MIN_STRENGTH, MAX_STRENGTH),
    ] = 0.6
    num_steps: Annotated[int, Field(ge=1, le=MAX_STEPS), whole_of("Steps", 1, MAX_STEPS)] = 20
    scheduler: Annotated[
        str | None,
        BeforeValidator(check_scheduler),
        Field(json_schema_extra={"enum": [*SCHEDULERS, None]}, description="null: the model's own."),
    ] = None
    thumbnail: Annotated[str | None, Field(pattern="^[a-z0-9-]+\\.(jpg|png)$", description="In assets/thumbnails.")] = (
        None
    )
    level: Annotated[int, Field(ge=1, le=MAX_LEVEL), whole_of("Level", 1, MAX_LEVEL)] = 1
    note: Annotated[str, line_of("Note", 300), Field(max_length=300)] = ""
    author: Annotated[str, line_of("Author", 100), Field(max_length=100)] = ""
    licence: Annotated[str, line_of("Licence", 100), Field(max_length=100)] = ""
    tags: Annotated[
        tuple[Annotated[str, Field(max_length=MAX_TAG_CHARS)], ...],
        Field(max_length=MAX_TAGS, description="Words to find the style by."),
        BeforeValidator(check_tags),
    ] = ()
    finish: Annotated[
        dict[str, Any],
        BeforeValidator(check_finish),
        Field(
            description="How the finished picture is finished: colours, cut-out, lettering.",
            json_schema_extra=finish_schema(),
        ),
    ] = {}

    mix: Annotated[
        tuple[Part, ...],
        Field(max_length=MOST_MIXED, description="Styles that are painted as one; the first is this template."),
    ] = ()

    @model_validator(mode="after")
    def _mix_of_its_own(self) -> Preset:
        check_mix(self.mix, self.prompt_template)
        return self

    @model_validator(mode="after")
    def _no_thumbnail_for_own(self) -> Preset:
        if self.thumbnail and not self.builtin:
            raise InvalidRequest("Thumbnail", "only the styles that come with Emerge have one.")
        return self

    @property
    def builtin(self) -> bool:
        """Whether it came with Emerge; such a preset can be neither renamed nor deleted."""
        return not self.key.startswith(OWN)

    @property
    def parts(self) -> tuple[tuple[Preset, float], ...]:
        """The styles whose prompts are painted as one, with weights that come to 1: of a plain style itself."""
        if not self.mix:
            return ((self, 1.0),)
        whole = sum(part.weight for part in self.mix)
        return tuple(
            (
                self.model_copy(update={"name": p.name, "prompt_template": p.prompt_template, "mix": ()}),
                p.weight / whole,
            )
            for p in self.mix
        )

    @property
    def file_name(self) -> str:
        """A name for the exported file, in plain letters."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        return (re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "preset") + ".json"

    def apply(self, prompt: str) -> str:
        """The final prompt. What of the template the prompt says already, at its start or end, is not said twice."""
        return "".join(piece.text for piece in self.pieces(prompt))

    def words_in(self, final: str) -> str | None:
        """What the person wrote, of a final prompt of this style; None where it cannot have become that one."""
        before, *between, after = self.prompt_template.split(PLACEHOLDER)
        if self.mix or between or not (final.startswith(before) and final.endswith(after)):
            return None
        words = final[len(before) : len(final) - len(after)]
        return words if self.apply(words) == final else None

    def pieces(self, prompt: str) -> tuple[Piece, ...]:
        """The final prompt in pieces: what the style added and what the person wrote."""
        before, *between, after = self.prompt_template.split(PLACEHOLDER)
        words = prompt.strip()
        if not words:
            parts = [DANGLING.sub("", before), *between, after if before.strip() else after.lstrip(" ,;:.-")]
            return (Piece("".join(parts).rstrip(), True),)
        if _begins_with(words, before.strip()):
            before = ""
        if _ends_with(words, after.strip(" ,")):
            after = ""
        pieces = [Piece(before, True), Piece(words, False)]
        for text in between:
            pieces += [Piece(text, True), Piece(words, False)]
        return tuple(piece for piece in (*pieces, Piece(after, True)) if piece.text)

    def to_json(self) -> str:
        """The preset as a file for people to keep and to pass on."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def new_preset(*, name: object, prompt_template: object = PLACEHOLDER, **fields: object) -> Preset:
    """A preset of one's own, with a key that no other has. Raises `InvalidRequest`."""
    return _checked({**fields, "key": f"{OWN}{secrets.token_hex(8)}", "name": name, "prompt_template": prompt_template})


def parse_preset(text: str | bytes) -> Preset:
    """The preset in a JSON file. Raises `InvalidRequest`, in every case that is not one."""
    if len(text) > MAX_FILE_CHARS:
        raise InvalidRequest("Preset file", f"is larger than {MAX_FILE_CHARS // 1000} KB.")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidRequest("Preset file", "is not JSON: choose a file that Emerge exported.") from None
    return parse_fields(fields)


def parse_fields(fields: object) -> Preset:
    """The preset in the JSON object of a file, without its picture. Raises `InvalidRequest`."""
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise InvalidRequest("Preset file", f'is no preset: “format” is not "{FORMAT}".')
    return _checked(check_version({name: value for name, value in fields.items() if name != PICTURE}))


def check_version(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an older file as they are today. Raises `InvalidRequest` for a version that is not known."""
    version = fields.get("version")
    if isinstance(version, bool) or version not in READ_VERSIONS:
        raise InvalidRequest(
            "Preset file", f"has version {shown(version)}, and this Emerge reads up to {VERSION}: update it."
        )
    own = str(fields.get("key")).startswith(OWN)
    is_old_default = version < 4 and own and fields.get("guidance_range") == OLD_DEFAULT_RANGE
    return {**fields, "version": VERSION, **({"guidance_range": None} if is_old_default else {})}


def _begins_with(words: str, start: str) -> bool:
    """Whether the words begin with `start` as whole words."""
    rest = words[len(start) :]
    return bool(start) and words.casefold().startswith(start.casefold()) and not rest[:1].isalnum()


def _ends_with(words: str, end: str) -> bool:
    """Whether the words end in `end` as whole words, or there is nothing to end in."""
    rest = words[: len(words) - len(end)]
    return words.casefold().endswith(end.casefold()) and not (end[:1].isalnum() and rest[-1:].isalnum())


def _checked(fields: dict[str, Any]) -> Preset:
    try:
        return Preset.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = str(first["loc"][0])[:40] if first["loc"] else "preset"
        raise InvalidRequest("Preset file", f"the field “{field}” cannot be used: {first['msg'].lower()}.") from None
