"""`Job`: one painting in the `Studio`, as a visitor may watch it from any thread or event loop."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pipeline.events import Cancelled, Finished, GenerationEvent, Phase, Started, StepEvent
from pipeline.photo.original import Original
from pipeline.preview.tiers import PreviewChoice
from pipeline.request import GenerationRequest
from pipeline.run.run import Run
from pipeline.views import VIEWS

State: TypeAlias = Literal["queued", "loading", "running", "done", "stopped", "failed"]
OVER: tuple[State, ...] = ("done", "stopped", "failed")


@dataclass(frozen=True, kw_only=True)
class JobStatus:
    """One moment of a job.

    step: finished steps, of `steps` that really run; first_step: where they begin in the full schedule (img2img).
    sequence: grows with every change. position: in the line, 1 = next. eta_s: until done; None where unknown.
    full_frames: x0 frames that have been decoded at full size so far. error: a sentence for people.
    notes: sentences about what had to be changed. num_images: pictures painted at once.
    views: keys of `pipeline.views.VIEWS` that the steps can be seen in; before the run begins, all of them.
    """

    job: str
    state: State = "queued"
    phase: str = ""
    step: int = 0
    steps: int = 0
    first_step: int = 0
    sequence: int = 0
    position: int | None = None
    eta_s: float | None = None
    elapsed_s: float = 0.0
    steps_per_s: float | None = None
    preview_method: str = ""
    num_images: int = 1
    full_frames: int = 0
    error: str | None = None
    notes: tuple[str, ...] = ()
    views: tuple[str, ...] = field(default_factory=lambda: tuple(VIEWS))

    @property
    def over(self) -> bool:
        """Whether nothing more will come (full-size frames excepted)."""
        return self.state in OVER


Outlook: TypeAlias = "Callable[[Job], tuple[int | None, float | None]]"  # position in the line, eta_s


class Job:
    """One painting: what was asked, how far it is, and its frames. Knowing the id is the right to look."""

    def __init__(
        self,
        request: GenerationRequest,
        owner: str,
        *,
        preview: PreviewChoice,
        outlook: Outlook,
        label: str = "",
        original: Original | None = None,
        series: str = "",
        sketch: bool = False,
    ) -> None:
        self.id = secrets.token_hex(16)
        self.owner = owner
        self.request = request
        self.preview = preview
        self.label = label
        self.original = original
        self.series = series
        self.sketch = sketch
        self.started: Started | None = None
        self.finished: Finished | None = None
        self.run: Run | None = None
        self.cancel_asked = threading.Event()
        self._outlook = outlook
        self._lock = threading.Lock()
        self._watchers: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._viewers = 0
        self._alone_since: float | None = None
        self._began_s: float | None = None
        plan = request.plan
        self._status = JobStatus(
            job=self.id, steps=plan.num_steps, first_step=plan.first_step, num_images=request.num_images
        )

    def status(self) -> JobStatus:
        """The moment now. Cheap; from any thread."""
        status = self._status
        if status.state == "queued":
            position, eta_s = self._outlook(self)
            return replace(status, position=position, eta_s=eta_s)
        if status.over or self._began_s is None:
            return status
        return replace(status, elapsed_s=time.monotonic() - self._began_s)

    async def changed(self, since: int, timeout_s: float) -> JobStatus:
        """The status as soon as its `sequence` is above `since`, or after `timeout_s`. Blocks no thread."""
        watcher = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._watchers.append(watcher)
        try:
            if self._status.sequence <= since:
                await asyncio.wait_for(watcher[1].wait(), timeout_s)
        except TimeoutError:
            pass
        finally:
            with self._lock:
                self._watchers.remove(watcher)
        return self.status()

    def frame(self, view: str, index: int, image: int = 0) -> bytes | None:
        """JPEG of step `index` (from 0) of picture `image` in a view of `Run.frame`; None where there is none.

        x0 is there for every finished step, small while the job runs and at full size once the worker had time for
        it. The others are made on first request, on the calling thread.
        """
        return None if self.run is None else self.run.frame(view, index, image)

    def result_png(self, image: int = 0) -> bytes:
        """The finished picture as PNG with its settings inside. Raises LookupError before it is finished."""
        from pipeline.metadata.picture_files import png_with_settings

        if self.finished is None or not 0 <= image < len(self.finished.images):
            raise LookupError("this job has no such finished picture")
        return png_with_settings(self.finished.images[image], self.finished.run.settings, image)

    # What follows is for the engine alone.

    def begin(self) -> None:
        """The worker has taken this job."""
        self._began_s = time.monotonic()
        self.update(state="loading", phase="loading")

    def on_event(self, event: GenerationEvent) -> None:
        """Takes in what the painter tells."""
        if isinstance(event, Phase):
            self.update(state="loading" if event.name == "loading" else "running", phase=event.name)
        elif isinstance(event, Started):
            self.started, self.run = event, event.run
            self.update(state="running", preview_method=event.preview_method, notes=event.notes, views=event.run.views)
        elif isinstance(event, StepEvent):
            self._on_step(event)
        elif isinstance(event, Finished):
            self.finished, self.run = event, event.run
            self.end("done")
        elif isinstance(event, Cancelled):
            self.run = event.run
            self.end("stopped")

    def _on_step(self, event: StepEvent) -> None:
        steps_left = event.num_steps - event.step_index - 1
        changes = {"steps_per_s": steps_left / event.eta_s} if event.eta_s > 0 else {}
        self.update(
            step=event.step_index + 1,
            **changes,
            eta_s=event.eta_s,
            preview_method=event.preview_method,
        )

    def end(self, state: State, error: str | None = None) -> None:
        """The last change of state."""
        elapsed_s = 0.0 if self._began_s is None else time.monotonic() - self._began_s
        self.update(state=state, elapsed_s=elapsed_s, eta_s=0.0, error=error)

    def update(self, **changes: object) -> None:
        """Changes the status, and wakes everybody who waits for a change."""
        with self._lock:
            self._status = replace(self._status, sequence=self._status.sequence + 1, **changes)  # type: ignore[arg-type]
            for loop, event in self._watchers:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)

    def viewer_joined(self) -> None:
        """Somebody looks."""
        with self._lock:
            self._viewers += 1
            self._alone_since = None

    def viewer_left(self) -> None:
        """Somebody looks no longer; with the last one the grace time begins."""
        with self._lock:
            self._viewers = max(0, self._viewers - 1)
            if self._viewers == 0:
                self._alone_since = time.monotonic()

    def deserted(self, grace_s: float) -> bool:
        """Whether the last viewer left longer than `grace_s` ago. A job that nobody ever watched is not deserted."""
        alone_since = self._alone_since
        return alone_since is not None and time.monotonic() - alone_since > grace_s
