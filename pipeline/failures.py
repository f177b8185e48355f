"""What torch raises -> what people read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import OutOfMemory
from pipeline.request import GenerationRequest

NO_MEMORY = (
    "out of memory",
    "not enough memory",
    "can't allocate memory",
    "cannot allocate memory",
)


@contextmanager
def raising_out_of_memory(request: GenerationRequest) -> Iterator[None]:
    """Turns an allocation that failed into `OutOfMemory`, after giving back what was cached."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        _give_back()
        raise OutOfMemory(request.width_px or 0, request.height_px or 0, request.num_images) from error


def is_out_of_memory(error: BaseException) -> bool:
    """torch raises OutOfMemoryError on accelerators and a plain RuntimeError on the CPU."""
    return isinstance(error, MemoryError) or any(sign.lower() in str(error).lower() for sign in NO_MEMORY)


def _give_back() -> None:
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
