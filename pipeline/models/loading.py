"""`ModelSpec` -> a stock diffusers pipeline on a device. The only place that reads weights."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelUnavailable
from pipeline.failures import is_out_of_memory
from pipeline.models.model_files import stored_numbers
from pipeline.models.spec import ModelSpec, Source

if TYPE_CHECKING:
    import torch
    from diffusers import StableDiffusionPipeline

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


def load_pipeline(spec: ModelSpec, device: torch.device, dtype: torch.dtype | None = None) -> StableDiffusionPipeline:
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


def _read(spec: ModelSpec, dtype: torch.dtype) -> StableDiffusionPipeline:
    quiet_libraries()
    options: dict[str, Any] = {"dtype": dtype, "safety_checker": None, "requires_safety_checker": False}
    source = spec.source
    if source.file is not None:
        from pipeline.models.families.stable_diffusion.single_file import read_single_file

        return read_single_file(source.file, spec.key, options)
    options |= {"feature_extractor": None, "image_encoder": None, "use_safetensors": True}
    return _read_folder(spec, source.folder or _fetched(source), options)


def quiet_libraries() -> None:
    """Their progress bars and advice are for programmers; what goes wrong still arrives as an exception."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    from diffusers.utils import logging as diffusers_logging

    diffusers_logging.set_verbosity_error()
    diffusers_logging.disable_progress_bar()


def _fetched(source: Source) -> Path:
    """The folder of a Hub id in the local cache; the network is asked only where it is not there yet."""
    from diffusers import StableDiffusionPipeline

    options: dict[str, Any] = {"revision": source.revision, "use_safetensors": True, "safety_checker": None}
    try:
        return Path(StableDiffusionPipeline.download(source.hub_id, local_files_only=True, **options))
    except OSError:
        return Path(StableDiffusionPipeline.download(source.hub_id, **options))


def _read_folder(spec: ModelSpec, folder: Path, options: dict[str, Any]) -> StableDiffusionPipeline:
    from diffusers import StableDiffusionPipeline

    plain = [file for file in (folder / "unet").glob("*.safetensors") if ".fp16." not in file.name]
    variant = None if plain else "fp16"
    pipe: StableDiffusionPipeline = StableDiffusionPipeline.from_pretrained(
        folder, local_files_only=True, variant=variant, **options
    )
    for part in ("unet", "vae", "text_encoder"):
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
