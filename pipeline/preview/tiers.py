"""Latents -> small RGB pictures: linear (fitted), a tiny autoencoder, the VAE itself; and the governor of cost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from PIL import Image

    from pipeline.preview.codec import LatentCodec
    from pipeline.preview.linear import LinearDecoder

PreviewChoice: TypeAlias = Literal["Auto", "Fast", "Sharp", "Exact", "Off"]
BUDGETS = {"Auto": 0.01, "Sharp": 0.03}  # fraction of the run that the tiers above Fast may take


def to_pixels(pictures: NDArray[np.uint8]) -> torch.Tensor:
    """`[B, H, W, 3]` uint8 -> `[B, 3, H, W]` float32, CPU, -1..1."""
    import torch

    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div_(127.5).sub_(1.0)


def to_pictures(pixels: torch.Tensor) -> tuple[Image.Image, ...]:
    """`[B, 3, H, W]` float32, CPU, about -1..1 -> RGB pictures, rounded (truncating would darken them)."""
    from PIL import Image

    scaled = (pixels * 127.5 + 127.5).round_().clamp_(0, 255).byte()
    return tuple(Image.fromarray(picture) for picture in scaled.permute(0, 2, 3, 1).contiguous().numpy())


def decode_pictures(codec: LatentCodec, pipe: Any, latents: torch.Tensor) -> tuple[Image.Image, ...]:
    """`[B, C, H, W]` latents -> full-size RGB pictures, exactly as the stock pipeline's last lines do it."""
    vae = pipe.vae
    latents = latents.to(device=vae.device, dtype=vae.dtype)
    image = codec.decode(vae, codec.unscaled(vae, latents))
    pictures: list[Image.Image] = pipe.image_processor.postprocess(
        image.detach(), output_type="pil", do_denormalize=[True] * image.shape[0]
    )
    return tuple(pictures)


def fast_pictures(linear: LinearDecoder, latents: NDArray[np.float32]) -> tuple[Image.Image, ...]:
    """`[B, C, H, W]` unit-variance latents -> RGB pictures, 2 px per latent."""
    return tuple([linear.picture(one) for one in latents])


class Previewer:
    """Makes the frame of a step in the costliest tier that its governor grants; Fast is never skipped."""

    def __init__(self, codec: LatentCodec, pipe: Any, linear: LinearDecoder, sharp: Any = None) -> None:
        self.linear = linear
        self._codec = codec
        self._pipe = pipe
        self._sharp = sharp
        self._cost_s_per_latent: dict[str, float] = {}

    def expected_s(self, tier: str, latents: torch.Tensor) -> float:
        """What `tier` will take for `latents`, from what it took before; infinite where it was never tried."""
        return self._cost_s_per_latent.get(tier, float("inf")) * num_latents(latents)

    def measure(self, latents: torch.Tensor) -> None:
        """Tries every tier on `[1, C, H, W]` latents, so that it is warm and its cost known from the start."""
        fast_pictures(self.linear, latents.float().cpu().numpy())
        for tier in self.tiers("Auto"):
            self.render(tier, latents)  # the first call pays for warming up
            self.render(tier, latents)

    def tiers(self, choice: PreviewChoice) -> tuple[str, ...]:
        """The tiers above Fast that `choice` may use, best first."""
        sharp = ("Sharp",) if self._sharp is not None else ()
        return {"Auto": ("Exact", *sharp), "Sharp": sharp, "Exact": ("Exact",)}.get(choice, ())

    def render(self, tier: str, latents: torch.Tensor) -> tuple[Image.Image, ...]:
        """`[B, C, H, W]` x0 on the pipeline's device -> RGB pictures, in `tier`; its cost is remembered."""
        began_s = time.perf_counter()
        if tier == "Exact":
            pictures = decode_pictures(self._codec, self._pipe, latents)
        else:
            unscaled = self._codec.unscaled(self._sharp, latents.to(dtype=self._sharp.dtype))
            pictures = to_pictures(self._codec.decode(self._sharp, unscaled).float().cpu())
        self._cost_s_per_latent[tier] = (time.perf_counter() - began_s) / num_latents(latents)
        return pictures


def num_latents(latents: torch.Tensor) -> int:
    """How many places `[B, C, H, W]` latents have in all."""
    count, _, height, width = latents.shape
    return count * height * width


class Governor:
    """Grants tiers for one run: what has been spent plus what comes must stay within the choice's budget."""

    def __init__(self, previewer: Previewer, choice: PreviewChoice) -> None:
        self.spent_s = 0.0
        self._previewer = previewer
        self._choice = choice
        self._tiers = previewer.tiers(choice)

    @property
    def first_method(self) -> str:
        """The tier of the first frame, as far as it is certain."""
        return self._choice if self._choice in ("Off", "Exact") else "Fast"

    def frame(
        self, denoised: torch.Tensor, values: NDArray[np.float32], elapsed_s: float
    ) -> tuple[tuple[Image.Image, ...], str]:
        """The pictures of `[B, C, H, W]` x0 and the name of the tier that made them.

        denoised: where the pipeline has them. values: the same numbers, which whoever keeps them has at hand.
        """
        if self._choice == "Off":
            return (), "Off"
        for tier in self._tiers:
            if self._affordable(tier, denoised, elapsed_s):
                return self._previewer.render(tier, denoised), tier
        return fast_pictures(self._previewer.linear, values), "Fast"

    def _affordable(self, tier: str, denoised: torch.Tensor, elapsed_s: float) -> bool:
        if self._choice == "Exact":
            return True
        left_s = BUDGETS[self._choice] * elapsed_s - self.spent_s
        return left_s > 0 and self._previewer.expected_s(tier, denoised) <= left_s
