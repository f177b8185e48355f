"""The cheapest preview: one linear map from a 3x3 neighbourhood of latents to 2x2 pixels, fitted to the VAE at hand.

Published tables of such factors exist for a few VAEs; fitting once by least squares covers every one. The fit is cached
by the VAE's fingerprint, in memory of the painter and, where a folder is given, on disk.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch
    from PIL import Image

    from pipeline.preview.codec import LatentCodec

RECIPE = 3  # grows when the fit changes, so that cached fits are made anew
PX = 2  # pixels per latent, each way
NUM_PICTURES, SIDE_PX = 10, 128
RIDGE = 1e-3
ROUNDS = 6  # of leaving out what is cut off anyway; the fit no longer moves after four


Array: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"


@dataclass(frozen=True)
class LinearDecoder:
    """weight: `[9 C, 12]` float32, from (row, column, channel) to (row, column, RGB); bias: `[12]`; in levels, 0..255.

    In numpy, and in few calls: between two steps every call finds its code gone from the processor's caches, which
    costs more than the sums; torch's threads would take longer to hand out than to do, most of all on busy cores.
    """

    weight: Array
    bias: Array

    def picture(self, latents: Array) -> Image.Image:
        """`[C, H, W]` float32 -> RGB picture, 2 px a latent; rounded, since truncating would darken it."""
        from PIL import Image

        channels, height, width = latents.shape
        # "clip", since no place is out of bounds and checking each costs as much again.
        rows = latents.reshape(channels, -1).T.take(_around(height, width), axis=0, mode="clip")
        weight, bias = self._four_a_pixel
        pixels = rows.reshape(height * width, 9 * channels) @ weight
        pixels += bias
        pixels.clip(0, 255, out=pixels)
        pairs = pixels.astype(np.uint8).view(np.uint64).reshape(height, width, PX).transpose(0, 2, 1)
        return Image.frombytes("RGB", (PX * width, PX * height), pairs.tobytes(), "raw", "RGBX")

    @cached_property
    def _four_a_pixel(self) -> tuple[Array, Array]:
        """Weight and bias with a fourth number a pixel, always 0, and 0.5 more for rounding.

        So pixels lie as Pillow keeps them, and the two beside each other are one number of 64 bits: quick to move.
        """
        weight, bias = (part.reshape(-1, PX * PX, 3) for part in (self.weight, self.bias + np.float32(0.5)))
        weight, bias = (np.pad(part, ((0, 0), (0, 0), (0, 1))) for part in (weight, bias))
        return weight.reshape(len(weight), -1), bias.reshape(-1)


@lru_cache(maxsize=32)
def _around(height: int, width: int) -> NDArray[np.intp]:
    """`[9 H W]`: where the 3x3 neighbours of each latent are among H W; beyond an edge, those on it."""
    rows, columns = (np.arange(side)[:, None] + np.arange(-1, 2) for side in (height, width))
    rows, columns = rows.clip(0, height - 1), columns.clip(0, width - 1)
    return (rows[:, None, :, None] * width + columns[None, :, None, :]).reshape(-1).astype(np.intp)


def linear_decoder(codec: LatentCodec, vae: Any, cache_dir: Path | None = None) -> LinearDecoder:
    """The fitted map for `vae` (a diffusers autoencoder), from `cache_dir` where it has been fitted before."""
    path = None if cache_dir is None else cache_dir / f"linear-preview-{fingerprint(vae)}.npz"
    known = None if path is None else _read(path)
    if known is not None:
        return known
    decoder = fit(codec, vae)
    if path is not None:
        _write(path, decoder)
    return decoder


def fit(codec: LatentCodec, vae: Any) -> LinearDecoder:
    """Fits latents of drawn pictures to what `vae` makes of them, at 2 px a latent.

    Sharp and blurred pictures both: early guesses at x0 are blurred ones.
    """
    import torch

    with torch.inference_mode():
        pictures = torch.from_numpy(drawn_pictures()).to(device=vae.device, dtype=vae.dtype)
        pairs = [_round_trip(codec, vae, pictures[index : index + 1]) for index in range(len(pictures))]
        latents, decoded = (torch.cat(part) for part in zip(*pairs, strict=True))
        return _fitted(latents, decoded)


def _fitted(latents: torch.Tensor, decoded: torch.Tensor) -> LinearDecoder:
    """The map that comes nearest to `decoded` once it is cut off at -1 and 1 as a picture is.

    Least squares with a little ridge, solved anew without the pixels that are white (or black) in both: how far beyond
    white a guess lies shall not count. Guided guesses at x0 lie far beyond, and bend what takes them at their word.

    Args:
        latents: `[N, C, h, w]` float32, scaled as the denoiser sees them.
        decoded: `[N, 3, H, W]` float32, what the VAE makes of them; cut off here.
    """
    import torch

    x, y = _neighbourhoods(latents), _blocks(decoded.clamp(-1, 1), latents)
    x, y = x.double(), y.double()
    solution = torch.stack([_solved(x, column) for column in y.T], 1).float().numpy()
    weight, bias = solution[:-1] * 127.5, solution[-1] * 127.5 + 127.5
    return LinearDecoder(np.ascontiguousarray(weight, np.float32), bias.astype(np.float32))


def _neighbourhoods(latents: torch.Tensor) -> torch.Tensor:
    """`[N, C, h, w]` -> `[N h w, 9 C + 1]`: (row, column, channel) around each latent, and a one."""
    import torch
    from torch.nn import functional

    channels = latents.shape[1]
    windows = functional.unfold(functional.pad(latents, (1, 1, 1, 1), mode="replicate"), 3)
    places = windows.reshape(len(latents), channels, 9, -1)
    rows = places.permute(0, 3, 2, 1).reshape(-1, 9 * channels)
    return torch.cat([rows, torch.ones_like(rows[:, :1])], dim=1)


def _blocks(decoded: torch.Tensor, latents: torch.Tensor) -> torch.Tensor:
    """`[N, 3, H, W]` -> `[N h w, 12]`: (row, column, RGB) of the pixels of each latent."""
    from torch.nn import functional

    small = functional.interpolate(decoded, size=[PX * side for side in latents.shape[-2:]], mode="area")
    blocks = functional.pixel_unshuffle(small, PX).reshape(len(latents), 3, PX * PX, -1)
    return blocks.permute(0, 3, 2, 1).reshape(-1, 3 * PX * PX)


def _solved(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """`[D]` weights for `x` `[M, D]` and `y` `[M]` in -1..1; see `_fitted`."""
    import torch

    counted = torch.ones_like(y, dtype=torch.bool)
    for _ in range(ROUNDS):
        rows, wanted = x[counted], y[counted]
        gram = rows.T @ rows + RIDGE * len(rows) * torch.eye(x.shape[1], dtype=x.dtype)
        weights: torch.Tensor = torch.linalg.solve(gram, rows.T @ wanted)
        counted = (y.abs() < 0.98) | (x @ weights * y.sign() < 1)
    return weights


def _round_trip(codec: LatentCodec, vae: Any, picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """`[1, C, h, w]` scaled latents of a picture, and `[1, 3, H, W]` what the VAE decodes from them; float32, CPU."""
    latents = codec.encode(vae, picture)
    decoded = codec.decode(vae, latents)
    return codec.scaled(vae, latents).float().cpu(), decoded.float().cpu()


def drawn_pictures() -> Array:
    """`[N, 3, 128, 128]` float32, -1..1: gradients with discs and bars in random colours; every third is blurred."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:SIDE_PX, 0:SIDE_PX].astype(np.float32) / SIDE_PX
    pictures = np.empty((NUM_PICTURES, 3, SIDE_PX, SIDE_PX), np.float32)
    for index in range(NUM_PICTURES):
        corners = rng.uniform(-1, 1, (3, 3, 1, 1)).astype(np.float32)
        picture = corners[0] * x + corners[1] * y + corners[2] * (1 - x) * (1 - y)
        for _ in range(24):
            centre, radius, turn = rng.uniform(0, 1, 2), rng.uniform(0.03, 0.25), rng.uniform(0, np.pi)
            dx, dy = x - centre[0], y - centre[1]
            bar = np.abs(np.cos(turn) * dx + np.sin(turn) * dy) < radius / 4
            shape = dx**2 + dy**2 < radius**2 if rng.random() < 0.7 else bar
            picture = np.where(shape, rng.uniform(-1, 1, (3, 1, 1)), picture)
        pictures[index] = _blurred(picture) if index % 3 == 2 else picture
    return pictures.clip(-1, 1)


