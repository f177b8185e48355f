"""Runs that the studio does not hold: the examples, and those of the history whose steps were kept."""

from __future__ import annotations

import logging
from collections import OrderedDict

from pipeline.errors import RunUnreadable
from pipeline.run.run import Run, load_run
from presets.history.history import History
from ui.examples import ExampleRuns

PREFIX = "history-"
AT_HAND = 3  # a run in memory is some megabytes, and a film strip asks for every step of it
logger = logging.getLogger(__name__)


class SavedRuns:
    """Finds a run by its job id: "example-<file name>" or "history-<key>". May be asked from every thread."""

    def __init__(self, examples: ExampleRuns, history: History | None) -> None:
        self._examples = examples
        self._history = history
        self._at_hand: OrderedDict[str, Run] = OrderedDict()

    def run(self, job_id: str) -> Run | None:
        """The run behind an id, None where there is none."""
        if self._history is None or not job_id.startswith(PREFIX):
            return self._examples.run(job_id)
        run = self._at_hand.get(job_id)
        if run is None:
            run = self._load(self._history, job_id.removeprefix(PREFIX))
        if run is not None:
            self._at_hand[job_id] = run
            while len(self._at_hand) > AT_HAND:
                self._at_hand.popitem(last=False)
        return run

    @staticmethod
    def _load(history: History, key: str) -> Run | None:
        path = history.files.frames(key)
        try:
            return None if path is None else load_run(path)
        except RunUnreadable as error:
            logger.warning("The steps of %s cannot be read: %s", key, error)
            return None
