"""What a painting tells while it happens.

Exactly one `Started`, then the `StepEvent`s in order, then one `Finished` or `Cancelled`, which is last;
`Phase` comes in between. Failure is an exception (see `pipeline.errors`), never an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from PIL import Image

    from pipeline.models.tokens import TokenReport
    from pipeline.request import GenerationRequest
    from pipeline.run.run import Run

PhaseName: TypeAlias = Literal["loading", "encoding", "denoising", "decoding", "finishing"]


@dataclass(frozen=True, kw_only=True)
class Phase:
    """What the painter does now."""

    name: PhaseName


@dataclass(frozen=True, kw_only=True)
class Started:
    """The request as it will really run, and its noise schedule.

    `request` has no open choices left (scheduler, precision and size are filled in). `timesteps` (0..999) and
    `sigmas` (noise level relative to the signal, as in Karras et al. 2022) have one entry per step that runs.
    `first_step` is the index of the first of them in the full schedule: img2img starts late.
    `notes` are sentences for people about what had to be changed. `run` grows while the painting goes on.
    """

    request: GenerationRequest
    run: Run
    tokens: TokenReport
    timesteps: tuple[float, ...]
    sigmas: tuple[float, ...]
    first_step: int
    preview_method: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepEvent:
    """One finished step. `previews`: the current guess at the finished picture (x0), RGB, one per image."""

    step_index: int
    num_steps: int
    timestep: float
    sigma: float
    elapsed_s: float
    eta_s: float
    previews: tuple[Image.Image, ...]
    preview_method: str


@dataclass(frozen=True, kw_only=True)
class Finished:
    """The pictures. `preview_cost` is the part of `elapsed_s` that previews took (0..1).

    `peak_mib` is the high-water mark of memory: of the accelerator during the run, else of this process so far.
    """

    images: tuple[Image.Image, ...]
    run: Run
    elapsed_s: float
    peak_mib: float
    preview_cost: float


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """The run was stopped after `last_step_index` (-1: before any step); `run` holds what there is."""

    last_step_index: int
    run: Run


GenerationEvent: TypeAlias = Started | Phase | StepEvent | Finished | Cancelled
