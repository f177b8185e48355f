"""The page in a real Chromium, as a person sees it: driven by labels, watched through the stage's own attributes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Request, sync_playwright

from tests.browser.visitor import Visitor as BrowserVisitor

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Every value that data-step took, in order, also those between two looks: the old values of all changes and the last.
WATCH = """() => {
  const stage = document.querySelector('[data-testid=stage]');
  const seen = { steps: [], clicked: 0, first: 0, over: 0, before: stage.dataset.job };
  window.accepted = seen;
  const note = () => {
    if (stage.dataset.job === seen.before) return;
    const step = Number(stage.dataset.step), now = performance.now();
    if (seen.steps.at(-1) !== step) seen.steps.push(step);
    if (step > 0 && !seen.first) seen.first = now;
    if (['done', 'stopped', 'failed'].includes(stage.dataset.state) && !seen.over) seen.over = now;
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      const old = Number(change.oldValue);
      if (change.attributeName === 'data-step' && seen.steps.at(-1) !== old) seen.steps.push(old);
    }
    note();
  }).observe(stage, { attributes: true, attributeOldValue: true, attributeFilter: ['data-step', 'data-state'] });
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser named by CHROMIUM."""
    flags = [*FLAGS, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=flags)
        yield browser
        browser.close()


class Visitor(BrowserVisitor):
    """A visitor who also notes which frames were fetched, and when things happened."""

    def __init__(self, browser: Browser, url: str, **look: Any) -> None:
        self.frames: list[str] = []
        super().__init__(browser, url, **{"viewport": {"width": 1360, "height": 900}, **look})

    def _note_request(self, request: Request) -> None:
        super()._note_request(request)
        if "/frames/" in request.url:
            self.frames.append(request.url)

    def wait_for_state(self, *states: str, timeout_s: float = 120) -> str:
        """Waits until the stage is in one of these states and gives it back."""
        self.page.wait_for_function(
            "(states) => states.includes(document.querySelector('[data-testid=stage]').dataset.state)",
            arg=list(states),
            timeout=timeout_s * 1000,
        )
        return self.told("state")

    def wait_for_step(self, step: int, timeout_s: float = 120) -> None:
        """Waits until the stage has shown this many steps of a run that is going on."""
        self.page.wait_for_function(
            "(n) => { const d = document.querySelector('[data-testid=stage]').dataset;"
            " return d.state === 'running' && Number(d.step) >= n; }",
            arg=step,
            timeout=timeout_s * 1000,
        )

    def generate(self) -> None:
        """Presses Generate, watches from here on, and waits until the stage has the new run."""
        self.page.evaluate(WATCH)
        self.page.evaluate(
            """() => [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Generate')
            .addEventListener('click', () => { window.accepted.clicked = performance.now(); }, { once: true })"""
        )
        self.page.get_by_role("button", name="Generate", exact=True).click()
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=stage]').dataset.job !== window.accepted.before", timeout=60_000
        )

    def seen(self) -> dict[str, Any]:
        """What the stage went through since Generate: steps in order from 1, and milliseconds."""
        seen = dict(self.page.evaluate("() => window.accepted"))
        last_zero = max((place for place, step in enumerate(seen["steps"]) if step == 0), default=-1)
        return {**seen, "steps": seen["steps"][last_zero + 1 :]}

    def shoot(self, path: Path) -> None:
        """A picture of the whole page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)
