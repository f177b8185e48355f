"""Sizes: of the model's pictures, latents and prompts, and what one size of training means: how many drawings, how
wide the networks, how long each stage.

`smoke` proves the code in a minute or two, `cpu` is a night on two cores, `gpu` is half an hour of one accelerator.
The networks of `cpu` and `gpu` are the same, so weights can go on from one to the other.
"""

from __future__ import annotations

from dataclasses import dataclass

IMAGE_PX = 256
LATENT_PX = 32
LATENT_CHANNELS = 4
MAX_TOKENS = 64


@dataclass(frozen=True, kw_only=True)
class Size:
    """Settings of one training size. Times are minutes of wall clock per stage."""

    name: str
    level: int
    num_drawings: int
    mirrored: bool  # whether each drawing is shown as its mirror image too
    num_pairs: int
    num_varied: int
    num_natural: int
    num_upscaled: int
    num_painted: int
    num_lookalikes: int
    num_trajectories: int
    vocabulary: int
    encoder_channels: int
    decoder_channels: int
    autoencoder_batch: int
    sharpening_batch: int
    autoencoder_crop_px: int
    text_width: int
    text_layers: int
    text_batch: int
    unet_channels: tuple[int, ...]
    unet_batch: int
    judge_batch: int
    autoencoder_minutes: float
    sharpening_minutes: float
    text_minutes: float
    denoiser_minutes: float
    rephrasing_minutes: float
    apart_minutes: float
    clearing_minutes: float
    judge_minutes: float
    upscaler_minutes: float
    trajectory_minutes: float
    flow_minutes: float
    following_minutes: float
    score_minutes: float


_FULL = Size(
    name="cpu",
    level=3,
    num_drawings=30_000,
    mirrored=False,
    num_pairs=6_000,
    num_varied=6_000,
    num_natural=1_500,
    num_upscaled=600,
    num_painted=4_000,
    num_lookalikes=2_000,
    num_trajectories=24_000,
    vocabulary=1_536,
    encoder_channels=48,
    decoder_channels=40,
    autoencoder_batch=16,
    sharpening_batch=4,
    autoencoder_crop_px=128,
    text_width=192,
    text_layers=3,
    text_batch=128,
    unet_channels=(32, 64, 160),
    unet_batch=16,
    judge_batch=64,
    autoencoder_minutes=35,
    sharpening_minutes=182,
    text_minutes=4,
    denoiser_minutes=240,
    rephrasing_minutes=40,
    apart_minutes=12,
    clearing_minutes=60,
    judge_minutes=9,
    upscaler_minutes=20,
    trajectory_minutes=60,
    flow_minutes=75,
    following_minutes=30,
    score_minutes=6,
)

SIZES = {
    "smoke": Size(
        name="smoke",
        level=3,
        num_drawings=48,
        mirrored=True,
        num_pairs=12,
        num_varied=16,
        num_natural=8,
        num_upscaled=4,
        num_painted=8,
        num_lookalikes=8,
        num_trajectories=8,
        vocabulary=700,
        encoder_channels=8,
        decoder_channels=8,
        autoencoder_batch=2,
        sharpening_batch=1,
        autoencoder_crop_px=64,
        text_width=32,
        text_layers=1,
        text_batch=16,
        unet_channels=(16, 16, 32),
        unet_batch=4,
        judge_batch=8,
        autoencoder_minutes=0.05,
        sharpening_minutes=0.05,
        text_minutes=0.05,
        denoiser_minutes=0.05,
        rephrasing_minutes=0.05,
        apart_minutes=0.05,
        clearing_minutes=0.05,
        judge_minutes=0.05,
        upscaler_minutes=0.05,
        trajectory_minutes=0.05,
        flow_minutes=0.05,
        following_minutes=0.05,
        score_minutes=0.05,
    ),
    "cpu": _FULL,
    "gpu": Size(
        **{
            **_FULL.__dict__,
            "name": "gpu",
            "level": 3,
            "num_drawings": 120_000,
            "mirrored": True,
            "num_pairs": 24_000,
            "num_varied": 24_000,
            "num_natural": 6_000,
            "num_upscaled": 3_000,
            "num_painted": 12_000,
            "num_lookalikes": 8_000,
            "num_trajectories": 60_000,
            "autoencoder_batch": 64,
            "sharpening_batch": 16,
            "text_batch": 512,
            "unet_batch": 384,
            "judge_batch": 256,
            "autoencoder_minutes": 8,
            "sharpening_minutes": 4,
            "text_minutes": 2,
            "denoiser_minutes": 16,
            "rephrasing_minutes": 2,
            "apart_minutes": 1,
            "clearing_minutes": 2,
            "judge_minutes": 2,
            "upscaler_minutes": 5,
            "trajectory_minutes": 5,
            "flow_minutes": 9,
            "following_minutes": 2,
            "score_minutes": 1,
        }
    ),
}
