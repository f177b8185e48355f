"""What is read from the files of any model, whatever its family: headers, configurations, licence, words."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from pipeline.errors import ModelUnavailable
from pipeline.models.spec import Defaults, World
from pipeline.prompt.open_details import parse_open_details

HEADER_LIMIT_BYTES = 100_000_000  # what the safetensors format itself allows


def stored_numbers(folder: Path, key: str, variant: str | None = None) -> int:
    """How many weights the .safetensors files of a part hold, position tables apart."""
    files = [file for file in folder.glob("*.safetensors") if (f".{variant}." in file.name) == (variant is not None)]
    shapes = [read_header(file, key) for file in files]
    return sum(math.prod(shape) for each in shapes for name, shape in each.items() if not name.endswith("position_ids"))


def read_header(file: Path, key: str) -> dict[str, tuple[int, ...]]:
    """Name -> shape of every tensor in a safetensors file: 8 bytes of length, then that many bytes of JSON.

    Raises `ModelUnavailable`.
    """
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if not 2 <= length <= min(HEADER_LIMIT_BYTES, file.stat().st_size):
                raise ValueError("it has no safetensors header")
            entries = json.loads(stream.read(length))
        return {name: tuple(entry["shape"]) for name, entry in entries.items() if name != "__metadata__"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnavailable(key, f"{file.name} is damaged ({error}). Copy or download it again.") from error


def read_json(path: Path, key: str) -> dict[str, Any]:
    """The object in a configuration file of the model `key`. Raises `ModelUnavailable`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelUnavailable(key, f"{path} is missing; copy or download the model again.") from None
    except (OSError, ValueError) as error:
        raise ModelUnavailable(key, f"{path} cannot be read ({error}); copy or download the model again.") from None
    if not isinstance(data, dict):
        raise ModelUnavailable(key, f"{path} is damaged; copy or download the model again.")
    return data


def read_licence(card: Path) -> str:
    """The `license:` line of a model card's front matter."""
    try:
        found = re.search(r"^license:\s*(\S.*)$", card.read_text(encoding="utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        found = None
    return found.group(1).strip() if found else "not stated"


def read_world(path: Path, key: str) -> World | None:
    """What a words.json says of the model `key`; None where there is no such file. Raises `ModelUnavailable`."""
    if not path.is_file():
        return None
    data = read_json(path, key)
    return World(
        words=frozenset(str(word).lower() for word in data.get("words", ())),
        level=int(data.get("level", 1)),
        styles=tuple(map(str, data.get("styles", ()))),
        guidance_scale=float(data.get("guidance_scale", Defaults.guidance_scale)),
        guidance_end=float(data.get("guidance_end", Defaults.guidance_end)),
        keep_layout=float(data.get("keep_layout", Defaults.keep_layout)),
        num_steps=int(data.get("num_steps", Defaults.num_steps)),
        guided=bool(data.get("guided", True)),
        open_details=parse_open_details(data.get("open_details")),
        of_photo=str(data.get("of_photo", "")),
    )
