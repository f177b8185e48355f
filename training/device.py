"""Where training runs, and in which numbers."""

from __future__ import annotations

import torch

from pipeline.bfloat16 import multiplies_in_bfloat16


def best_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def mixed_precision(device: torch.device) -> torch.autocast:
    """bfloat16 for the products where the device is faster in it; weights, sums and losses stay float32."""
    return torch.autocast(device.type, torch.bfloat16, enabled=multiplies_in_bfloat16(device))
