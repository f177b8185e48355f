"""`Engine`: what a page, a program or the history needs of whatever paints, on this machine or beyond it.

`pipeline.engine.studio.Studio`, one thread that owns one model, is the first of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from pipeline.engine.errands import NoisedPhoto
from pipeline.engine.job import Job
from pipeline.models.catalog import Catalog
from pipeline.models.tokens import TokenReport
from pipeline.photo.original import Original
from pipeline.preview.tiers import PreviewChoice
from pipeline.request import GenerationRequest


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """Whether the model `model` can paint; `message` is a sentence for people."""

    state: Literal["loading", "ready", "failed"]
    model: str
    message: str = ""


class Engine(Protocol):
    """Takes requests of many owners and paints them. Every method may be called from any thread.

    A `Job` is watched by itself (`Job.status`, `Job.changed`, `Job.frame`), wherever it is painted.
    """

    @property
    def catalog(self) -> Catalog:
        """The models that can be named."""

    @property
    def readiness(self) -> Readiness:
        """Whether the model can paint yet."""

    @property
    def writes(self) -> bool:
        """Whether there is an instruction model, for `write`."""

    def when_done(self, listener: Callable[[Job], None]) -> None:
        """Has `listener` hear of every finished job, on a thread of the engine, so it must be quick: the history."""

    def start(self) -> None:
        """Begins to load the model that the studio starts with, in the background."""

    def close(self) -> None:
        """Stops what runs and lets go of the model."""

    def submit(
        self,
        request: GenerationRequest,
        owner: str,
        *,
        preview: PreviewChoice = "Auto",
        label: str = "",
        original: Original | None = None,
        series: str = "",
        sketch: bool = False,
    ) -> Job:
        """Puts `request` in the queue. `label`, what whoever submits it calls it, `original`, what its photo was made
        of, `series`, the same for all that one press asked for, and `sketch`, that nobody means to keep it, stay with
        the job.

        Raises `QueueFull`, `InvalidRequest`, `ModelUnavailable`.
        """

    def job(self, job_id: str) -> Job | None:
        """By id: knowing the id is the right to look."""

    def latest_job(self, owner: str) -> Job | None:
        """The newest job of `owner`, in whatever state."""

    def cancel(self, job_id: str, owner: str) -> bool:
        """Stops a waiting or running job; only its owner may. Whether there was something to stop."""

    def cancel_current(self, owner: str) -> bool:
        """Stops the job of `owner` that runs, else the newest that waits. Whether there was something to stop."""

    def viewer_joined(self, job_id: str) -> None:
        """Somebody watches this job."""

    def viewer_left(self, job_id: str) -> None:
        """Somebody watches it no longer; a while after the last one it is stopped, unless somebody comes back."""

    def tokens(self, model: str, prompt: str, *, whole: bool = False) -> TokenReport:
        """How `model` reads `prompt` with its weights, before the model is loaded too. Raises `InvalidRequest`."""

    def run_errand(self, errand: NoisedPhoto) -> bytes:
        """What a small piece of work with a model gives, done when idle, else between two steps of a painting.

        Raises `GenerationError`s, `QueueFull` among them; TimeoutError after a minute without an answer.
        """

    def write(self, task: str, text: str) -> str:
        """What the instruction model answers to a task about a text. It is written while nothing is painted.

        Raises `CannotWrite`, `QueueFull`; TimeoutError after a minute and a half without an answer.
        """
