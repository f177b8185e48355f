"""How long paintings take, learnt from those that were painted."""

from __future__ import annotations

from pipeline.engine.job import Job
from pipeline.request import GenerationRequest
from pipeline.sampling.guidance import guided_steps

NEW_WEIGHT = 0.5  # of the newest painting, in a running mean


class Pace:
    """Seconds per unit of work, by model; a unit is one pixel through the denoiser once."""

    def __init__(self) -> None:
        self._s_per_unit: dict[str, float] = {}

    def learn(self, job: Job) -> None:
        """Takes in a job that has left the worker."""
        run = job.run
        if run is None or not run.steps_done:
            return
        measured = run.elapsed_s[-1] / (run.steps_done * units_per_step(job.request))
        before = self._s_per_unit.get(job.request.model, measured)
        self._s_per_unit[job.request.model] = before + NEW_WEIGHT * (measured - before)

    def expected_s(self, job: Job) -> float | None:
        """For the whole of `job`; None where its model has not painted yet."""
        s_per_unit = self._s_per_unit.get(job.request.model)
        if s_per_unit is None:
            return None
        return s_per_unit * units_per_step(job.request) * job.request.plan.num_steps

    def left_s(self, job: Job) -> float | None:
        """For the rest of a running job."""
        return job.status().eta_s if job.run is not None and job.run.steps_done else self.expected_s(job)


def units_per_step(request: GenerationRequest) -> float:
    """Pixels of all pictures in the mean step, twice where guidance doubles the batch."""
    width_px, height_px = request.width_px or 0, request.height_px or 0
    doubled = guided_steps(request) / request.plan.num_steps
    return max(1, width_px * height_px) * request.num_images * (1 + doubled)
