"""The one thread that owns the model: loads it, paints, runs errands, and decodes full-size frames when idle."""

from __future__ import annotations

import logging
import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.engine.errands import NoisedPhoto
from pipeline.engine.job import Job
from pipeline.engine.protocol import Readiness
from pipeline.errors import BUG, GenerationError
from pipeline.models.spec import ModelSpec

if TYPE_CHECKING:
    from pipeline.engine.text_model import TextModel, TextTask
    from pipeline.sampling.painter import Painter

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class WaitingErrand:
    """An errand and the `result` that another thread waits for."""

    errand: NoisedPhoto
    result: Future[bytes] = field(default_factory=Future)


class Work(Protocol):
    """What there is to do: what the worker asks of the studio."""

    @property
    def closed(self) -> bool: ...
    def spec(self, key: str) -> ModelSpec: ...
    def next_job(self, *, wait: bool) -> Job | None: ...
    def should_stop(self, job: Job) -> bool: ...
    def job_ended(self, job: Job) -> None: ...
    def unfinished_frames(self) -> Job | None: ...
    def work_waits(self) -> bool: ...


class Worker:
    """See the module."""

    def __init__(
        self, work: Work, default_model: str, *, device: str, cache_dir: Path | None, brief_model: Path | None = None
    ) -> None:
        self.readiness = Readiness(state="loading", model=default_model, message="Loading the model…")
        self.errands: deque[WaitingErrand] = deque()
        self.text_tasks: deque[TextTask] = deque()
        self._studio_work = work
        self._default_model = default_model
        self._device = device
        self._cache_dir = cache_dir
        self._painter: Painter | None = None
        self._brief_model = brief_model
        self._text_model: TextModel | None = None
        self._thread = threading.Thread(target=self._run, name="model", daemon=True)

    @property
    def waits(self) -> bool:
        """Whether there is an errand or something to write."""
        return bool(self.errands or self.text_tasks)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def join(self) -> None:
        """Waits for the thread to end, where it was started."""
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._painter_for(self._default_model)
        except GenerationError:
            pass  # said in `readiness`; a job for another model may come
        while not self._studio_work.closed:
            self._turn()
        for waiting in self.errands:
            waiting.result.cancel()
        for task in self.text_tasks:
            task.result.cancel()
        self._drop_painter()

    def _turn(self) -> None:
        """One piece of work: a job before an errand, an errand before words, words before full-size frames."""
        frames_of = self._studio_work.unfinished_frames() if self._painter is not None else None
        job = self._studio_work.next_job(wait=frames_of is None)
        if job is not None:
            self._paint(job)
        elif self.errands:
            self._run_errands(None)
        elif self.text_tasks:
            self._write(self.text_tasks[0])
        elif frames_of is not None:
            self._redecode(frames_of)

    def _write(self, task: TextTask) -> None:
        """Goes on with what is to be written, until it is or until a painting waits, which goes first."""
        from pipeline.engine.text_model import TextModel
        from pipeline.models.loading import pick_device

        try:
            if self._text_model is None:
                assert self._brief_model is not None
                self._text_model = TextModel(self._brief_model, pick_device(self._device))
            done = self._text_model.go_on(task, lambda: self._studio_work.work_waits() or task.result.cancelled())
        except Exception as error:
            done = True
            if not task.result.cancelled():
                task.result.set_exception(error)
        if done or task.result.cancelled():
            self.text_tasks.remove(task)

    def _paint(self, job: Job) -> None:
        job.begin()
        try:
            painter = self._painter_for(job.request.model)
            painter.run(job.request, job.on_event, lambda: self._between_steps(job), preview=job.preview)
        except GenerationError as error:
            job.end("failed", str(error))
        except Exception:
            logger.exception("painting job %s", job.id[:8])
            job.end("failed", BUG)
        self._studio_work.job_ended(job)

    def _between_steps(self, job: Job) -> bool:
        self._run_errands(job.request.model)
        return self._studio_work.should_stop(job)

    def _run_errands(self, model: str | None) -> None:
        """The errands that wait; with `model`, only those which that (loaded) model can run."""
        for _ in range(len(self.errands)):
            waiting = self.errands.popleft()
            if model in (None, waiting.errand.model):
                self._run_errand(waiting)
            elif not waiting.result.cancelled():
                self.errands.append(waiting)

    def _run_errand(self, waiting: WaitingErrand) -> None:
        if not waiting.result.set_running_or_notify_cancel():
            return
        try:
            waiting.result.set_result(waiting.errand.run_with(self._painter_for(waiting.errand.model)))
        except Exception as error:
            waiting.result.set_exception(error)

    def _redecode(self, job: Job) -> None:
        """One step's x0 of `job` by the real VAE; one at a time, so that a new job waits for one decode at most."""
        run = job.run
        index = None if run is None else run.needs_full()
        if run is None or index is None or self._painter is None:
            return
        if self._painter.spec.key != job.request.model:
            run.give_up_full()
            return
        try:
            run.put_full(index, self._painter.decode(run.records[index].denoised))
        except Exception:
            logger.warning("full-size frames of job %s", job.id[:8], exc_info=True)
            run.give_up_full()
        job.update(full_frames=run.full_frames)

    def _painter_for(self, key: str) -> Painter:
        """The painter of `key`, loading it in place of another. Raises `InvalidRequest`, `ModelUnavailable`."""
        if self._painter is not None and self._painter.spec.key == key:
            return self._painter
        from pipeline.sampling.painter import Painter

        self.readiness = Readiness(state="loading", model=key, message="Loading the model…")
        self._drop_painter()
        try:
            painter = Painter(self._studio_work.spec(key), device=self._device, cache_dir=self._cache_dir)
            painter.warm_up()
        except GenerationError as error:
            self.readiness = Readiness(state="failed", model=key, message=str(error))
            raise
        except Exception:
            logger.exception("loading %s", key)
            self.readiness = Readiness(state="failed", model=key, message=BUG)
            raise GenerationError(BUG) from None
        self._painter = painter
        self.readiness = Readiness(state="ready", model=key)
        return painter

    def _drop_painter(self) -> None:
        if self._painter is not None:
            self._painter.close()
            self._painter = None
