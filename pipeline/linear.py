"""The cheapest preview: one linear map from a 3x3 neighbourhood of latents to 2x2 pixels, fitted to the VAE at hand.

Published tables of such factors exist for a few VAEs; fitting once by least squares covers every one. The fit is cached
by the VAE's fingerprint, in memory of the painter and, where a folder is given, on disk.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import torch
    from PIL import Image

RECIPE = 2  # grows when the fit changes, so that cached fits are made anew
PX = 2  # pixels per latent, each way
NUM_PICTURES, SIDE_PX = 10, 128
RIDGE = 1e-3


Array: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"


@dataclass(frozen=True)
class LinearDecoder:
    """weight: `[12, 9 C]` float32 (RGB x 2 x 2 by C x 3 x 3), bias: `[12]` float32.

    In numpy: such small sums take torch's threads longer to hand out than to do, most of all on busy cores.
    """

    weight: Array
    bias: Array

    def decode(self, latents: Array) -> Array:
        """`[C, H, W]` float32 -> `[2H, 2W, 3]` float32, about -1..1."""
        channels, height, width = latents.shape
        padded = _with_edges(latents)
        around = np.empty((channels, 3, 3, height, width), np.float32)
        for row in range(3):
            for column in range(3):
                around[:, row, column] = padded[:, row : row + height, column : column + width]
        pixels = self.weight @ around.reshape(9 * channels, -1) + self.bias[:, None]
        blocks = pixels.reshape(3, PX, PX, height, width)
        return blocks.transpose(3, 1, 4, 2, 0).reshape(PX * height, PX * width, 3)

    def picture(self, latents: Array) -> Image.Image:
        """`[C, H, W]` float32 -> RGB picture, 2 px a latent; rounded, since truncating would darken it."""
        from PIL import Image

        scaled = (self.decode(latents) * 127.5 + 128.0).clip(0, 255)  # + 0.5: casting truncates
        return Image.fromarray(scaled.astype(np.uint8))


def _with_edges(latents: Array) -> Array:
    """`[C, H, W]` -> `[C, H + 2, W + 2]`, the outermost values repeated (as np.pad does it in five times the time)."""
    channels, height, width = latents.shape
    padded = np.empty((channels, height + 2, width + 2), np.float32)
    padded[:, 1:-1, 1:-1] = latents
    padded[:, 0, 1:-1], padded[:, -1, 1:-1] = latents[:, 0], latents[:, -1]
    padded[:, :, 0], padded[:, :, -1] = padded[:, :, 1], padded[:, :, -2]
    return padded


def linear_decoder(vae: Any, cache_dir: Path | None = None) -> LinearDecoder:
    """The fitted map for `vae` (a diffusers autoencoder), from `cache_dir` where it has been fitted before."""
    path = None if cache_dir is None else cache_dir / f"linear-preview-{fingerprint(vae)}.npz"
    known = None if path is None else _read(path)
    if known is not None:
        return known
    decoder = fit(vae)
    if path is not None:
        _write(path, decoder)
    return decoder


def fit(vae: Any) -> LinearDecoder:
    """Least squares with a little ridge: latents of drawn pictures against what `vae` makes of them, at 2 px a latent.

    Sharp and blurred pictures both: early guesses at x0 are blurred ones.
    """
    import torch

    with torch.inference_mode():
        return _solved(*_examples(vae))


def _examples(vae: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """`[N, 9 C + 1]` neighbourhoods of latents and a one, `[N, 12]` the pixels that the VAE makes there; float64."""
    import torch
    from torch.nn import functional

    pictures = torch.from_numpy(drawn_pictures()).to(device=vae.device, dtype=vae.dtype)
    rows, targets = [], []
    for index in range(len(pictures)):
        latents, decoded = _round_trip(vae, pictures[index : index + 1])
        small = functional.interpolate(decoded, size=[PX * side for side in latents.shape[-2:]], mode="area")
        padded = functional.pad(latents, (1, 1, 1, 1), mode="replicate")
        rows.append(functional.unfold(padded, 3)[0].T)
        targets.append(functional.pixel_unshuffle(small, PX)[0].flatten(1).T)
    x, y = torch.cat(rows).double(), torch.cat(targets).double()
    return torch.cat([x, torch.ones_like(x[:, :1])], dim=1), y


def _solved(x: torch.Tensor, y: torch.Tensor) -> LinearDecoder:
    import torch

    gram = x.T @ x + RIDGE * len(x) * torch.eye(x.shape[1], dtype=x.dtype)
    solution = torch.linalg.solve(gram, x.T @ y).float().numpy()
    return LinearDecoder(np.ascontiguousarray(solution[:-1].T), solution[-1].copy())


def _round_trip(vae: Any, picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """`[1, C, h, w]` scaled latents of a picture, and `[1, 3, H, W]` what the VAE decodes from them; float32, CPU."""
    encoded = vae.encode(picture)
    latents = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mode()
    decoded = vae.decode(latents, return_dict=False)[0].clamp(-1, 1)
    return (latents * vae.config.scaling_factor).float().cpu(), decoded.float().cpu()


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
    digest = hashlib.sha256(
        json.dumps([RECIPE, type(vae).__name__, dict(vae.config)], default=str, sort_keys=True).encode()
    )
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
