"""`FakeEngine`: an engine whose jobs go as a test has written, without a model, a thread or torch.

The only fake of the suite, and at our own protocol (`pipeline.engine.protocol.Engine`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PIL import Image

from pipeline.engine.errands import NoisedPhoto
from pipeline.engine.job import Job
from pipeline.engine.protocol import Engine, Readiness
from pipeline.errors import CannotWrite, GenerationError
from pipeline.events import Finished, Phase, StepEvent
from pipeline.metadata.request_settings import settings_of
from pipeline.models.catalog import Catalog
from pipeline.models.tokens import TokenReport, read_tokens
from pipeline.photo.original import Original
from pipeline.preview.tiers import PreviewChoice
from pipeline.request import GenerationRequest
from pipeline.run.run import Run


@dataclass(frozen=True)
class Paints:
    """All steps, one at each `FakeEngine.advance`, then a picture in one colour.

    at_once: all of it before `submit` comes back, as for a viewer who is slower than the engine.
    """

    at_once: bool = False
    colour: str = "teal"


@dataclass(frozen=True)
class Refuses:
    """`submit` raises this."""

    error: GenerationError


@dataclass(frozen=True)
class Fails:
    """The job fails with this sentence after so many steps."""

    error: str
    after_steps: int = 0


Script: TypeAlias = Paints | Refuses | Fails


class FakeEngine:
    """`scripts`: how the jobs go, in the order in which they are submitted; those beyond it paint."""

    def __init__(self, catalog: Catalog, *scripts: Script) -> None:
        self.catalog = catalog
        self.readiness = Readiness(state="ready", model=catalog.default)
        self.writes = False
        self.jobs: dict[str, Job] = {}
        self.viewers: dict[str, int] = {}
        self.errands: list[NoisedPhoto] = []
        self._listeners: list[Callable[[Job], None]] = []
        self._scripts = deque(scripts)
        self._plays: dict[str, Callable[[], None]] = {}

    def when_done(self, listener: Callable[[Job], None]) -> None:
        """Told as soon as a job has its picture."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Nothing has to be loaded."""

    def close(self) -> None:
        """Nothing has to be let go of."""

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
        """A job that goes as its script says."""
        script = self._scripts.popleft() if self._scripts else Paints()
        if isinstance(script, Refuses):
            raise script.error
        request = self.catalog.spec(request.model).complete(request)
        job = Job(
            request, owner, preview=preview, outlook=lambda job: (1, None), label=label, original=original,
            series=series, sketch=sketch,
        )  # fmt: skip
        self.jobs[job.id] = job
        play = _Play(job, script)
        self._plays[job.id] = play.advance
        while isinstance(script, Paints) and script.at_once and not job.status().over:
            self.advance(job)
        return job

    def advance(self, job: Job) -> None:
        """One step of a job, or its end."""
        if job.status().over:
            return
        self._plays[job.id]()
        for listener in self._listeners if job.finished else ():
            listener(job)

    def job(self, job_id: str) -> Job | None:
        """By id."""
        return self.jobs.get(job_id)

    def latest_job(self, owner: str) -> Job | None:
        """The newest of an owner."""
        return next((job for job in reversed(self.jobs.values()) if job.owner == owner), None)

    def cancel(self, job_id: str, owner: str) -> bool:
        """Stopped at once."""
        job = self.jobs.get(job_id)
        if job is None or job.owner != owner or job.status().over:
            return False
        job.cancel_asked.set()
        job.end("stopped")
        return True

    def cancel_current(self, owner: str) -> bool:
        """The newest that is not over."""
        return any(self.cancel(job.id, owner) for job in reversed(self.jobs.values()))

    def viewer_joined(self, job_id: str) -> None:
        """Counted in `viewers`."""
        self.viewers[job_id] = self.viewers.get(job_id, 0) + 1

    def viewer_left(self, job_id: str) -> None:
        """Counted in `viewers`."""
        self.viewers[job_id] -= 1

    def tokens(self, model: str, prompt: str, *, whole: bool = False) -> TokenReport:
        """As the catalog's model reads it."""
        return read_tokens(self.catalog.spec(model), prompt, emphasis=True, whole=whole)

    def run_errand(self, errand: NoisedPhoto) -> bytes:
        """Noted in `errands`; no picture comes of it."""
        self.errands.append(errand)
        return b""

    def write(self, task: str, text: str) -> str:
        """There is no instruction model."""
        raise CannotWrite("There is no instruction model.")


class _Play:
    """One job on its way."""

    def __init__(self, job: Job, script: Paints | Fails) -> None:
        self._job = job
        self._script = script
        self._steps_done = 0

    def advance(self) -> None:
        """The next step, or the end."""
        job, script = self._job, self._script
        if not self._steps_done:
            job.begin()
        if isinstance(script, Fails) and self._steps_done == script.after_steps:
            job.end("failed", script.error)
        elif self._steps_done == job.request.plan.num_steps:
            job.on_event(self._finished(Image.new("RGB", (8, 8), script.colour if isinstance(script, Paints) else 0)))
        else:
            job.on_event(Phase(name="denoising"))
            job.on_event(self._step())
            self._steps_done += 1

    def _step(self) -> StepEvent:
        num_steps = self._job.request.plan.num_steps
        return StepEvent(
            step_index=self._steps_done, num_steps=num_steps, timestep=0.0, sigma=0.0, elapsed_s=0.1, eta_s=0.0,
            previews=(), preview_method="Fast",
        )  # fmt: skip

    def _finished(self, picture: Image.Image) -> Finished:
        request = self._job.request
        run = Run(
            settings=settings_of(request), num_steps=request.plan.num_steps, num_images=request.num_images,
            images=(picture,) * request.num_images,
        )  # fmt: skip
        return Finished(images=run.images, run=run, elapsed_s=0.1, peak_mib=1.0, preview_cost=0.0)


def _holds_to_the_protocol(catalog: Catalog) -> Engine:
    """For the type checker."""
    return FakeEngine(catalog)
