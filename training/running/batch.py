"""What all batches of tensors have in common."""

from __future__ import annotations

from typing import Self

import torch


class Batch:
    """A dataclass whose fields are all tensors."""

    def to(self, device: torch.device) -> Self:
        """The same batch on `device`."""
        return type(self)(**{name: tensor.to(device) for name, tensor in vars(self).items()})
