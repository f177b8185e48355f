"""A second family, in no package: its latents lie in rows, and its network, words and pipeline have names of their own.

What it paints is noise; what is tested is that the rest of the pipeline asks a family instead of knowing one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from diffusers import DiffusionPipeline
from diffusers.image_processor import VaeImageProcessor
from diffusers.utils.torch_utils import randn_tensor
from tokenizers import Tokenizer

from pipeline.models.families.family import Family, Start
from pipeline.models.families.stable_diffusion.clip_tokenizer import read_tokenizer
from pipeline.models.spec import Capabilities, ModelSpec, Source
from pipeline.preview.codec import LatentCodec
from pipeline.request import Prompt, Size
from tests import tiny


class RowCodec(LatentCodec):
    """One latent a row: `[B, H W, C]`."""

    def packed(self, grid: torch.Tensor) -> torch.Tensor:
        return grid.flatten(2).transpose(1, 2)

    def unpacked(self, latents: torch.Tensor, height: int, width: int) -> torch.Tensor:
        return latents.transpose(1, 2).reshape(len(latents), -1, height, width)


ROWS = RowCodec()


class GardenPipeline(DiffusionPipeline):
    """As a stock pipeline is driven, with arguments of its own for the words."""

    _callback_tensor_inputs = ("latents",)
    vae_scale_factor = 8

    def __init__(self, gardener: Any, vae: Any, text_encoder: Any, tokenizer: Any, scheduler: Any) -> None:
        super().__init__()
        self.register_modules(
            gardener=gardener, vae=vae, text_encoder=text_encoder, tokenizer=tokenizer, scheduler=scheduler
        )
        self.image_processor = VaeImageProcessor(vae_scale_factor=self.vae_scale_factor)

    @torch.no_grad()
    def __call__(
        self, words: str, *, num_inference_steps: int, width: int, height: int, generator: Any = None,
        latents: Any = None, callback_on_step_end: Any = None, output_type: str = "pil", **unused: Any,
    ) -> Any:  # fmt: skip
        sides = (height // self.vae_scale_factor, width // self.vae_scale_factor)
        if latents is None:
            latents = ROWS.packed(randn_tensor((1, 4, *sides), generator=generator))
        ids = self.tokenizer(words, padding="max_length", truncation=True, return_tensors="pt").input_ids
        prompt = self.text_encoder(ids)[0]
        self.scheduler.set_timesteps(num_inference_steps)
        latents = latents * self.scheduler.init_noise_sigma
        for index, timestep in enumerate(self.scheduler.timesteps):
            seen = ROWS.unpacked(self.scheduler.scale_model_input(latents, timestep), *sides)
            predicted = ROWS.packed(self.gardener(seen, timestep, encoder_hidden_states=prompt).sample)
            latents = self.scheduler.step(predicted, timestep, latents, return_dict=False)[0]
            if callback_on_step_end is not None:
                latents = callback_on_step_end(self, index, timestep, {"latents": latents}).get("latents", latents)
        pixels = self.vae.decode(ROWS.unpacked(latents, *sides) / self.vae.config.scaling_factor).sample
        return SimpleNamespace(images=self.image_processor.postprocess(pixels, output_type=output_type))


class Garden(Family):
    """Reads folders only, and paints from text."""

    def read_folder(self, folder: Path, key: str, source: Source) -> ModelSpec:
        return ModelSpec(
            key=key,
            source=source,
            family=self.key,
            native_size_px=64,
            max_side_px=256,
            max_tokens=tiny.MAX_TOKENS - 2,
            capabilities=Capabilities(guidance=False, negative_prompt=False, photo=False, mask=False),
        )

    def read_file(self, file: Path, key: str, shapes: Mapping[str, tuple[int, ...]]) -> ModelSpec | None:
        return None

    def tokenizer(self, folder: Path | None) -> Tokenizer | None:
        return None if folder is None else read_tokenizer(folder / "tokenizer")

    def pipeline_class(self, start: Start) -> type[DiffusionPipeline]:
        return GardenPipeline

    def load_file(self, file: Path, key: str, options: Mapping[str, Any]) -> DiffusionPipeline:
        raise NotImplementedError

    def prompt_arguments(self, pipe: Any, prompt: Prompt) -> dict[str, Any]:
        return {"words": prompt.text}

    def first_noise(self, pipe: Any, size: Size, generators: Sequence[torch.Generator]) -> torch.Tensor:
        return self.codec.packed(randn_tensor((1, 4, *self.latent_sides(pipe, size)), generator=list(generators)))

    def text_encoder(self, pipe: Any) -> tuple[Any, Any]:
        return pipe.tokenizer, pipe.text_encoder


GARDEN = Garden(
    key="garden",
    names=("Garden",),
    pipelines={"text": "GardenPipeline"},
    denoiser="gardener",
    parts=("gardener", "vae", "text_encoder"),
    doubled=(),
    codec=ROWS,
)


def save_garden(folder: Path) -> Path:
    """A small model of the family, with random weights, as a diffusers folder."""
    stock = tiny.build_pipeline()
    parts = {name: getattr(stock, name) for name in ("vae", "text_encoder", "tokenizer", "scheduler")}
    GardenPipeline(gardener=tiny.build_unet(), **parts).save_pretrained(folder)
    return folder
