"""`View`: one way to see a step of a painting, and what it may look at.

Views stand below runs: a `Run` looks them up in `pipeline.views.VIEWS`, and they know of it what is said here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from PIL import Image

    from pipeline.schedule.schedule import Schedule

KEY = re.compile(r"[a-z][a-z0-9-]*")
Need: TypeAlias = Literal["records", "schedule", "fast_preview"]
FastPreview: TypeAlias = "Callable[[NDArray[np.float32]], Sequence[Image.Image]]"


class Step(Protocol):
    """A finished step; `pipeline.run.run.StepRecord` says what its tensors are."""

    @property
    def latents(self) -> torch.Tensor: ...
    @property
    def denoised(self) -> torch.Tensor: ...
    @property
    def after(self) -> torch.Tensor: ...


class Trajectory(Protocol):
    """What a run in memory has for views. A saved run has none of it, only the frames that were saved."""

    @property
    def records(self) -> Sequence[Step]: ...
    @property
    def schedule(self) -> Schedule | None: ...
    @property
    def fast_preview(self) -> FastPreview | None: ...


@dataclass(frozen=True, kw_only=True)
class View:
    """One way to see a step.

    key: its name in addresses and capsules: a small letter, then small letters, digits and hyphens.
    label, help: the words on its button, and the sentence that explains them.
    needs: what of a `Trajectory` it is rendered from; all of it is there when `render` is called.
    render: of a trajectory, step `index` (from 0) and picture `image` of several -> an RGB picture. Any thread.
    saved: whether a saved run keeps its frames. One that is not saved can only be seen while the run is in memory.
    Raises ValueError for a key that cannot be one.
    """

    key: str
    label: str
    help: str
    needs: tuple[Need, ...]
    render: Callable[[Trajectory, int, int], Image.Image]
    saved: bool

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"{self.key!r} cannot be the key of a view")


def picture_of(run: Trajectory, latents: torch.Tensor) -> Image.Image:
    """`[1, C, H, W]` latents of about unit variance -> the small RGB picture that "fast_preview" makes of them."""
    assert run.fast_preview is not None
    return run.fast_preview(latents.float().numpy())[0]
