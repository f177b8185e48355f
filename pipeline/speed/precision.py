"""exact and fast: the stock pipelines of one model at both precisions, sharing every weight that they can.

exact gives the stock pipeline's numbers, bit for bit; where the model is small and on a CPU, its denoiser's operations
are recorded and played back (`pipeline.speed.recording`), which takes a fifth less. fast changes the denoiser:
bfloat16 where the hardware is quicker in it (latents and guidance stay float32), convolutions in channels_last, the
prompt's keys and values computed once a run instead of once a step. Where the model is small and on a CPU, only
products are in bfloat16 and sums in float32, 1x1 convolutions are products (`pipeline.speed.fast_layers`), weights are
packed (`pipeline.speed.packed`), the first steps are float32's (`pipeline.speed.by_noise`), and all of it is recorded.
A small autoencoder's decoder is laid out in channels_last and multiplies in bfloat16 too (a quarter of the time, 52 dB
from exact).
"""

from __future__ import annotations

import copy
from typing import Any

import torch

from pipeline.models.families.family import DenoiserLayers, Family, Start
from pipeline.request import GenerationRequest, Precision
from pipeline.speed.bfloat16 import multiplies_in_bfloat16
from pipeline.speed.by_noise import MOSTLY_NOISE, choose_by_noise
from pipeline.speed.fast_layers import (
    cache_prompt_keys,
    in_float32,
    multiply_in_bfloat16,
    multiply_pointwise,
    pack_products,
)
from pipeline.speed.recording import is_small, play_recorded

WARM_UP_CALLS = 3  # TorchScript looks on for two calls and then settles
MAX_SECOND_COPY = 200_000_000  # weights: a larger float32 denoiser is not copied only to lay its convolutions out anew


class Pipelines:
    """The stock pipelines over the components of `pipe`: from text, from a photo, and from a photo with a mask."""

    def __init__(self, family: Family, pipe: Any) -> None:
        self._family = family
        self._pipe = pipe
        self._plain_denoiser = getattr(pipe, family.denoiser)
        self._by_start: dict[tuple[Precision, Start], Any] = {}
        self._denoisers: dict[Precision, Any] = {}
        self._fast_vae: Any = None

    @property
    def best(self) -> Precision:
        """What precision None means: fast where the hardware is quicker in bfloat16."""
        gains = self._family.layers is not None and multiplies_in_bfloat16(self._plain_denoiser.device)
        return "fast" if gains else "exact"

    def pick(self, precision: Precision, start: Start) -> Any:
        """The stock pipeline for a request, at `precision`; made on first use."""
        if (precision, start) not in self._by_start:
            own = {self._family.denoiser: self.denoiser(precision), "vae": self._vae(precision)}
            pipe: Any = self._family.build_pipeline(start, {**self._pipe.components, **own})
            pipe.set_progress_bar_config(disable=True)
            self._by_start[precision, start] = pipe
        return self._by_start[precision, start]

    def warm_up(self, side: int) -> None:
        """Where denoisers are recorded (`pipeline.speed.recording`): does it now, for latents of `side` each way."""
        layers = self._family.layers
        if layers is None or not is_small(self._plain_denoiser):
            return
        denoiser = self.denoiser(self.best)
        latents, prompt = layers.example(self._pipe, side)
        for timestep in (0, MOSTLY_NOISE) * WARM_UP_CALLS:
            denoiser(latents, torch.tensor(timestep), encoder_hidden_states=prompt, return_dict=False)

    def denoiser(self, precision: Precision) -> Any:
        """The denoiser that paints at `precision`; made on first use."""
        if precision not in self._denoisers:
            build = build_fast_denoiser if precision == "fast" else build_exact_denoiser
            self._denoisers[precision] = build(self._plain_denoiser, self._family.layers)
        return self._denoisers[precision]

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


def build_exact_denoiser(denoiser: Any, layers: DenoiserLayers | None) -> Any:
    """What gives the very numbers of `denoiser`, recorded where that pays; `denoiser` itself is not touched."""
    if layers is None or not is_small(denoiser):
        return denoiser
    played = _sharing_copy(denoiser)
    play_recorded(played, layers.side_multiple(played))
    return played


def build_fast_denoiser(denoiser: Any, layers: DenoiserLayers | None) -> Any:
    """What takes and gives float32 as `denoiser` does, sooner; weights are shared where they stay as they are."""
    if layers is None:
        return denoiser
    if not multiplies_in_bfloat16(denoiser.device):
        return _quickened(_sharing_copy(denoiser), layers)
    if not is_small(denoiser):
        return _quickened(copy.deepcopy(denoiser).to(torch.bfloat16), layers, torch.bfloat16)
    halved = _sharing_copy(denoiser)
    multiply_in_bfloat16(halved, layers)
    return choose_by_noise(_quickened(_sharing_copy(denoiser), layers), _quickened(halved, layers))


def _quickened(fast: Any, layers: DenoiserLayers, dtype: torch.dtype = torch.float32) -> Any:
    """`fast` itself, with everything done to it that makes it faster but its dtype, which is that of what goes in."""
    device = next(fast.parameters()).device
    num_weights = sum(weight.numel() for weight in fast.parameters())
    if device.type != "mps" and (dtype == torch.bfloat16 or num_weights <= MAX_SECOND_COPY):
        _lay_out_channels_last(fast)
    if is_small(fast):
        multiply_pointwise(fast)
        pack_products(fast)
        play_recorded(fast, layers.side_multiple(fast))
    else:
        cache_prompt_keys(fast)
    boundary = _Boundary(dtype)
    fast.register_forward_pre_hook(boundary.on_input, with_kwargs=True)
    fast.register_forward_hook(boundary.on_output)
    return fast


def quicken_in_float32(family: Family, pipe: Any) -> None:
    """A stock pipeline of a small model on a CPU gives its numbers in less time, but for some 1e-6 of them.

    For programs that paint by the hundred. The bits of stock are what `Pipelines` gives at "exact".
    """
    assert family.layers is not None
    setattr(pipe, family.denoiser, _quickened(_sharing_copy(getattr(pipe, family.denoiser)), family.layers))
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
    """Casts what goes into a denoiser to its dtype, and what comes out to float32; the prompt once a run."""

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
