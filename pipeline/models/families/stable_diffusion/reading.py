"""Reading a `ModelSpec` from a model's own files, without torch.

A folder is read from its component configurations; a single .safetensors file from the names and shapes in its header.
Inpainting checkpoints belong to the family too.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import ModelUnavailable
from pipeline.models.families.stable_diffusion.original_layout import read_layout
from pipeline.models.model_files import read_json, read_licence, read_world
from pipeline.models.spec import Capabilities, Defaults, ModelSpec, Source, World
from pipeline.schedule.noise_curve import build_noise_curve
from pipeline.schedule.schedulers import scheduler_in, schedulers_for

TEXT_CHANNELS, INPAINTING_CHANNELS = 4, 9  # into the U-Net; 9: the latents, the mask, and the latents of what stays


def read_folder(folder: Path, key: str, source: Source) -> ModelSpec:
    """The spec of a diffusers folder. Raises `ModelUnavailable`."""
    unet = read_json(folder / "unet" / "config.json", key)
    vae = read_json(folder / "vae" / "config.json", key)
    text = read_json(folder / "text_encoder" / "config.json", key)
    scheduler = read_json(folder / "scheduler" / "scheduler_config.json", key)
    _check_files(folder, key)
    px_per_latent = 2 ** (len(vae.get("block_out_channels", (0, 0, 0, 0))) - 1)
    channels = (unet.get("in_channels", TEXT_CHANNELS), unet.get("out_channels", TEXT_CHANNELS))
    if channels not in ((TEXT_CHANNELS, TEXT_CHANNELS), (INPAINTING_CHANNELS, TEXT_CHANNELS)):
        raise ModelUnavailable(key, "it is an editing checkpoint; only text-to-image and inpainting are supported.")
    world = read_world(folder / "words.json", key)
    return ModelSpec(
        key=key,
        source=source,
        px_per_latent=px_per_latent,
        size_multiple_px=px_per_latent,
        native_size_px=_sample_size(unet) * px_per_latent,
        max_side_px=min(2048, 4 * _sample_size(unet) * px_per_latent),
        max_tokens=int(text.get("max_position_embeddings", 77)) - 2,
        prediction=scheduler.get("prediction_type", "epsilon"),
        defaults=_defaults(scheduler, world),
        capabilities=_capabilities(channels[0], scheduler, world),
        noise_curve=build_noise_curve(scheduler),
        world=world,
        licence=read_licence(folder / "README.md"),
    )


def read_file(file: Path, key: str, shapes: Mapping[str, tuple[int, ...]]) -> ModelSpec | None:
    """The spec of a file in the original layout; None where it is none of SD 1.x or 2.x."""
    layout = read_layout(shapes)
    if layout is None:
        return None
    return ModelSpec(
        key=key,
        source=Source(file=file),
        native_size_px=layout.native_size_px,
        max_side_px=2048,
        max_tokens=layout.configs["text_encoder"]["max_position_embeddings"] - 2,
        capabilities=Capabilities(text=layout.configs["unet"]["in_channels"] == TEXT_CHANNELS),
    )


def _defaults(scheduler: dict[str, Any], world: World | None) -> Defaults:
    name = scheduler_in(scheduler)
    if world is None:
        return Defaults(scheduler=name)
    return Defaults(
        scheduler=name,
        num_steps=world.num_steps,
        guidance_scale=world.guidance_scale,
        guidance_end=world.guidance_end,
        keep_layout=world.keep_layout,
    )


def _capabilities(in_channels: int, scheduler: dict[str, Any], world: World | None) -> Capabilities:
    guided = world is None or world.guided
    return Capabilities(
        schedulers=schedulers_for(scheduler),
        guidance=guided,
        negative_prompt=guided,
        # A text-to-image checkpoint fills masks too: the stock inpainting pipeline blends latents at each step. One of
        # 9 channels was trained with a photo and a mask beside the latents.
        text=in_channels == TEXT_CHANNELS,
    )


def _check_files(folder: Path, key: str) -> None:
    """Weights of every part and a vocabulary: diffusers quietly makes some of them up where they are missing."""
    for part in ("unet", "vae", "text_encoder"):
        if not any((folder / part).glob("*.safetensors")):
            raise ModelUnavailable(key, f"{folder / part} holds no .safetensors weights; copy or download them again.")
    vocabularies = (("tokenizer.json",), ("vocab.json", "merges.txt"))
    if not any(all((folder / "tokenizer" / name).is_file() for name in names) for names in vocabularies):
        raise ModelUnavailable(key, f"{folder / 'tokenizer'} holds no vocabulary; copy or download it again.")


def _sample_size(unet: dict[str, Any]) -> int:
    size = unet.get("sample_size") or 64
    return int(size[0] if isinstance(size, list) else size)
