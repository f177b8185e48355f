"""Settings that other studios (ComfyUI, InvokeAI, Fooocus, NovelAI) put into their pictures, in our names.

sd-parsers knows where each of them writes what; here its words become ours. What A1111 writes is read by
`pipeline.metadata.picture_files` itself.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pipeline.errors import RunUnreadable
from pipeline.metadata.comfy_graph import read_graph

if TYPE_CHECKING:
    from PIL import Image
    from sd_parsers.data import Prompt, PromptInfo

# Their sampler names, in lower case and without the suffixes that name a noise spacing or a device.
SAMPLERS = {
    "ddim": "DDIM",
    "ddpm": "DDPM",
    "euler": "Euler",
    "euler_ancestral": "Euler a",
    "euler_a": "Euler a",
    "k_euler": "Euler",
    "k_euler_ancestral": "Euler a",
    "dpmpp_2m": "DPM++ 2M",
    "k_dpmpp_2m": "DPM++ 2M",
    "uni_pc": "UniPC",
    "unipc": "UniPC",
}
# Spacings that leave a sampler as it is.
PLAIN = ("", "none", "automatic", "uniform", "normal", "native")
READ = {
    "seed": ("seed", int),
    "noise_seed": ("seed", int),
    "steps": ("num_steps", int),
    "cfg_scale": ("guidance_scale", float),
}
STRENGTHS = ("denoise", "strength")
SPACINGS = ("scheduler", "noise_schedule")
EMPTY_PICTURES = ("EmptyLatentImage", "EmptySD3LatentImage")  # nodes of ComfyUI
READ_APART = (*SPACINGS, *EMPTY_PICTURES, "width", "height", "resolution", "full_prompt", "full_negative_prompt")
# What every painting has: named where a file does not say it in a way that can be read.
WANTED = {"prompt": "prompt", "seed": "seed", "num_steps": "steps", "guidance_scale": "guidance scale"}


def read_foreign(picture: Image.Image, text: Any = None) -> tuple[dict[str, Any], str, tuple[str, ...]] | None:
    """Settings, the studio's name, and the names of what was left unused; None where there is nothing that is known.

    text: what stands where A1111 writes, which Fooocus takes for its JSON too.
    Raises `RunUnreadable` for a graph of ComfyUI that has no sampler in it.
    """
    try:
        found = _parsed(picture, text)
    except RunUnreadable:
        raise
    except Exception:  # its parsers walk through whatever JSON a file brings
        return None
    if found is None or not found.samplers:
        return None
    sampler = found.samplers[0]
    told = {**found.metadata, **sampler.parameters}
    scheduler, unused = _sampler(str(sampler.name), next((str(told[key]) for key in SPACINGS if told.get(key)), ""))
    settings: dict[str, Any] = {
        "prompt": _words(found.prompts, found.full_prompt),
        "negative_prompt": _words(found.negative_prompts, found.full_negative_prompt),
        "scheduler": scheduler,
        "model": str(sampler.model) if sampler.model else _invoke_model(found),
        **_size(found.metadata),
    }
    for key, value in told.items():
        name, read = READ.get(key, ("strength", float) if key in STRENGTHS else (None, None))
        if name and read:
            settings[name] = _number(read, value)
        elif key not in READ_APART:
            unused.append(str(key))
    unused += [label for name, label in WANTED.items() if settings.get(name) in (None, "")]
    settings = {name: value for name, value in settings.items() if value is not None}
    return settings, str(found.generator.value), tuple(unused)


def _parsed(picture: Image.Image, text: Any) -> PromptInfo | None:
    from sd_parsers import Eagerness, ParserManager
    from sd_parsers.parsers import ComfyUIParser, FooocusParser, InvokeAIParser, NovelAIParser

    # Without theirs for A1111, which takes the square of a text's length; the slower ways decode the pixels.
    parsers = [FooocusParser, ComfyUIParser, InvokeAIParser, NovelAIParser]
    found = ParserManager(eagerness=Eagerness.FAST, managed_parsers=parsers).parse(picture)
    if found is not None and found.samplers:
        return found
    if isinstance(text, str) and picture.format != "PNG":  # Fooocus' EXIF, where sd-parsers does not look
        return FooocusParser().parse({"parameters": text})
    return read_graph(picture)


def _words(written: list[Prompt], whole: Any) -> str:
    """What the person wrote; else all that was painted, which Fooocus keeps as a list with its styles' words."""
    own = ", ".join(map(str, written))
    return own or (", ".join(map(str, whole)) if isinstance(whole, list) else str(whole))


def _invoke_model(found: PromptInfo) -> str | None:
    """The model's name as InvokeAI writes it since version 4; sd-parsers knows the older one."""
    text = found.raw_parameters.get("invokeai_metadata")
    model = json.loads(text).get("model") if isinstance(text, str) else None
    name = model.get("name") if isinstance(model, dict) else None
    return name if isinstance(name, str) else None


def _sampler(name: str, spacing: str) -> tuple[str | None, list[str]]:
    """Our sampler for theirs, None where there is none, and what of it could not be followed, by name."""
    lower = name.lower().replace(" ", "_")
    ours = SAMPLERS.get(re.sub(r"_(gpu|k|karras)$", "", lower))
    spacing = "karras" if lower.endswith(("_k", "_karras")) else spacing.lower()
    if ours == "DPM++ 2M" and spacing == "karras":
        return "DPM++ 2M Karras", []
    unused = [] if ours else [f"Sampler {name}"]
    return ours, unused + ([f"Schedule {spacing}"] if spacing not in PLAIN else [])


def _size(metadata: dict[Any, Any]) -> dict[str, Any]:
    """Width and height: by name, as one text, or in ComfyUI's node for an empty picture."""
    nodes = next((metadata[name] for name in EMPTY_PICTURES if name in metadata), None)
    where = nodes[0] if isinstance(nodes, list) and nodes and isinstance(nodes[0], dict) else metadata
    pair = re.findall(r"\d{2,5}", str(where.get("resolution", "")))
    width, height = pair if len(pair) == 2 else (where.get("width"), where.get("height"))
    return {"width_px": _number(int, width), "height_px": _number(int, height)}


def _number(read: Any, value: Any) -> Any:
    try:
        return read(value)
    except (TypeError, ValueError, OverflowError):
        return None
