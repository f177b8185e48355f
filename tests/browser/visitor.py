"""One person's browser: finds things by their labels, and remembers everything that the stage went through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

from tests.browser.overheard import listen

# Every (state, step) that the stage had, in order, those between two looks as well.
WATCH = """() => {
  const stage = document.querySelector('[data-testid=stage]');
  window.wentThrough = [];
  const note = (entry) => {
    if (JSON.stringify(window.wentThrough.at(-1)) !== JSON.stringify(entry)) window.wentThrough.push(entry);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.attributeName === 'data-step') note(['step', Number(change.oldValue)]);
    }
    note(['step', Number(stage.dataset.step)]);
    note([stage.dataset.state, Number(stage.dataset.step)]);
  }).observe(stage, { attributes: true, attributeOldValue: true, attributeFilter: ['data-step', 'data-state'] });
}"""
# With what it says of itself: its script is at work.
STAGE = "[data-testid=stage][data-job]"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# Gradio's own words when a page is left while an event is streaming to it.
LEAVING = ("AbortError: signal is aborted", "Connection errored out")


@contextmanager
def visiting(browser: Browser, url: str, **context: Any) -> Iterator[Visitor]:
    """Somebody with a browser of their own, who may not have been shown anything from elsewhere, nor any error."""
    somebody = Visitor(browser, url, **context)
    somebody.open()
    try:
        yield somebody
    finally:
        somebody.close()
    assert (somebody.strangers, somebody.complaints) == ([], [])


class Visitor:
    """`strangers`: requests to other origins. `complaints`: errors in the console and in scripts."""

    def __init__(self, browser: Browser, url: str, **context: Any) -> None:
        self.url = url
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self._leaving = False
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **context})
        self.context.set_default_timeout(60_000)
        listen(self.context)
        self.context.on("request", self._note_request)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()
        self.page.on("console", self._note_console)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.url + "/", "data:", "blob:")):
            self.strangers.append(request.url)

    def _note_console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not (self._leaving and any(words in said.text for words in LEAVING)):
            self.complaints.append(said.text)

    def open(self) -> None:
        """Opens the page and waits for its stage."""
        self.page.goto(self.url + "/")
        self.page.wait_for_selector(STAGE, state="attached")

    def reload(self) -> None:
        """Reloads the page, as it is."""
        self._leaving = True
        self.page.reload()
        self.page.wait_for_selector(STAGE, state="attached")

    def close(self) -> None:
        """Closes the browser window."""
        self._leaving = True
        self.context.close()

    @property
    def stage(self) -> Locator:
        """The stage element."""
        return self.page.get_by_test_id("stage")

    def told(self, name: str) -> str:
        """An attribute data-<name> of the stage."""
        return self.stage.get_attribute(f"data-{name}") or ""

    def write(self, prompt: str) -> None:
        """Types into Prompt."""
        self.page.get_by_role("textbox", name="Prompt", exact=True).fill(prompt)

    def words_alone(self) -> None:
        """Has nothing filled in, so that pictures of one prompt have one prompt."""
        self.page.get_by_label("Fill in what I leave open").uncheck()

    def set(self, label: str, value: float) -> None:
        """Moves a slider by the number beside it, or fills a number field."""
        number = self.page.get_by_label(f"number input for {label}")
        field = number if number.count() else self.page.get_by_label(label, exact=True)
        field.fill(str(value))
        field.press("Tab")

    def choose_long_painting(self, steps: int = 100) -> None:
        """So many steps of a picture so large that there is time to do something in the middle."""
        self.set("Steps", steps)
        self.page.get_by_text("More settings", exact=True).click()
        for side in ("Width", "Height"):
            self.set(side, 640)
        self.page.get_by_label("Precision").click()
        self.page.get_by_role("option", name="exact").click()  # which takes twice as long

    def press(self, button: str) -> None:
        """Presses a button by its name."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def generate(self) -> None:
        """Watches the stage and presses Generate."""
        self.page.evaluate(WATCH)
        self.press("Generate")

    def went_through(self) -> list[list[Any]]:
        """What the stage went through since `generate`: ["step", n] and [state, n]."""
        seen: list[list[Any]] = self.page.evaluate("() => window.wentThrough")
        return seen

    def steps_seen(self) -> list[int]:
        """The values of data-step in order, without repeats."""
        steps = [step for _, step in self.went_through()]
        return [step for index, step in enumerate(steps) if index == 0 or step != steps[index - 1]]

    def wait_for(self, state: str, *, step: int = 0, timeout_s: float = 60) -> None:
        """Waits until the stage is in this state, and so far."""
        self.page.wait_for_function(
            """([state, step]) => {
              const told = document.querySelector('[data-testid=stage]').dataset;
              return told.state === state && Number(told.step) >= step;
            }""",
            arg=[state, step],
            timeout=timeout_s * 1000,
            polling=50,  # and not with the drawing, which stands still in a page behind another one
        )

    def wait_for_another(self, job: str) -> None:
        """Waits until the stage shows another job than this one."""
        self.page.wait_for_function("job => document.querySelector('[data-testid=stage]').dataset.job !== job", arg=job)
