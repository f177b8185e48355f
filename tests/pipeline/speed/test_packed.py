"""Packed weights give the numbers of the layers that they were packed from, at sizes that they were not packed for."""

from __future__ import annotations

import pytest
import torch

from pipeline.speed.packed import PackedConvolution, PackedLinear, can_pack

DTYPES = [
    pytest.param(dtype, marks=pytest.mark.skipif(not can_pack(dtype), reason="this processor does not pack them"))
    for dtype in (torch.float32, torch.bfloat16)
]


def close(one: torch.Tensor, other: torch.Tensor) -> bool:
    return torch.allclose(one, other, atol=1e-5 if one.dtype == torch.float32 else 2e-2)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("shape", [(2, 24, 16, 16), (1, 24, 8, 8), (3, 24, 10, 22)])
def test_a_packed_convolution(shape: tuple[int, ...], stride: int, dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    layer = torch.nn.Conv2d(24, 40, 3, stride, padding=1).to(dtype).requires_grad_(False)
    pixels = torch.randn(shape, dtype=dtype).contiguous(memory_format=torch.channels_last)
    convolved = PackedConvolution(layer)(pixels)
    assert close(convolved, layer(pixels))
    assert convolved.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", [(2, 64, 24), (1, 7, 24), (2, 24), (2, 6, 5, 24)])
def test_a_packed_linear_layer(shape: tuple[int, ...], bias: bool, dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    layer = torch.nn.Linear(24, 40, bias).to(dtype).requires_grad_(False)
    rows = torch.randn(shape, dtype=dtype)
    assert close(PackedLinear(layer)(rows), layer(rows))