def _blurred(picture: Array) -> Array:
    """A running mean over 17 pixels each way, edges held."""
    kernel = np.full(17, 1 / 17)
    for axis in (1, 2):
        padded = np.pad(picture, [(8, 8) if a == axis else (0, 0) for a in range(3)], mode="edge")
        picture = np.apply_along_axis(np.convolve, axis, padded, kernel, mode="valid")
    return picture


def fingerprint(vae: Any) -> str:
    """Short name of this VAE's configuration, its outermost weights and the recipe of the fit."""
    # Names with an underscore are diffusers' own notes, such as the path that it was read from.
    settings = {name: value for name, value in vae.config.items() if not name.startswith("_")}
    digest = hashlib.sha256(json.dumps([RECIPE, type(vae).__name__, settings], default=str, sort_keys=True).encode())
    weights = list(vae.parameters())
    for weight in (*weights[:4], *weights[-4:]):
        digest.update(weight.detach().float().cpu().numpy().tobytes())
    return digest.hexdigest()[:16]


def _read(path: Path) -> LinearDecoder | None:
    try:
        with np.load(path) as data:
            return LinearDecoder(data["weight"], data["bias"])
    except (OSError, ValueError, KeyError, EOFError):
        return None


def _write(path: Path, decoder: LinearDecoder) -> None:
    """A cache that cannot be written only costs the next start some seconds."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part.npz")
        np.savez(half, weight=decoder.weight, bias=decoder.bias)
        half.replace(path)
    except OSError:
        return
