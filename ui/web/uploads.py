"""Files that people uploaded: nothing else of the machine can be named through them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pipeline.errors import InvalidRequest
from ui.messages import printable

MAX_NAME_CHARS = 100
UNUSED_FOR_S = 4 * 3600  # an upload that nothing has asked for as long is removed
REMOVED = f"it was removed, since it lay unused for {UNUSED_FOR_S // 3600} hours. Choose it again."


def uploaded_file(field: str, value: object, uploads_dir: Path) -> Path:
    """The path of an upload; anything else, however it is written, is refused by the field's name."""
    path, problem = value.get("path") if isinstance(value, dict) else value, "not an uploaded file."
    if isinstance(path, str) and path:
        with suppress(OSError, ValueError):  # a name so long, or with such letters, that no file can have it
            resolved = Path(path).resolve()
            if resolved.is_relative_to(uploads_dir.resolve()) and resolved.is_file():
                with suppress(OSError):
                    resolved.touch()  # gradio removes uploads by age, and this one is in use
                return resolved
            if resolved.is_relative_to(uploads_dir.resolve()) and not resolved.exists():
                problem = REMOVED
    raise InvalidRequest(field, problem)


def upload_name(value: object, otherwise: str) -> str:
    """What a person called an uploaded file, as text that can be shown."""
    name = value.get("orig_name") if isinstance(value, dict) else None
    return printable(name)[:MAX_NAME_CHARS] if isinstance(name, str) and name else otherwise
