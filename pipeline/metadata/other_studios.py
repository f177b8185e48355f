"""Settings that other studios (ComfyUI, InvokeAI, Fooocus, NovelAI) put into their pictures, in our names.

What each of them writes is read by a module of its own; here its words become ours. What A1111 writes is read by
`pipeline.metadata.picture_files` itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.errors import RunUnreadable
from pipeline.metadata.comfy.graph import read_graph
from pipeline.metadata.flat_settings import read_fooocus, read_invoke, read_novelai
from pipeline.metadata.invoke_legacy import read_legacy_invoke
from pipeline.metadata.raw_settings import RawSettings, plain_text, real, whole
from pipeline.prompt.lora_tags import words_alone
from pipeline.schedule.schedulers import scheduler_from_studio

logger = logging.getLogger(__name__)
# Spacings that leave a sampler as it is.
PLAIN = ("", "none", "automatic", "uniform", "normal", "native")
# Our names -> how a value is read, and what it is called where it is not there or cannot be read.
READERS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "prompt": (plain_text, "prompt"),
    "negative_prompt": (plain_text, "negative prompt"),
    "seed": (whole, "seed"),
    "num_steps": (whole, "steps"),
    "guidance_scale": (real, "guidance scale"),
    "model": (plain_text, ""),
    "strength": (real, ""),
    "width_px": (whole, ""),
    "height_px": (whole, ""),
}
PROMPTS = ("prompt", "negative_prompt")
Found = tuple[dict[str, Any], str, tuple[str, ...]]


def read_foreign(chunks: Mapping[str, str], comments: Sequence[str], graphs: Sequence[str]) -> Found | None:
    """Settings, the studio's name, and the names of what was left unused; None where there is nothing that is known.

    chunks: the texts of a PNG by their keys; comments: what stands where A1111 writes, which Fooocus takes for its JSON
    too; graphs: what stands where ComfyUI writes.
    Raises `RunUnreadable` where it is known whose they are, and they cannot be read.
    """
    ways: tuple[Callable[[], RawSettings | None], ...] = (
        lambda: read_fooocus(comments),
        lambda: read_graph(graphs),
        lambda: read_legacy_invoke(chunks),
        lambda: read_invoke(chunks),
        lambda: read_novelai(chunks),
    )
    reasons: list[RunUnreadable] = []
    for read in ways:
        try:
            raw = read()
            if raw is not None:
                return _ours(raw)
        except RunUnreadable as error:
            reasons.append(error)
        except Exception:  # they walk through whatever JSON a file brings
            logger.warning("Settings of another studio could not be read", exc_info=True)
    if reasons:
        raise reasons[0]
    return None


def _ours(raw: RawSettings) -> Found:
    """What is said in our names. What is not said, or cannot be read, is named and left out."""
    settings = {name: reader(raw.values.get(name)) for name, (reader, _) in READERS.items()}
    words, loras = words_alone({name: settings[name] for name in PROMPTS if settings[name] is not None})
    scheduler, unused = _scheduler(raw.values.get("sampler"), raw.values.get("spacing"))
    missing = [name for name, (_, label) in READERS.items() if label and settings[name] is None]
    unread = [READERS[name][1] for name in dict.fromkeys([*missing, *raw.unread])]
    settings |= {**words, "scheduler": scheduler}
    known = {name: value for name, value in settings.items() if value is not None}
    return known, raw.origin, tuple(dict.fromkeys([*loras, *unused, *raw.unused, *unread]))


def _scheduler(name: Any, spacing: Any) -> tuple[str | None, list[str]]:
    """Our sampler for theirs, None where there is none, and what of it could not be followed, by name."""
    if not isinstance(name, str) or not name:
        return None, ["sampler"]
    lower = name.lower().replace(" ", "_")
    plain = spacing.lower() if isinstance(spacing, str) else ""
    named = "karras" if lower.endswith(("_k", "_karras")) else plain
    ours = scheduler_from_studio(re.sub(r"_(gpu|k|karras)$", "", lower), named)
    if ours is None:
        return None, [f"Sampler {name}"] + ([f"Schedule {named}"] if named not in PLAIN else [])
    return ours.name, [f"Schedule {named}"] if named not in (*PLAIN, ours.spacing) else []
