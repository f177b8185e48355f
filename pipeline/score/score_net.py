"""The network of `pipeline.score.scorer`: it sees pictures, and lays them beside what the text encoder reads."""

from __future__ import annotations

import torch
from torch import Tensor, nn

VIEW_PX = 256
FEATURES = 192
WIDTH = 128


def build_trunk() -> tuple[nn.Sequential, nn.Sequential]:
    """Pictures `[B, 3, 256, 256]` in -1..1 -> a 4x4 grid of features, and that -> `[B, 192]`."""
    # A mouth is ten pixels wide: the first layer sees every pixel.
    widths = (3, 16, 32, 64, 96, 160, 160)
    layers: list[nn.Module] = []
    for number, (before, after) in enumerate(zip(widths, widths[1:], strict=False)):
        layers += [nn.Conv2d(before, after, 3, 2, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
        if number > 0:
            layers += [nn.Conv2d(after, after, 3, 1, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
    # Position matters (an eye is not a scarf): the 4x4 grid is read whole, not averaged.
    features = nn.Sequential(nn.Flatten(), nn.Linear(widths[-1] * 16, FEATURES), nn.ReLU(), nn.Dropout(0.1))
    return nn.Sequential(*layers), features


class ScoreNet(nn.Module):
    """Pictures and read prompts -> unit vectors `[B, 128]` whose product says how well they fit, -1..1."""

    def __init__(self, text_width: int) -> None:
        super().__init__()
        self.layers, self.features = build_trunk()
        self.picture_head = nn.Linear(FEATURES, WIDTH)
        self.text_head = nn.Sequential(nn.Linear(2 * text_width, 256), nn.GELU(), nn.Linear(256, WIDTH))
        self.log_factor = nn.Parameter(torch.tensor(2.66))

    def see(self, pictures: Tensor) -> Tensor:
        """`[B, 3, 256, 256]` in -1..1 -> `[B, 128]`."""
        return self.place(self.features(self.layers(pictures)))

    def place(self, features: Tensor) -> Tensor:
        """Features `[B, 192]` -> `[B, 128]`."""
        return nn.functional.normalize(self.picture_head(features), dim=1)

    def read(self, states: Tensor, lengths: Tensor) -> Tensor:
        """The text encoder's hidden states `[B, T, W]`, and how many of them are words and both marks, -> `[B, 128]`.

        What is read is the state at the end mark (as Radford et al. 2021 do it), and the mean of all up to it.
        """
        inside = torch.arange(states.shape[1], device=states.device)[None] < lengths[:, None]
        mean = (states * inside[:, :, None]).sum(1) / lengths[:, None]
        end = states[torch.arange(len(states), device=states.device), lengths - 1]
        return nn.functional.normalize(self.text_head(torch.cat([end, mean], 1)), dim=1)
