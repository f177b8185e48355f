"""Paintings made earlier: what the stage replays at a first visit, until somebody paints."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import RunUnreadable
from pipeline.run.run import Run, load_run

logger = logging.getLogger(__name__)

PREFIX = "example-"


class ExampleRuns:
    """The saved runs of a folder, read once at start. Their job ids are "example-<file name>"."""

    def __init__(self, folder: Path) -> None:
        self.runs: dict[str, Run] = {}
        for path in sorted(folder.glob("*.zip")) if folder.is_dir() else []:
            try:
                self.runs[PREFIX + path.stem] = load_run(path)
            except RunUnreadable as error:
                logger.warning("The example %s is left out: %s", path.name, error)

    def run(self, job_id: str) -> Run | None:
        """The run behind an example's id."""
        return self.runs.get(job_id)

    def first(self) -> dict[str, object] | None:
        """The stage's value for the first example; None where there are none."""
        for job_id, run in self.runs.items():
            return render_example(job_id, run)
        return None


def render_example(job_id: str, run: Run) -> dict[str, object]:
    """A finished stage that says what it is."""
    return {
        "job": job_id,
        "state": "done",
        "step": run.num_steps,
        "steps": run.num_steps,
        "views": list(run.views),
        "example": True,
        "badge": "Example",
        "facts": example_facts(run.settings),
    }


def example_facts(settings: Mapping[str, object]) -> dict[str, object]:
    """The settings that a person would ask for again."""
    names = {
        "prompt": "Prompt",
        "negative_prompt": "Negative prompt",
        "seed": "Seed",
        "num_steps": "Steps",
        "guidance_scale": "Guidance scale",
        "scheduler": "Scheduler",
        "model": "Model",
    }
    return {label: settings[name] for name, label in names.items() if settings.get(name) not in (None, "")}
