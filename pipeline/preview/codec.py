"""`LatentCodec`: how a model's autoencoder makes latents of pictures, and pictures of latents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


class LatentCodec:
    """The plain kind: the denoiser takes the autoencoder's own latents times one factor, as a grid `[B, C, H, W]`.

    Latents that are shifted, scaled by channel, packed into rows or of five dimensions want a codec of their own,
    which says the same things differently. `vae` is always a diffusers autoencoder.
    """

    def channels(self, vae: Any) -> int:
        """C of the latents."""
        return int(vae.config.latent_channels)

    def encode(self, vae: Any, pixels: torch.Tensor, generator: torch.Generator | None = None) -> torch.Tensor:
        """`[B, 3, H, W]` in -1..1 -> the autoencoder's own latents, drawn by `generator`; the likeliest without."""
        encoded = vae.encode(pixels)
        if hasattr(encoded, "latents"):
            latents: torch.Tensor = encoded.latents
            return latents
        drawn: torch.Tensor = encoded.latent_dist.mode() if generator is None else encoded.latent_dist.sample(generator)
        return drawn

    def decode(self, vae: Any, latents: torch.Tensor) -> torch.Tensor:
        """The autoencoder's own latents -> `[B, 3, H, W]`, about -1..1."""
        pixels: torch.Tensor = vae.decode(latents, return_dict=False)[0]
        return pixels

    def scaled(self, vae: Any, latents: torch.Tensor) -> torch.Tensor:
        """The autoencoder's own latents -> `[B, C, H, W]` of about unit variance, as the denoiser takes them."""
        scaled: torch.Tensor = latents * vae.config.scaling_factor
        return scaled

    def unscaled(self, vae: Any, latents: torch.Tensor) -> torch.Tensor:
        """The way back."""
        unscaled: torch.Tensor = latents / vae.config.scaling_factor
        return unscaled

    def packed(self, grid: torch.Tensor) -> torch.Tensor:
        """`[B, C, H, W]` -> as the stock pipeline hands latents to its scheduler: here the same."""
        return grid

    def unpacked(self, latents: torch.Tensor, height: int, width: int) -> torch.Tensor:
        """The way back, to a grid of `height` x `width`."""
        return latents
