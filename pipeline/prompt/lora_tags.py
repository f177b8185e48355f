"""`<lora:name:0.8>` in a prompt: it names a file that changes the model, and is no words."""

from __future__ import annotations

import re

TAG = re.compile(r"<(?:lora|lyco|hypernet):([^<>:\n]{1,200})(?::[^<>\n]{0,100})?>", re.IGNORECASE)
HELD = "\0"  # where one stood: no prompt has this character


def without_lora(prompt: str) -> tuple[str, tuple[str, ...]]:
    """The words alone, and the names of the LoRAs; a line or a part between commas that held nothing else is gone."""
    names = tuple(dict.fromkeys(name.strip() for name in TAG.findall(prompt)))
    if not names:
        return prompt, ()
    lines = [_cleared(line) for line in TAG.sub(HELD, prompt).split("\n")]
    return "\n".join(line for line in lines if line is not None).strip(), names


def words_alone(prompts: dict[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Several prompts by their names without the LoRAs in them, and what those are called for people."""
    read = {name: without_lora(prompt) for name, prompt in prompts.items()}
    loras = dict.fromkeys(f"LoRA {lora}" for _, names in read.values() for lora in names)
    return {name: words for name, (words, _) in read.items()}, tuple(loras)


def _cleared(line: str) -> str | None:
    """The line without what is held; None where nothing else stood in it."""
    if HELD not in line:
        return line
    parts = [part if HELD not in part else _joined(part) for part in line.split(",")]
    plain = ",".join(part for part in parts if part is not None).strip()
    return plain or None


def _joined(part: str) -> str | None:
    words = " ".join(part.replace(HELD, " ").split())
    space = " " if part.startswith((" ", HELD)) else ""
    return space + words if words else None
