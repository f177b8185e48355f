"""The example for scripts in docs/python.md is run as it stands there."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]


def test_the_example_for_scripts_does_what_it_says(tmp_path: Path) -> None:
    (example,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.DOTALL
    )
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    left, told = done.stdout.splitlines()
    assert ast.literal_eval(left) == ["Guidance scale, steps and strength"]
    assert told == "7 ['ink drawing of a white cat, big eyes, on a red cushion']"
    (entry,) = json.loads((tmp_path / "ink.json").read_text())
    assert entry == {"name": "Ink", "prompt": "ink drawing of {prompt}", "negative_prompt": "colour"}
    with Image.open(tmp_path / "cat.webp") as film:
        assert film.n_frames == 8  # type: ignore[attr-defined]


def test_every_public_name_is_there() -> None:
    """Those that load torch come on their first use."""
    import pipeline
    import presets

    for package in (pipeline, presets):
        assert not [name for name in package.__all__ if not hasattr(package, name)]
