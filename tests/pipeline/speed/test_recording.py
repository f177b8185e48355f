"""A recorded U-Net gives the very numbers of the one that it was recorded from."""

from __future__ import annotations

import copy
import gc
import weakref

import pytest
import torch
from diffusers import UNet2DConditionModel

from pipeline.models.families.stable_diffusion.layers import UNET_LAYERS
from pipeline.speed.recording import MAX_SMALL_WEIGHTS, is_small, play_recorded
from tests.tiny import TEXT_WIDTH, build_unet


@pytest.fixture(scope="module")
def unet() -> UNet2DConditionModel:
    torch.manual_seed(0)
    built: UNet2DConditionModel = build_unet()
    return built.requires_grad_(False)


@pytest.fixture(scope="module")
def recorded(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    player = copy.deepcopy(unet)
    play_recorded(player, UNET_LAYERS.side_multiple(player))
    return player


def ask(
    unet: UNet2DConditionModel, latents: torch.Tensor, timestep: torch.Tensor, prompt: torch.Tensor
) -> torch.Tensor:
    with torch.inference_mode():
        answer: torch.Tensor = unet(latents, timestep, encoder_hidden_states=prompt, return_dict=False)[0]
        return answer


@pytest.mark.parametrize("batch", [1, 6])
@pytest.mark.parametrize("sides", [(8, 8), (12, 16)])
@pytest.mark.parametrize("timestep", [torch.tensor(500), torch.tensor(3.25)])
def test_the_numbers_are_the_same_for_every_size_batch_and_time(
    unet: UNet2DConditionModel,
    recorded: UNet2DConditionModel,
    batch: int,
    sides: tuple[int, int],
    timestep: torch.Tensor,
) -> None:
    latents, prompt = torch.randn(batch, 4, *sides), torch.randn(batch, 16 * batch, TEXT_WIDTH)
    assert torch.equal(ask(recorded, latents, timestep, prompt), ask(unet, latents, timestep, prompt))


def test_sides_that_cannot_be_halved_without_a_rest_are_painted_too(
    unet: UNet2DConditionModel, recorded: UNet2DConditionModel
) -> None:
    """The recording had the way up of even sides only: a picture of 312 x 208 pixels failed."""
    timestep, prompt = torch.tensor(500), torch.randn(2, 16, TEXT_WIDTH)
    for sides in ((9, 13), (8, 8), (11, 8)):
        latents = torch.randn(2, 4, *sides)
        assert torch.equal(ask(recorded, latents, timestep, prompt), ask(unet, latents, timestep, prompt))


def test_a_new_prompt_is_read_anew(unet: UNet2DConditionModel, recorded: UNet2DConditionModel) -> None:
    latents, timestep = torch.randn(2, 4, 8, 8), torch.tensor(100)
    for _ in range(3):
        prompt = torch.randn(2, 16, TEXT_WIDTH)
        assert torch.equal(ask(recorded, latents, timestep, prompt), ask(unet, latents, timestep, prompt))


def test_what_was_not_recorded_runs_as_ever(unet: UNet2DConditionModel, recorded: UNet2DConditionModel) -> None:
    """A recording is of three tensors; a mask over the prompt is a fourth."""
    latents, prompt, mask = torch.randn(1, 4, 8, 8), torch.randn(1, 16, TEXT_WIDTH), torch.zeros(1, 16)
    mask[:, :4] = 1
    with torch.inference_mode():
        one, other = (
            model(latents, 7, encoder_hidden_states=prompt, encoder_attention_mask=mask).sample
            for model in (recorded, unet)
        )
    assert torch.equal(one, other)


def test_a_recorded_model_is_let_go() -> None:
    small = UNet2DConditionModel(
        block_out_channels=(8,),
        layers_per_block=1,
        norm_num_groups=4,
        cross_attention_dim=8,
        down_block_types=("CrossAttnDownBlock2D",),
        up_block_types=("CrossAttnUpBlock2D",),
    ).requires_grad_(False)
    play_recorded(small, UNET_LAYERS.side_multiple(small))
    ask(small, torch.randn(1, 4, 8, 8), torch.tensor(1), torch.randn(1, 4, 8))
    gone = weakref.ref(small)
    del small
    gc.collect()
    assert gone() is None


def test_large_models_are_not_recorded() -> None:
    with torch.device("meta"):
        large = torch.nn.Linear(MAX_SMALL_WEIGHTS, 1, bias=False)
    assert not is_small(large)
    assert is_small(torch.nn.Linear(2, 2))
    assert not is_small(torch.nn.Linear(2, 2, device="meta"))
