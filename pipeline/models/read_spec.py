"""From a folder, a file or a Hub id to a `ModelSpec`, without torch."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import ModelUnavailable
from pipeline.models.families.stable_diffusion.original_layout import read_layout
from pipeline.models.families.stable_diffusion.reading import TEXT_CHANNELS, read_folder
from pipeline.models.model_files import read_header
from pipeline.models.spec import Capabilities, ModelSpec, Source

HUB_ID = re.compile(r"^[\w.-]+/[\w.-]+(@[\w./-]+)?$")


def read_spec(source: str | Path, key: str) -> ModelSpec:
    """What `source` (folder, .safetensors file, Hub id "owner/name" or "owner/name@revision") is.

    Raises `ModelUnavailable` where it is missing, damaged or of a family that is not supported.
    """
    path = Path(source)
    if path.is_dir():
        return read_folder(path, key, Source(folder=path))
    if path.is_file():
        return _file_spec(path, key)
    if not path.is_absolute() and HUB_ID.match(str(source)):
        hub_id, _, revision = str(source).partition("@")
        return _hub_spec(key, Source(hub_id=hub_id, revision=revision or None))
    raise ModelUnavailable(key, f"there is no folder or file {source}; give a diffusers folder or a .safetensors file.")


def _hub_spec(key: str, source: Source) -> ModelSpec:
    """From the local cache where it is there, else the shape of SD 1.x until it has been fetched."""
    from huggingface_hub import try_to_load_from_cache

    assert source.hub_id is not None
    index = try_to_load_from_cache(source.hub_id, "model_index.json", revision=source.revision)
    if isinstance(index, str):
        try:
            return read_folder(Path(index).parent, key, source)
        except ModelUnavailable:
            pass  # fetched in part only; the rest comes when it is loaded
    return ModelSpec(key=key, source=source, max_side_px=2048)


def _file_spec(file: Path, key: str) -> ModelSpec:
    if file.suffix != ".safetensors":
        raise ModelUnavailable(key, f"{file.name} is no .safetensors file (pickled checkpoints are not opened).")
    layout = read_layout(read_header(file, key))
    if layout is None:
        raise ModelUnavailable(key, f"{file.name} holds no Stable Diffusion 1.x or 2.x checkpoint.")
    return ModelSpec(
        key=key,
        source=Source(file=file),
        native_size_px=layout.native_size_px,
        max_side_px=2048,
        max_tokens=layout.configs["text_encoder"]["max_position_embeddings"] - 2,
        capabilities=Capabilities(text=layout.configs["unet"]["in_channels"] == TEXT_CHANNELS),
    )
