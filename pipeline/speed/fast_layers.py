"""What `fast` puts in the place of single layers of a denoiser; each gives what the layer gave, sooner or closer."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import torch

from pipeline.models.families.family import DenoiserLayers
from pipeline.speed.packed import PackedConvolution, PackedLinear, can_pack


class CachedLinear(torch.nn.Module):
    """A layer that answers the very same input tensor with its answer of before. It holds the newest one."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.layer = layer
        self._input: torch.Tensor | None = None
        self._answer: torch.Tensor | None = None

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """`[B, T, C]` -> `[B, T, D]`."""
        if self._answer is None or hidden is not self._input:
            self._input, self._answer = hidden, self.layer(hidden)
        return self._answer


class PointwiseLinear(torch.nn.Module):
    """A 1x1 convolution as the product that it is: at 8x8 and 16x16, oneDNN takes three times as long to convolve."""

    def __init__(self, convolution: torch.nn.Conv2d) -> None:
        super().__init__()
        weight, bias = convolution.weight.detach().flatten(1).contiguous(), convolution.bias
        outputs, inputs = weight.shape
        self.product = torch.nn.Linear(inputs, outputs, bias=bias is not None, device="meta")
        self.product.weight = torch.nn.Parameter(weight, requires_grad=False)
        if bias is not None:
            self.product.bias = torch.nn.Parameter(bias.detach(), requires_grad=False)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """`[B, C, H, W]` -> `[B, D, H, W]` in channels_last."""
        # Rows that do not lie one after the other are multiplied one by one.
        rows: torch.Tensor = self.product(pixels.permute(0, 2, 3, 1).contiguous())
        return rows.permute(0, 3, 1, 2)


class Bfloat16Product(torch.nn.Module):
    """A convolution or linear layer in bfloat16, whatever it is given; what is `added_up` comes out in float32."""

    def __init__(self, layer: torch.nn.Module, *, added_up: bool) -> None:
        super().__init__()
        self.layer = copy.deepcopy(layer).to(torch.bfloat16)
        self._added_up = added_up

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """The shapes of the layer."""
        product: torch.Tensor = self.layer(hidden.bfloat16())
        return product.float() if self._added_up else product


class NormForProduct(torch.nn.Module):
    """A norm in float32, where torch is three times as fast as in bfloat16, in front of products in bfloat16."""

    def __init__(self, norm: torch.nn.Module) -> None:
        super().__init__()
        self.norm = norm

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """The same shape, bfloat16."""
        normed: torch.Tensor = self.norm(hidden.float())
        return normed.bfloat16()


def multiply_in_bfloat16(denoiser: Any, layers: DenoiserLayers) -> None:
    """`denoiser`, in float32, multiplies in bfloat16 from now on, and goes on adding up in float32.

    With the sums in bfloat16 too, as `denoiser.to(torch.bfloat16)` has them, a step was twice as far from the exact one
    and a picture 3 dB, for the same time: casts take what additions of half the size save.
    """
    in_float32 = layers.whole(denoiser)

    def built(path: str, module: torch.nn.Module) -> torch.nn.Module | None:
        if any(f"{path}.".startswith(f"{whole}.") for whole in in_float32):
            return None
        if _is_product(module) and not _ends_in(path, layers.in_float32):
            return Bfloat16Product(module, added_up=_ends_in(path, layers.added_up))
        return NormForProduct(module) if _ends_in(path, layers.norms) else None

    _replace(denoiser, built)


def _is_product(module: torch.nn.Module) -> bool:
    """1x1 convolutions are left out: as products in float32 they take no longer, and they end streams."""
    multiplies = isinstance(module, torch.nn.Conv2d | torch.nn.Linear)
    return multiplies and not _is_pointwise(module)


def _ends_in(path: str, names: Sequence[str]) -> bool:
    return any(f".{path}".endswith(f".{name}") for name in names)


def multiply_pointwise(network: torch.nn.Module) -> None:
    """Every convolution of 1x1 in `network` becomes a `PointwiseLinear`."""
    _replace(network, lambda path, layer: PointwiseLinear(layer) if _is_pointwise(layer) else None)


def pack_products(network: torch.nn.Module) -> None:
    """Every convolution and linear layer in `network` has its weights packed, where this machine packs them."""
    _replace(network, lambda path, layer: _packed(layer))


def _packed(layer: Any) -> torch.nn.Module | None:
    if not isinstance(layer, torch.nn.Conv2d | torch.nn.Linear) or not can_pack(layer.weight.dtype):
        return None
    if isinstance(layer, torch.nn.Conv2d):
        return PackedConvolution(layer) if layer.groups == 1 else None
    return PackedLinear(layer)


def _is_pointwise(layer: torch.nn.Module) -> bool:
    return isinstance(layer, torch.nn.Conv2d) and layer.kernel_size == (1, 1) and layer.stride == (1, 1)


def _replace(network: torch.nn.Module, built: Callable[[str, Any], torch.nn.Module | None]) -> None:
    """Puts what `built` gives for a module and its path in the module's place; None leaves it."""
    for path, module in list(network.named_modules()):
        new = built(path, module)
        if new is not None:
            network.set_submodule(path, new)


def cache_prompt_keys(denoiser: torch.nn.Module) -> None:
    """The prompt is the same at every step, and so are its keys and values."""
    for module in denoiser.modules():
        if getattr(module, "is_cross_attention", False):
            module.to_k, module.to_v = CachedLinear(module.to_k), CachedLinear(module.to_v)


def in_float32(layer: torch.nn.Module) -> torch.nn.Module:
    """A copy of a float32 layer that casts what it is given."""
    copied = copy.deepcopy(layer)
    copied.register_forward_pre_hook(_to_float32)
    return copied


def _to_float32(module: Any, inputs: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(each.float() if isinstance(each, torch.Tensor) else each for each in inputs)
