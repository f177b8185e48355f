"""`Preset`: a style as data, checked field by field, in and out of JSON."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import InvalidRequest
from pipeline.request import (
    MAX_GUIDANCE,
    MAX_STEPS,
    MAX_STRENGTH,
    MIN_GUIDANCE,
    MIN_STRENGTH,
    SCHEDULERS,
    number,
    one_of,
    shown,
    whole_number,
)

FORMAT = "emerge-preset"
VERSION = 1
PLACEHOLDER = "{prompt}"
MAX_NAME_CHARS = 60
MAX_TEXT_CHARS = 2_000
MAX_FILE_CHARS = 64_000
MAX_LEVEL = 9
# What a template may leave dangling where there is no prompt: "pixel art of" says no more than "pixel art".
DANGLING = re.compile(r"[\s,;:.-]*(?:\bof an?|\bof|\ban?)?[\s,;:.-]*$", re.IGNORECASE)


def _line(field: str, limit: int) -> Any:
    """A checked single line of text."""

    def check(value: object) -> str:
        text = _text(field, value, limit)
        if any(unicodedata.category(letter) == "Cc" for letter in text):
            raise InvalidRequest(field, "holds a line break or another control character, allowed is one line of text.")
        return text

    return BeforeValidator(check)


def _text(field: str, value: object, limit: int) -> str:
    if not isinstance(value, str):
        raise InvalidRequest(field, f"got {shown(value)}, allowed is text.")
    if len(value) > limit:
        raise InvalidRequest(field, f"has {len(value):,} characters, allowed are up to {limit:,}.")
    if any(unicodedata.category(letter) == "Cs" or letter == "\0" for letter in value):
        raise InvalidRequest(field, "holds characters that are no text (NUL or half of a pair).")
    return unicodedata.normalize("NFC", value)


def check_name(value: object) -> str:
    """A preset's name: 1 to 60 characters on one line. Raises `InvalidRequest`."""
    text = _text("Preset name", value, 10 * MAX_NAME_CHARS)
    name = " ".join(text.split())
    if not name:
        raise InvalidRequest("Preset name", "is empty, allowed are 1 to 60 characters.")
    if len(name) > MAX_NAME_CHARS:
        raise InvalidRequest("Preset name", f"has {len(name)} characters, allowed are 1 to {MAX_NAME_CHARS}.")
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        raise InvalidRequest("Preset name", "holds a control character, allowed is one line of text.")
    return name


def _check_template(value: object) -> str:
    text = _text("Prompt template", value, MAX_TEXT_CHARS)
    if text.count(PLACEHOLDER) != 1:
        raise InvalidRequest(
            "Prompt template", f"holds {PLACEHOLDER} {text.count(PLACEHOLDER)} times, allowed is exactly once."
        )
    return text


def _check_range(value: object) -> tuple[float, float]:
    field = "Guidance range"
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise InvalidRequest(field, f"got {shown(value)}, allowed are two numbers, the lower first.")
    low, high = (number(field, end, MIN_GUIDANCE, MAX_GUIDANCE) for end in value)
    if low > high:
        raise InvalidRequest(field, f"got {low:g} to {high:g}, allowed are two numbers, the lower first.")
    return low, high


def _check_scheduler(value: object) -> object:
    one_of("Scheduler", value, SCHEDULERS)
    return value


def _number(field: str, low: float, high: float) -> Any:
    return BeforeValidator(lambda value: number(field, value, low, high))


def _whole(field: str, low: int, high: int) -> Any:
    return BeforeValidator(lambda value: whole_number(field, value, low, high))


Guidance = Annotated[float, Field(ge=MIN_GUIDANCE, le=MAX_GUIDANCE)]
Text = Annotated[str, Field(max_length=MAX_TEXT_CHARS)]


