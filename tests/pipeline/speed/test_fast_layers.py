"""What `fast` puts in the place of single layers answers as they do, and its first steps are float32's."""

from __future__ import annotations

import copy

import pytest
import torch
from diffusers import UNet2DConditionModel

from pipeline.models.families.stable_diffusion.layers import UNET_LAYERS
from pipeline.speed.by_noise import MOSTLY_NOISE
from pipeline.speed.fast_layers import PointwiseLinear, multiply_in_bfloat16
from pipeline.speed.precision import build_fast_denoiser
from tests.tiny import TEXT_WIDTH, build_unet


@pytest.fixture
def unet() -> UNet2DConditionModel:
    torch.manual_seed(0)
    built: UNet2DConditionModel = build_unet()
    return built.requires_grad_(False)


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_a_pointwise_product_is_its_convolution(layout: torch.memory_format) -> None:
    convolution = torch.nn.Conv2d(16, 24, 1)
    pixels = torch.randn(2, 16, 8, 8).contiguous(memory_format=layout)
    with torch.no_grad():
        multiplied = PointwiseLinear(convolution)(pixels)
        assert torch.allclose(multiplied, convolution(pixels), atol=1e-6)
    assert multiplied.is_contiguous(memory_format=torch.channels_last)


def test_products_are_in_bfloat16_and_sums_in_float32(unet: UNet2DConditionModel) -> None:
    """With the sums in bfloat16 too, a step is twice as far from the exact one."""
    latents, prompt = torch.randn(2, 4, 8, 8), torch.randn(2, 7, TEXT_WIDTH)
    summed: list[torch.Tensor] = []

    def answer(network: UNet2DConditionModel, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        asked = (latents.to(dtype), torch.tensor(500), prompt.to(dtype))
        with torch.no_grad():
            predicted: torch.Tensor = network(*asked, return_dict=False)[0]
        return predicted.float()

    exact, halved = answer(unet), answer(copy.deepcopy(unet).to(torch.bfloat16), torch.bfloat16)
    multiplied = copy.deepcopy(unet)
    multiply_in_bfloat16(multiplied, UNET_LAYERS)
    for block in (*multiplied.down_blocks, multiplied.mid_block, *multiplied.up_blocks):
        block.register_forward_hook(lambda module, inputs, output: summed.append(_first(output)))
    closer = answer(multiplied)
    assert {each.dtype for each in summed} == {torch.float32}
    assert 0 < (closer - exact).norm() < 0.7 * (halved - exact).norm()
    products = [module for module in multiplied.modules() if isinstance(module, torch.nn.Conv2d | torch.nn.Linear)]
    assert sum(module.weight.dtype == torch.bfloat16 for module in products) > len(products) / 2


def _first(output: object) -> torch.Tensor:
    found = output[0] if isinstance(output, tuple) else output
    assert isinstance(found, torch.Tensor)
    return found


def test_fast_reads_what_is_mostly_noise_in_float32(
    unet: UNet2DConditionModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all steps in bfloat16 one picture of sixteen became another one."""
    monkeypatch.setattr("pipeline.speed.precision.multiplies_in_bfloat16", lambda device: True)
    fast = build_fast_denoiser(unet, UNET_LAYERS)
    latents, prompt = torch.randn(2, 4, 8, 8), torch.randn(2, 7, TEXT_WIDTH)

    def apart(timestep: int) -> float:
        asked = (latents, torch.tensor(timestep))
        with torch.no_grad():
            exact = unet(*asked, encoder_hidden_states=prompt, return_dict=False)[0]
            for _ in range(4):  # a recording settles after two calls
                found = fast(*asked, encoder_hidden_states=prompt, return_dict=False)[0]
        assert found.dtype == torch.float32
        return float((found - exact).norm() / exact.norm())

    assert apart(MOSTLY_NOISE) < 1e-5
    assert 1e-4 < apart(MOSTLY_NOISE - 1) < 0.05
