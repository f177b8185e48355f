"""Settings that other studios (ComfyUI, InvokeAI, Fooocus, NovelAI) put into their pictures, in our names.

sd-parsers knows where each of them writes what; here its words become ours. What A1111 writes is read by
`pipeline.metadata` itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

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
READ = {"seed": ("seed", int), "steps": ("num_steps", int), "cfg_scale": ("guidance_scale", float)}
STRENGTHS = ("denoise", "strength")


def read_foreign(picture: Image.Image) -> tuple[dict[str, Any], str, tuple[str, ...]] | None:
    """Settings, the studio's name, and the names of what was left unused; None where there is nothing that is known."""
    from sd_parsers import Eagerness, ParserManager

    try:
        found = ParserManager(eagerness=Eagerness.FAST).parse(picture)  # the slower ways decode the pixels
    except Exception:  # its parsers walk through whatever JSON a file brings
        return None
    if found is None or not found.samplers:
        return None
    sampler = found.samplers[0]
    settings: dict[str, Any] = {
        "prompt": str(found.full_prompt),
        "negative_prompt": str(found.full_negative_prompt),
        "scheduler": _scheduler(str(sampler.name), str(sampler.parameters.get("scheduler", ""))),
        "model": str(sampler.model) if sampler.model else None,
        **_size(found.metadata),
    }
    unused = [] if settings["scheduler"] else [f"Sampler {sampler.name}"]
    for key, value in {**found.metadata, **sampler.parameters}.items():
        name, read = READ.get(key, ("strength", float) if key in STRENGTHS else (None, None))
        if name and read:
            settings[name] = _number(read, value)
        elif key not in ("scheduler", "width", "height", "resolution", "full_prompt", "full_negative_prompt"):
            unused.append(str(key))
    told = {name: value for name, value in settings.items() if value is not None}
    return told, str(found.generator.value), tuple(unused)


def _scheduler(name: str, spacing: str) -> str | None:
    plain = re.sub(r"_(gpu|k|karras)$", "", name.lower().replace(" ", "_"))
    ours = SAMPLERS.get(plain)
    karras = "karras" in spacing.lower() or name.lower().endswith(("_k", "_karras"))
    return "DPM++ 2M Karras" if ours == "DPM++ 2M" and karras else ours


def _size(metadata: dict[Any, Any]) -> dict[str, Any]:
    """Width and height: by name, as one text, or in ComfyUI's node for an empty picture."""
    nodes = metadata.get("EmptyLatentImage")
    where = nodes[0] if isinstance(nodes, list) and nodes and isinstance(nodes[0], dict) else metadata
    pair = re.findall(r"\d{2,5}", str(where.get("resolution", "")))
    width, height = pair if len(pair) == 2 else (where.get("width"), where.get("height"))
    return {"width_px": _number(int, width), "height_px": _number(int, height)}


def _number(read: Any, value: Any) -> Any:
    try:
        return read(value)
    except (TypeError, ValueError, OverflowError):
        return None
