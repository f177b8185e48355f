"""What programs do: the public API through gradio_client, good and bad."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.accept.report import Report

BAD: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("seed -1", {"seed": -1}, "Seed"),
    ("seed 2^40", {"seed": 2**40}, "Seed"),
    ('seed "abc"', {"seed": "abc"}, "Seed"),
    ("steps 0", {"steps": 0}, "Steps"),
    ("steps 10,000", {"steps": 10_000}, "Steps"),
    ("guidance 99", {"guidance_scale": 99}, "Guidance scale"),
    ("strength 0", {"strength": 0}, "Strength"),
    ("width 7", {"width": 7}, "Width"),
    ("unknown scheduler", {"scheduler": "Nothing"}, "Scheduler"),
    ("unknown preset", {"preset": "Nothing"}, "Preset"),
    ("unknown model", {"model": "../../etc"}, "odel"),
    ("prompt of 100,000 characters", {"prompt": "x" * 100_000}, "Prompt"),
)


def call(url: str, report: Report) -> None:
    """/paint gives every step exactly once and then a picture with its settings inside; bad values are named."""
    from gradio_client import Client

    client = Client(url, verbose=False)
    steps = 6
    job = client.submit(prompt="a white cat", steps=steps, seed=7, api_name="/paint")
    values = list(job)
    told = [value[1]["step"] for value in values if value[1]["state"] != "done" and value[1]["step"] > 0]
    last_file, last = values[-1]
    once = [*dict.fromkeys(told)] == told and set(told) | {last["step"]} == set(range(1, steps + 1))
    report.add("gradio_client /paint", f"each of {steps} steps once", f"{told} and done at {last['step']}", once)
    named = last_file if isinstance(last_file, str) else (last_file or {}).get("path", "")
    picture = Path(named)
    good = picture.is_file() and picture.read_bytes().startswith(b"\x89PNG") and last.get("seed") == 7
    report.add("its last value", "a PNG and its settings", picture.suffix + f", seed {last.get('seed')}", good)
    _refusals(client, report)
    client.close()


def _refusals(client: Any, report: Report) -> None:
    wrong = []
    for name, values, field in BAD:
        try:
            client.predict(**{"prompt": "a cat", "steps": 2, **values}, api_name="/paint")
            wrong.append(f"{name} was painted")
        except Exception as error:
            if field not in str(error):
                wrong.append(f"{name}: {error}")
    report.add("bad values through the API", f"{len(BAD)} refused by name", "; ".join(wrong) or "all", not wrong)
