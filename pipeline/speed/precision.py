"""exact and fast: the stock pipelines of one model at both precisions, sharing every weight that they can.

exact gives the stock pipeline's numbers, bit for bit; where the model is small and on a CPU, its U-Net's operations are
recorded and played back (`pipeline.speed.recording`), which takes a fifth less. fast changes the U-Net: bfloat16 where
the hardware is quicker in it (latents and guidance stay float32), convolutions in channels_last, the prompt's keys and
values computed once a run instead of once a step. Where the model is small and on a CPU, only products are in bfloat16
and sums in float32, 1x1 convolutions are products (`pipeline.speed.fast_layers`), weights are packed
(`pipeline.speed.packed`), the first steps are float32's (`pipeline.speed.by_noise`), and all of it is recorded. A small
autoencoder's decoder is laid out in channels_last and multiplies in bfloat16 too (a quarter of the time, 52 dB from
exact).
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import torch

from pipeline.request import GenerationRequest, Precision
from pipeline.speed.bfloat16 import multiplies_in_bfloat16
from pipeline.speed.by_noise import MOSTLY_NOISE, choose_by_noise
from pipeline.speed.fast_layers import (
    in_float32,
    keep_prompt_keys,
    multiply_in_bfloat16,
    multiply_pointwise,
    pack_products,
)
from pipeline.speed.recording import is_small, play_recorded

if TYPE_CHECKING:
    from diffusers import UNet2DConditionModel

Start: TypeAlias = Literal["text", "photo", "mask"]
CLASSES: dict[Start, str] = {
    "text": "StableDiffusionPipeline",
    "photo": "StableDiffusionImg2ImgPipeline",
    "mask": "StableDiffusionInpaintPipeline",
}
WARM_UP_CALLS = 3  # TorchScript looks on for two calls and then settles
MAX_SECOND_COPY = 200_000_000  # weights: a larger float32 U-Net is not copied only to lay its convolutions out anew


class Pipelines:
    """The stock pipelines over the components of `pipe`: from text, from a photo, and from a photo with a mask."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe
        self._made: dict[tuple[Precision, Start], Any] = {}
        self._unets: dict[Precision, Any] = {}
        self._fast_vae: Any = None

    @property
    def best(self) -> Precision:
        """What precision None means: fast where the hardware is quicker in bfloat16."""
        return "fast" if multiplies_in_bfloat16(self._pipe.unet.device) else "exact"

    def pick(self, precision: Precision, start: Start) -> Any:
        """The stock pipeline for a request, at `precision`; made on first use."""
        import diffusers

        if (precision, start) not in self._made:
            parts = {**self._pipe.components, "unet": self.unet(precision), "vae": self._vae(precision)}
            made = getattr(diffusers, CLASSES[start])(**parts, requires_safety_checker=False)
            made.set_progress_bar_config(disable=True)
            self._made[precision, start] = made
        return self._made[precision, start]

    def warm_up(self, side: int) -> None:
        """Where U-Nets are recorded (`pipeline.speed.recording`): does it now, for latents of `side` each way."""
        if not is_small(self._pipe.unet):
            return
        unet = self.unet(self.best)
        latents = torch.zeros(2, unet.config.in_channels, side, side)
        prompt = torch.zeros(2, self._pipe.tokenizer.model_max_length, unet.config.cross_attention_dim)
        for timestep in (0, MOSTLY_NOISE) * WARM_UP_CALLS:
            unet(latents, torch.tensor(timestep), encoder_hidden_states=prompt, return_dict=False)

    def unet(self, precision: Precision) -> Any:
        """The U-Net that paints at `precision`; made on first use."""
        if precision not in self._unets:
            build = build_fast_unet if precision == "fast" else build_exact_unet
            self._unets[precision] = build(self._pipe.unet)
        return self._unets[precision]

    def _vae(self, precision: Precision) -> Any:
        if precision == "exact" or not is_small(self._pipe.vae):
            return self._pipe.vae
        if self._fast_vae is None:
            self._fast_vae = build_fast_vae(self._pipe.vae)
        return self._fast_vae


def start_of(request: GenerationRequest) -> Start:
    """What a request starts from."""
    if request.photo is None:
        return "text"
    return "photo" if request.mask is None else "mask"


