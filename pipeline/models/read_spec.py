"""From a folder, a file or a Hub id to a `ModelSpec`, without torch."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import ModelUnavailable
from pipeline.models.families import FAMILIES, family_of_pipeline, names_of_families
from pipeline.models.model_files import read_header, read_json
from pipeline.models.spec import ModelSpec, Source

HUB_ID = re.compile(r"^[\w.-]+/[\w.-]+(@[\w./-]+)?$")


def read_spec(source: str | Path, key: str) -> ModelSpec:
    """What `source` (folder, .safetensors file, Hub id "owner/name" or "owner/name@revision") is.

    Raises `ModelUnavailable` where it is missing, damaged or of a family that is not supported.
    """
    path = Path(source)
    if path.is_dir():
        return _folder_spec(path, key, Source(folder=path))
    if path.is_file():
        return _file_spec(path, key)
    if not path.is_absolute() and HUB_ID.match(str(source)):
        hub_id, _, revision = str(source).partition("@")
        return _hub_spec(key, Source(hub_id=hub_id, revision=revision or None))
    raise ModelUnavailable(key, f"there is no folder or file {source}; give a diffusers folder or a .safetensors file.")


def _folder_spec(folder: Path, key: str, source: Source) -> ModelSpec:
    kind = read_json(folder / "model_index.json", key).get("_class_name", "nothing")
    family = family_of_pipeline(kind)
    if family is None:
        raise ModelUnavailable(key, f"it is a {kind}, and only {names_of_families('and')} are supported so far.")
    return family.read_folder(folder, key, source)


def _hub_spec(key: str, source: Source) -> ModelSpec:
    """From the local cache where it is there, else what a spec has by default, until it has been fetched."""
    from huggingface_hub import try_to_load_from_cache

    assert source.hub_id is not None
    index = try_to_load_from_cache(source.hub_id, "model_index.json", revision=source.revision)
    if isinstance(index, str):
        try:
            return _folder_spec(Path(index).parent, key, source)
        except ModelUnavailable:
            pass  # fetched in part only; the rest comes when it is loaded
    return ModelSpec(key=key, source=source, max_side_px=2048)


def _file_spec(file: Path, key: str) -> ModelSpec:
    if file.suffix != ".safetensors":
        raise ModelUnavailable(key, f"{file.name} is no .safetensors file (pickled checkpoints are not opened).")
    shapes = read_header(file, key)
    spec = next(filter(None, (family.read_file(file, key, shapes) for family in FAMILIES.values())), None)
    if spec is None:
        raise ModelUnavailable(key, f"{file.name} holds no {names_of_families('or')} checkpoint.")
    return spec