class Preset(BaseModel):
    """A style. `level` is the training level of the built-in model's world that it needs.

    Raises `InvalidRequest`, naming the field, for any value that cannot be used.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", title="Emerge preset")

    format: Literal["emerge-preset"] = "emerge-preset"
    version: Literal[1] = 1
    key: Annotated[str, Field(pattern="^[a-z0-9-]{1,40}$")]
    name: Annotated[str, BeforeValidator(check_name), Field(min_length=1, max_length=MAX_NAME_CHARS)]
    prompt_template: Annotated[
        Text,
        BeforeValidator(_check_template),
        Field(description="{prompt}, exactly once, stands for what the person writes. Everything else is literal."),
    ]
    negative_prompt: Annotated[Text, BeforeValidator(lambda v: _text("Negative prompt", v, MAX_TEXT_CHARS))] = ""
    guidance_scale: Annotated[Guidance, _number("Guidance scale", MIN_GUIDANCE, MAX_GUIDANCE)] = 7.5
    guidance_range: Annotated[
        tuple[Guidance, Guidance],
        BeforeValidator(_check_range),
        Field(description="Where the guidance scale usually looks best: lowest, highest."),
    ] = (5.0, 9.0)
    strength: Annotated[
        float,
        _number("Strength", MIN_STRENGTH, MAX_STRENGTH),
        Field(ge=MIN_STRENGTH, le=MAX_STRENGTH, description="How much of a photo is repainted."),
    ] = 0.6
    num_steps: Annotated[int, _whole("Steps", 1, MAX_STEPS), Field(ge=1, le=MAX_STEPS)] = 20
    scheduler: Annotated[
        str | None,
        BeforeValidator(_check_scheduler),
        Field(json_schema_extra={"enum": [*SCHEDULERS, None]}, description="null: the model's own."),
    ] = None
    thumbnail: Annotated[str | None, Field(pattern="^[a-z0-9-]+\\.(jpg|png)$", description="In assets/thumbnails.")] = (
        None
    )
    level: Annotated[int, _whole("Level", 1, MAX_LEVEL), Field(ge=1, le=MAX_LEVEL)] = 1
    note: Annotated[str, _line("Note", 300), Field(max_length=300)] = ""
    author: Annotated[str, _line("Author", 100), Field(max_length=100)] = ""
    licence: Annotated[str, _line("Licence", 100), Field(max_length=100)] = ""

    @model_validator(mode="after")
    def _no_thumbnail_for_own(self) -> Preset:
        if self.thumbnail and not self.builtin:
            raise InvalidRequest("Thumbnail", "only the styles that come with Emerge have one.")
        return self

    @property
    def builtin(self) -> bool:
        """Whether it came with Emerge; such a preset can be neither renamed nor deleted."""
        return not self.key.startswith("own-")

    @property
    def file_name(self) -> str:
        """A name for the exported file, in plain letters."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        return (re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "preset") + ".json"

    def apply(self, prompt: str) -> str:
        """The final prompt. What of the template the prompt says already, at its start or end, is not said twice."""
        before, after = self.prompt_template.split(PLACEHOLDER)
        words = prompt.strip()
        if not words:
            return (DANGLING.sub("", before) + (after if before.strip() else after.lstrip(" ,;:.-"))).rstrip()
        if _begins_with(words, before.strip()):
            before = ""
        if words.casefold().endswith(after.strip(" ,").casefold()):
            after = ""
        return before + words + after

    def to_json(self) -> str:
        """The preset as a file for people to keep and to pass on."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def new_preset(*, name: object, prompt_template: object = PLACEHOLDER, **fields: object) -> Preset:
    """A preset of one's own, with a key that no other has. Raises `InvalidRequest`."""
    return _checked({**fields, "key": f"own-{secrets.token_hex(8)}", "name": name, "prompt_template": prompt_template})


def parse_preset(text: str | bytes) -> Preset:
    """The preset in a JSON file. Raises `InvalidRequest`, in every case that is not one."""
    if len(text) > MAX_FILE_CHARS:
        raise InvalidRequest("Preset file", f"is larger than {MAX_FILE_CHARS // 1000} KB.")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidRequest("Preset file", "is not JSON: choose a file that Emerge exported.") from None
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise InvalidRequest("Preset file", f'is no preset: “format” is not "{FORMAT}".')
    if fields.get("version") != VERSION:
        raise InvalidRequest(
            "Preset file", f"has version {shown(fields.get('version'))}, and this Emerge reads {VERSION}: update it."
        )
    return _checked(fields)


def _begins_with(words: str, start: str) -> bool:
    """Whether the words begin with `start` as whole words."""
    rest = words[len(start) :]
    return bool(start) and words.casefold().startswith(start.casefold()) and not rest[:1].isalnum()


def _checked(fields: dict[str, Any]) -> Preset:
    try:
        return Preset.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = str(first["loc"][0])[:40] if first["loc"] else "preset"
        raise InvalidRequest("Preset file", f"the field “{field}” cannot be used: {first['msg'].lower()}.") from None
