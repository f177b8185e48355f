"""What a page asked its server and was told, for the report of a test that failed: answers that come late are seen
nowhere else."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error, Page

KEPT, SHOWN = 40, 400
# Streams are left alone: a copy of one would fill up unread.
LISTEN = f"""() => {{
  const heard = (window.emergeHeard = []);
  const note = (line) => {{
    heard.push(`${{(performance.now() / 1000).toFixed(2)}} s ${{line}}`);
    heard.splice(0, heard.length - {KEPT});
  }};
  const {{ fetch }} = window;
  window.fetch = async (asked, options) => {{
    const url = String(asked?.url ?? asked).split("gradio_api/").at(-1);
    if (options?.method !== "POST") return fetch(asked, options);
    note(`asked ${{url}} ${{String(options.body).slice(0, {SHOWN})}}`);
    const answer = await fetch(asked, options);
    if (url.startsWith("run/")) {{
      const told = (text) => note(`told ${{url}} ${{text.slice(0, {SHOWN})}}`);
      answer.clone().text().then(told, () => note(`${{url}} was broken off`));
    }}
    return answer;
  }};
}}"""


def listen(context: Any) -> None:
    """Has every page of this browser context remember it."""
    context.add_init_script(f"({LISTEN})()")


def overheard(page: Page) -> str:
    """The last questions and answers, a line each, oldest first."""
    try:
        lines: list[str] = page.evaluate("() => window.emergeHeard ?? []")
    except Error:  # closed, or between two pages
        return ""
    return "\n".join(lines)