def build_exact_unet(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    """A U-Net that gives the very numbers of `unet`, recorded where that pays; `unet` itself is not touched."""
    if not is_small(unet):
        return unet
    played: UNet2DConditionModel = _sharing_copy(unet)
    play_recorded(played)
    return played


def build_fast_unet(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    """A U-Net that takes and gives float32 as `unet` does; weights are shared where they stay as they are."""
    if not multiplies_in_bfloat16(unet.device):
        return _quickened(_sharing_copy(unet))
    if not is_small(unet):
        return _quickened(copy.deepcopy(unet).to(torch.bfloat16), torch.bfloat16)
    halved = _sharing_copy(unet)
    multiply_in_bfloat16(halved)
    return choose_by_noise(_quickened(_sharing_copy(unet)), _quickened(halved))


def _quickened(fast: Any, dtype: torch.dtype = torch.float32) -> Any:
    """`fast` itself, with everything done to it that makes it faster but its dtype, which is that of what goes in."""
    device = next(fast.parameters()).device
    num_weights = sum(weight.numel() for weight in fast.parameters())
    if device.type != "mps" and (dtype == torch.bfloat16 or num_weights <= MAX_SECOND_COPY):
        _lay_out_channels_last(fast)
    if is_small(fast):
        multiply_pointwise(fast)
        pack_products(fast)
        play_recorded(fast)
    else:
        keep_prompt_keys(fast)
    boundary = _Boundary(dtype)
    fast.register_forward_pre_hook(boundary.on_input, with_kwargs=True)
    fast.register_forward_hook(boundary.on_output)
    return fast


def quicken_in_float32(pipe: Any) -> None:
    """A stock pipeline of a small model on a CPU gives its numbers in less time, but for some 1e-6 of them.

    For programs that paint by the hundred. The bits of stock are what `Pipelines` gives at "exact".
    """
    pipe.unet = _quickened(_sharing_copy(pipe.unet))
    pipe.vae = _sharing_copy(pipe.vae)
    _lay_out_channels_last(pipe.vae)


def build_fast_vae(vae: Any) -> Any:
    """An autoencoder whose decoder takes and gives float32 as that of `vae` does; the encoder stays as exact."""
    fast = _sharing_copy(vae)
    tiny = type(vae).__name__ == "AutoencoderTiny"  # a decoder that is one row of layers
    if tiny and multiplies_in_bfloat16(vae.device):
        fast.decoder = copy.deepcopy(vae.decoder).to(torch.bfloat16)
        pack_products(fast.decoder)
        fast.decoder.register_forward_pre_hook(lambda module, latents: tuple(each.bfloat16() for each in latents))
        fast.decoder.layers[-1] = in_float32(vae.decoder.layers[-1])  # rounded to bfloat16, slopes of colour show bands
    _lay_out_channels_last(fast)
    return fast


def _sharing_copy(module: Any) -> Any:
    """New modules around the same weights."""
    return copy.deepcopy(module, {id(weight): weight for weight in module.parameters()})


def _lay_out_channels_last(network: torch.nn.Module) -> None:
    """New tensors for the convolutions' weights alone, so that those of the exact network are not touched."""
    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):
            weight = module.weight.detach().contiguous(memory_format=torch.channels_last)
            module.weight = torch.nn.Parameter(weight, requires_grad=False)


class _Boundary:
    """Casts what goes into a U-Net to its dtype, and what comes out to float32; the prompt once a run."""

    def __init__(self, dtype: torch.dtype) -> None:
        self._dtype = dtype
        self._prompt: torch.Tensor | None = None
        self._prompt_cast: torch.Tensor | None = None

    def on_input(self, module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        latents, *rest = args
        prompt = kwargs["encoder_hidden_states"]
        if self._prompt_cast is None or prompt is not self._prompt:
            self._prompt, self._prompt_cast = prompt, prompt.to(self._dtype)
        latents = latents.to(dtype=self._dtype, memory_format=torch.channels_last)
        return (latents, *rest), {**kwargs, "encoder_hidden_states": self._prompt_cast}

    def on_output(self, module: Any, args: Any, output: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        return (output[0].float(),)
