"""A painted picture at two or four times its size, with crisp lines: a small network of the project's own.

Lanczos spreads the blur of a 256 px picture over more pixels; the network has seen drawings at both sizes, and what
the autoencoder makes of them, and draws the line again. It only adds to the picture that Lanczos-like interpolation
gives, and it does not know what a cat is: every patch of some 20 pixels is answered by itself. So a picture is done in
tiles, and large ones need no more memory than small ones.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.checks import shown
from pipeline.errors import GenerationError, InvalidRequest
from pipeline.models.catalog import BUILTIN_FOLDER

if TYPE_CHECKING:
    from PIL import Image
    from torch import Tensor

    from pipeline.finish.upscaler_net import UpscalerNet

UPSCALER_FOLDER = BUILTIN_FOLDER / "upscaler"
WEIGHTS = "upscaler.safetensors"
FACTORS = (2, 4)
MAX_SIDE_PX = 4096  # of the result
TILE_PX = 128
OVERLAP_PX = 8  # how far a pixel can see: one for each convolution
OnProgress = Callable[[int, int], None]
Upscaling = Generator[tuple[int, int], None, "Image.Image"]


def load_upscaler(folder: Path = UPSCALER_FOLDER) -> UpscalerNet:
    """The network, on the CPU in float32. Raises `GenerationError` where its file is missing or damaged."""
    from safetensors.torch import load_file

    from pipeline.finish.upscaler_net import UpscalerNet

    network = UpscalerNet()
    try:
        weights = load_file(folder / WEIGHTS)
        network.load_state_dict({name: value.float() for name, value in weights.items()})
    except Exception as error:
        raise GenerationError("The upscaler's file cannot be read; install Emerge anew.") from error
    network.requires_grad_(False).eval()
    return network


def upscale(
    picture: Image.Image, factor: int, network: UpscalerNet, on_progress: OnProgress = lambda done, total: None
) -> Image.Image:
    """RGB `picture` at `factor` (2 or 4) times its sides. Any thread.

    on_progress: told how many of how many tiles are done. Raises `InvalidRequest`: field "Upscale".
    """
    steps = upscaling(picture, factor, network)
    while True:
        try:
            on_progress(*next(steps))
        except StopIteration as end:
            larger: Image.Image = end.value
            return larger


def upscaling(picture: Image.Image, factor: int, network: UpscalerNet) -> Upscaling:
    """As `upscale`, one tile at a time: gives how many of how many are done, and in the end the picture."""
    import torch

    check_factor(picture, factor)
    doublings = FACTORS.index(factor) + 1
    total = sum(len(_tiles(picture.width << turn, picture.height << turn)) for turn in range(doublings))
    pixels, done = _tensor(picture), 0
    for _ in range(doublings):
        larger = torch.empty(1, 3, 2 * pixels.shape[2], 2 * pixels.shape[3])
        for tile in _tiles(pixels.shape[3], pixels.shape[2]):
            _double_tile(pixels, larger, tile, network)
            done += 1
            yield done, total
        pixels = larger
    return _picture(pixels)


def largest_factor(picture: Image.Image) -> int:
    """The largest of `FACTORS` that `picture` can take, or 1."""
    return max((factor for factor in FACTORS if factor * max(picture.size) <= MAX_SIDE_PX), default=1)


def check_factor(picture: Image.Image, factor: object) -> None:
    """Raises `InvalidRequest` where `picture` cannot be upscaled by `factor`."""
    if factor not in FACTORS or isinstance(factor, bool):
        raise InvalidRequest("Upscale", f"got {shown(factor)}, allowed are {' and '.join(map(str, FACTORS))}.")
    assert isinstance(factor, int)
    if factor * max(picture.size) > MAX_SIDE_PX:
        raise InvalidRequest("Upscale", f"makes {factor * max(picture.size)} pixels, allowed are {MAX_SIDE_PX} a side.")


def _double_tile(pixels: Tensor, larger: Tensor, tile: tuple[int, int, int, int], network: UpscalerNet) -> None:
    """One tile of `pixels` `[1, 3, H, W]` into `larger` `[1, 3, 2H, 2W]`, both in -1..1."""
    import torch

    left, top, right, bottom = tile
    # What a pixel can see beyond the tile's edge goes in, and its own doubled pixels come out.
    x, y = max(0, left - OVERLAP_PX), max(0, top - OVERLAP_PX)
    around = pixels[:, :, y : bottom + OVERLAP_PX, x : right + OVERLAP_PX]
    with torch.inference_mode():
        grown = network(around.contiguous(memory_format=torch.channels_last)).clamp_(-1, 1)
    inner = grown[:, :, 2 * (top - y) : 2 * (bottom - y), 2 * (left - x) : 2 * (right - x)]
    larger[:, :, 2 * top : 2 * bottom, 2 * left : 2 * right] = inner


def _tiles(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of every tile."""
    return [
        (left, top, min(width, left + TILE_PX), min(height, top + TILE_PX))
        for top in range(0, height, TILE_PX)
        for left in range(0, width, TILE_PX)
    ]


def _tensor(picture: Image.Image) -> Tensor:
    import numpy as np

    from pipeline.preview.tiers import to_pixels

    return to_pixels(np.array(picture.convert("RGB"))[None])


def _picture(pixels: Tensor) -> Image.Image:
    from pipeline.preview.tiers import to_pictures

    return to_pictures(pixels)[0]
