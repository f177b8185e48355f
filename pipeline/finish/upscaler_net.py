"""The network of `pipeline.finish.upscaling`.

Sub-pixel convolution after Shi et al. 2016, "Real-Time Single Image and Video Super-Resolution Using an Efficient
Sub-Pixel Convolutional Neural Network".
"""

from __future__ import annotations

from torch import Tensor, nn

CHANNELS, NUM_LAYERS = 32, 6


class UpscalerNet(nn.Module):
    """Pictures `[B, 3, H, W]` in -1..1 -> `[B, 3, 2H, 2W]`, about -1..1."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, CHANNELS, 3, padding=1), nn.PReLU(CHANNELS)]
        for _ in range(NUM_LAYERS):
            layers += [nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1), nn.PReLU(CHANNELS)]
        last = nn.Conv2d(CHANNELS, 12, 3, padding=1)
        nn.init.zeros_(last.weight)  # at first it is plain interpolation
        nn.init.zeros_(last.bias)  # type: ignore[arg-type]
        self.layers = nn.Sequential(*layers, last, nn.PixelShuffle(2))

    def forward(self, pictures: Tensor) -> Tensor:
        base = nn.functional.interpolate(pictures, scale_factor=2, mode="bicubic", align_corners=False)
        grown: Tensor = base + self.layers(pictures)
        return grown
