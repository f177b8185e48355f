"""Stable Diffusion 1.x and 2.x, and the built-in models, which are built like them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.models.families.family import Family
from pipeline.models.families.stable_diffusion import reading
from pipeline.models.families.stable_diffusion.clip_tokenizer import read_tokenizer, shared_tokenizer
from pipeline.models.families.stable_diffusion.layers import UNET_LAYERS
from pipeline.models.spec import ModelSpec, Source
from pipeline.preview.codec import LatentCodec
from pipeline.request import Prompt, Size

if TYPE_CHECKING:
    import torch
    from diffusers import DiffusionPipeline
    from tokenizers import Tokenizer


class StableDiffusion(Family):
    """A U-Net that CLIP's text encoder conditions, over the latents of a plain autoencoder."""

    def read_folder(self, folder: Path, key: str, source: Source) -> ModelSpec:
        return reading.read_folder(folder, key, source)

    def read_file(self, file: Path, key: str, shapes: Mapping[str, tuple[int, ...]]) -> ModelSpec | None:
        return reading.read_file(file, key, shapes)

    def tokenizer(self, folder: Path | None) -> Tokenizer | None:
        return shared_tokenizer() if folder is None else read_tokenizer(folder / "tokenizer")

    def load_file(self, file: Path, key: str, options: Mapping[str, Any]) -> DiffusionPipeline:
        from pipeline.models.families.stable_diffusion.single_file import read_single_file

        return read_single_file(file, key, {**options, "safety_checker": None, **self.build_options})

    def prompt_arguments(self, pipe: Any, prompt: Prompt) -> dict[str, Any]:
        from pipeline.models.families.stable_diffusion.conditioning import prompt_arguments

        return prompt_arguments(pipe, prompt)

    def first_noise(self, pipe: Any, size: Size, generators: Sequence[torch.Generator]) -> torch.Tensor:
        from diffusers.utils.torch_utils import randn_tensor

        shape = (len(generators), self.codec.channels(pipe.vae), *self.latent_sides(pipe, size))
        # Stock draws with the one generator or a list of them: the numbers are the same for one picture each.
        noise: torch.Tensor = randn_tensor(
            shape, generator=list(generators), device=pipe.unet.device, dtype=pipe.text_encoder.dtype
        )
        return noise

    def text_encoder(self, pipe: Any) -> tuple[Any, Any]:
        return pipe.tokenizer, pipe.text_encoder


STABLE_DIFFUSION = StableDiffusion(
    key="stable-diffusion",
    names=("Stable Diffusion 1.x", "2.x"),
    pipelines={
        "text": "StableDiffusionPipeline",
        "photo": "StableDiffusionImg2ImgPipeline",
        "mask": "StableDiffusionInpaintPipeline",
    },
    denoiser="unet",
    parts=("unet", "vae", "text_encoder"),
    left_out=("safety_checker", "feature_extractor", "image_encoder"),
    build_options={"requires_safety_checker": False},
    doubled=("prompt_embeds", "mask", "masked_image_latents"),
    codec=LatentCodec(),
    layers=UNET_LAYERS,
)
