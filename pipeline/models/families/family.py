"""`Family`: what the pipeline asks of a kind of model, instead of knowing it.

To add a family: a file or a folder of its own beside this one, and its row in `pipeline.models.families`.
Nothing here loads torch or diffusers before a model is loaded.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pipeline.models.spec import ModelSpec, Source
from pipeline.preview.codec import LatentCodec
from pipeline.request import Prompt, Size

if TYPE_CHECKING:
    import torch
    from diffusers import DiffusionPipeline
    from tokenizers import Tokenizer

Start: TypeAlias = Literal["text", "photo", "mask"]


@dataclass(frozen=True, kw_only=True)
class DenoiserLayers:
    """What `pipeline.speed` has to know of a denoiser to make it fast.

    The denoiser is called with latents, timestep and `encoder_hidden_states`, the prompt, and gives a tuple. Layers are
    named by the ends of their paths.

    whole: the paths, in a denoiser, of modules that stay in float32 with all that is in them.
    in_float32: products that stay in float32. added_up: products whose answers are added to what came before them.
    norms: those whose answers only products take.
    side_multiple: what both sides of latents have to be multiples of to go the way that is recorded.
    example: latents and prompt as a pipeline gives them to its denoiser, for latents of so many each way.
    """

    whole: Callable[[Any], tuple[str, ...]]
    in_float32: tuple[str, ...]
    added_up: tuple[str, ...]
    norms: tuple[str, ...]
    side_multiple: Callable[[Any], int]
    example: Callable[[Any, int], tuple[torch.Tensor, torch.Tensor]]


@dataclass(frozen=True, kw_only=True)
class Family(ABC):
    """One kind of model. Everywhere below, `pipe` is one of its stock pipelines of diffusers.

    key: as `ModelSpec.family` has it. names: what people call its models.
    pipelines: the stock class for every start that it has; a folder's model_index.json names one of them.
    denoiser: what the pipelines call it. parts: the components with weights, folders of the same names.
    left_out: components that are not loaded. build_options: what the classes are made with beside their components.
    doubled: what a stock pipeline holds twice while it guides: for the negative prompt first, then for the prompt.
    codec: between its latents and pictures. layers: None where its denoiser runs as it is at every precision.
    """

    key: str
    names: tuple[str, ...]
    pipelines: Mapping[Start, str]
    denoiser: str
    parts: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    build_options: Mapping[str, Any] = field(default_factory=dict)
    doubled: tuple[str, ...]
    codec: LatentCodec
    layers: DenoiserLayers | None = None

    # Told apart, and read without torch.

    @abstractmethod
    def read_folder(self, folder: Path, key: str, source: Source) -> ModelSpec:
        """The spec of a diffusers folder whose index names one of `pipelines`. Raises `ModelUnavailable`."""

    @abstractmethod
    def read_file(self, file: Path, key: str, shapes: Mapping[str, tuple[int, ...]]) -> ModelSpec | None:
        """The spec of a single .safetensors file with tensors of these names; None where it is no model of these."""

    @abstractmethod
    def tokenizer(self, folder: Path | None) -> Tokenizer | None:
        """How prompts are read by the model in `folder`, or in a single file; None where its vocabulary is missing."""

    # Loaded.

    def pipeline_class(self, start: Start) -> type[DiffusionPipeline]:
        """The stock class for a start."""
        import diffusers

        found: type[DiffusionPipeline] = getattr(diffusers, self.pipelines[start])
        return found

    def build_pipeline(self, start: Start, components: Mapping[str, Any]) -> DiffusionPipeline:
        """The stock pipeline for a start, around components that are there already."""
        return self.pipeline_class(start)(**components, **self.build_options)

    @abstractmethod
    def load_file(self, file: Path, key: str, options: Mapping[str, Any]) -> DiffusionPipeline:
        """The stock pipeline that paints from text, from a single file, with no network.

        options: of diffusers' `from_single_file`. Raises `ModelUnavailable`, and what diffusers raises.
        """

    # Painting.

    @abstractmethod
    def prompt_arguments(self, pipe: Any, prompt: Prompt) -> dict[str, Any]:
        """The arguments of `pipe` that say what is wanted and what is not: weights, long prompts and blends too."""

    def latent_sides(self, pipe: Any, size: Size) -> tuple[int, int]:
        """Height and width of the grid of latents of a picture whose sides are both set."""
        assert size.height_px is not None and size.width_px is not None
        return size.height_px // pipe.vae_scale_factor, size.width_px // pipe.vae_scale_factor

    @abstractmethod
    def first_noise(self, pipe: Any, size: Size, generators: Sequence[torch.Generator]) -> torch.Tensor:
        """The noise that `pipe` starts from without a photo, as its argument `latents` takes it.

        Drawn from `generators`, one a picture, exactly as `pipe` would draw it.
        """

    @abstractmethod
    def text_encoder(self, pipe: Any) -> tuple[Any, Any]:
        """Tokenizer and text encoder, of transformers, whose reading the score of a model goes by."""
