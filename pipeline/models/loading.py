"""`ModelSpec` -> a stock diffusers pipeline on a device. The only place that reads weights."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelUnavailable
from pipeline.failures import is_out_of_memory
from pipeline.models.families import family_of
from pipeline.models.model_files import stored_numbers
from pipeline.models.spec import ModelSpec

if TYPE_CHECKING:
    import torch
    from diffusers import DiffusionPipeline

logger = logging.getLogger(__name__)


def pick_device(device: str) -> torch.device:
    """The torch device for a --device flag. Raises `ModelUnavailable` where it is not there."""
    import torch

    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if device == "auto":
        device = next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there.get(device, False):
        usable = ", ".join(name for name in there if there[name])
        raise ModelUnavailable(device, f"this machine has no device “{device}”; it has {usable}.")
    return torch.device(device)


def load_pipeline(spec: ModelSpec, device: torch.device, dtype: torch.dtype | None = None) -> DiffusionPipeline:
    """The stock text-to-image pipeline of `spec`, weights in `dtype` (float32 by default), without safety checker.

    Raises `ModelUnavailable` for whatever is missing, damaged or does not fit in memory.
    """
    import torch

    try:
        pipe = _read(spec, dtype or torch.float32).to(device)
    except ModelUnavailable:
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise ModelUnavailable(spec.key, "there is not enough memory to load it.") from error
        logger.warning("loading %s", spec.key, exc_info=True)
        raise ModelUnavailable(spec.key, _hint(spec, error)) from error
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _read(spec: ModelSpec, dtype: torch.dtype) -> DiffusionPipeline:
    quiet_libraries()
    if spec.source.file is not None:
        return family_of(spec).load_file(spec.source.file, spec.key, {"dtype": dtype})
    return _read_folder(spec, spec.source.folder or _fetched(spec), dtype)


def quiet_libraries() -> None:
    """Their progress bars and advice are for programmers; what goes wrong still arrives as an exception."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    from diffusers.utils import logging as diffusers_logging

    diffusers_logging.set_verbosity_error()
    diffusers_logging.disable_progress_bar()


def _fetched(spec: ModelSpec) -> Path:
    """The folder of a Hub id in the local cache; the network is asked only where it is not there yet."""
    family, source = family_of(spec), spec.source
    download = family.pipeline_class("text").download
    options = {"revision": source.revision, "use_safetensors": True, **dict.fromkeys(family.left_out)}
    try:
        return Path(download(source.hub_id, local_files_only=True, **options))
    except OSError:
        return Path(download(source.hub_id, **options))


def _read_folder(spec: ModelSpec, folder: Path, dtype: torch.dtype) -> DiffusionPipeline:
    family = family_of(spec)
    plain = [file for file in (folder / family.denoiser).glob("*.safetensors") if ".fp16." not in file.name]
    variant = None if plain else "fp16"
    options = {"dtype": dtype, "use_safetensors": True, **dict.fromkeys(family.left_out), **family.build_options}
    pipe: DiffusionPipeline = family.pipeline_class("text").from_pretrained(
        folder, local_files_only=True, variant=variant, **options
    )
    for part in family.parts:
        wanted = sum(weight.numel() for weight in getattr(pipe, part).parameters())
        if stored_numbers(folder / part, spec.key, variant) < wanted:  # the rest would be random numbers
            raise ModelUnavailable(spec.key, f"weights of its {part} are missing. Copy or download it again.")
    return pipe


def _hint(spec: ModelSpec, error: Exception) -> str:
    first = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
    if spec.source.hub_id is not None:
        return f"it could not be fetched or read ({first}). Check the name and the connection, or give a local folder."
    return f"its files are missing or damaged ({first}). Copy or download it again."


def load_preview_decoder(spec: ModelSpec, pipe: Any) -> Any:
    """The tiny autoencoder of the folder `preview_decoder` beside the model's own parts, or None. float32."""
    folder = None if spec.source.folder is None else spec.source.folder / "preview_decoder"
    if folder is None or not (folder / "config.json").is_file():
        return None
    from diffusers import AutoencoderTiny

    try:
        return AutoencoderTiny.from_pretrained(folder, local_files_only=True, use_safetensors=True).to(pipe.device)
    except Exception:  # a damaged extra must not keep the model from painting
        logger.warning("the preview decoder of %s cannot be read", spec.key, exc_info=True)
        return None
