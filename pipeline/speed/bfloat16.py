"""Whether a processor is quicker in bfloat16. Having the instructions is not enough, so it is measured, once.

Two cores of an EPYC with avx512_bf16 gain a quarter; two of a Xeon with the same flag and no AMX take 1.3 to 1.8 times
as long for every product of a denoiser, small or large.
"""

from __future__ import annotations

import time
from functools import lru_cache

import torch

FLAGS = ("avx512_bf16", "amx_bf16", "arm_bf16", "bf16")
ROWS, WIDTH = 256, 512  # a product within a millisecond, before a busy machine takes the core away
TRIES = 12


def multiplies_in_bfloat16(device: torch.device) -> bool:
    """Whether bfloat16 is quicker than float32 there; emulated, it takes twice as long."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type != "cpu" or not any(torch.cpu.get_capabilities().get(flag) for flag in FLAGS):
        return False
    return is_quicker_on_cpu()


@lru_cache(maxsize=1)
def is_quicker_on_cpu() -> bool:
    """By the best of some products in each; the same answer for as long as the process lives."""
    both = (torch.bfloat16, torch.float32)
    # By turns, so that what interferes meets both.
    halved, whole = zip(*([_product_s(dtype) for dtype in both] for _ in range(TRIES)), strict=True)
    return bool(min(halved) < min(whole))


def _product_s(dtype: torch.dtype) -> float:
    rows, weights = torch.ones(ROWS, WIDTH, dtype=dtype), torch.ones(WIDTH, WIDTH, dtype=dtype)
    began = time.perf_counter()
    torch.nn.functional.linear(rows, weights)
    return time.perf_counter() - began
