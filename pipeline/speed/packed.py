"""Weights laid out once as oneDNN multiplies in them, instead of at every call: a sixth of a step of *mau*.

torch packs weights so where it compiles, and has no layer for it (that of `torch.utils.mkldnn` gives its answers back
in another layout than channels_last). So its operators are called by name, for which torch is pinned. They give the
very numbers of `conv2d` and `linear`, whatever the sizes of what goes in. Through TorchScript functions, since a
recording (`pipeline.speed.recording`) does not understand an operator's list of optional numbers otherwise.
"""

from __future__ import annotations

import platform
from functools import lru_cache
from typing import Any

import torch

# oneDNN chooses the order by what it is told will come; any of them serves all sizes of this model alike.
LIKELY_ROWS = 128
LIKELY_SIDE = 16
OPERATORS = """
def convolve(pixels: Tensor, weight: Tensor, bias: Optional[Tensor],
             padding: List[int], stride: List[int], dilation: List[int]) -> Tensor:
    none = torch.jit.annotate(List[Optional[number]], [])
    convolve = torch.ops.mkldnn._convolution_pointwise
    return convolve(pixels, weight, bias, padding, stride, dilation, 1, "none", none, None)

def multiply(rows: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    none = torch.jit.annotate(List[Optional[number]], [])
    return torch.ops.mkldnn._linear_pointwise(rows, weight, bias, "none", none, None)
"""
NEEDED = (
    "_convolution_pointwise",
    "_linear_pointwise",
    "_reorder_convolution_weight",
    "_reorder_linear_weight",
    "_is_mkldnn_bf16_supported",
)


def can_pack(dtype: torch.dtype) -> bool:
    """Whether this torch on this processor packs weights of `dtype`."""
    if platform.machine().lower() not in ("x86_64", "amd64") or not torch._C._has_mkldnn:
        return False
    if not all(hasattr(torch.ops.mkldnn, name) for name in NEEDED):
        return False
    return dtype == torch.float32 or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class PackedConvolution(torch.nn.Module):
    """A convolution of one group, as `layer` computes it, in the layer's dtype (bfloat16 or float32)."""

    def __init__(self, layer: torch.nn.Conv2d) -> None:
        super().__init__()
        self._shape = [list(layer.padding), list(layer.stride), list(layer.dilation)]
        likely = [2, layer.in_channels, LIKELY_SIDE, LIKELY_SIDE]
        weight = layer.weight.detach().contiguous(memory_format=torch.channels_last)
        self.register_buffer("weight", torch.ops.mkldnn._reorder_convolution_weight(weight, *self._shape, 1, likely))
        self.register_buffer("bias", layer.bias)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """`[B, C, H, W]` -> `[B, D, H', W']`."""
        convolved: torch.Tensor = _operators().convolve(pixels, self.weight, self.bias, *self._shape)
        return convolved


class PackedLinear(torch.nn.Module):
    """A linear layer, as `layer` computes it, in the layer's dtype."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        weight = layer.weight.detach().contiguous()
        self.register_buffer("weight", torch.ops.mkldnn._reorder_linear_weight(weight, LIKELY_ROWS))
        self.register_buffer("bias", layer.bias)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """`[..., C]` -> `[..., D]`."""
        product: torch.Tensor = _operators().multiply(rows, self.weight, self.bias)
        return product


@lru_cache(maxsize=1)
def _operators() -> Any:
    return torch.jit.CompilationUnit(OPERATORS)
