"""How much of a model is left in few steps: `mau` at 20, 8 and 4 steps beside `mau-flow` at 8, 4 and 2.

All paint the same held-out prompts from the same noise and are read by the same judge. `mau` is guided as it paints
best, which takes a second pass of the U-Net in 60% of its steps; `mau-flow` never is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from training.evaluation.accuracy import measure_accuracy, paint_held_out
from training.evaluation.sheets import lay_out
from training.guidance import GUIDANCE_SCALE
from training.pictures.dataset import held_out_scene
from training.stages.judge import ATTRIBUTES, load_judge

# model, steps, guidance scale
ARMS = (
    ("mau", 20, GUIDANCE_SCALE),
    ("mau", 8, GUIDANCE_SCALE),
    ("mau", 4, GUIDANCE_SCALE),
    ("mau-flow", 8, 1.0),
    ("mau-flow", 4, 1.0),
    ("mau-flow", 2, 1.0),
)
ON_SHEET = 10


def measure_few_steps(
    folders: dict[str, Path], judge_folder: Path, out: Path, count: int, level: int
) -> dict[str, Any]:
    """Per arm "<model> in <steps>" the accuracy of every attribute and overall; `few-steps.png` shows the same
    prompts, an arm a row."""
    judge = load_judge(judge_folder)
    scenes = [held_out_scene(index, level) for index in range(count)]
    targets = [{name: getattr(scene, name) for name in ATTRIBUTES} for scene in scenes]
    report, rows = {}, []
    for name, num_steps, guidance_scale in ARMS:
        pictures = paint_held_out(folders[name], level, count, num_steps, guidance_scale)
        report[f"{name} in {num_steps}"] = measure_accuracy(judge, pictures, targets)
        rows.append(pictures[:ON_SHEET])
    lay_out(np.concatenate(rows), min(count, ON_SHEET)).save(out / "few-steps.png")
    return report


def format_few_steps(report: dict[str, dict[str, float]]) -> str:
    """The report as a Markdown table, percentages."""
    names = [name for name in next(iter(report.values())) if name not in ("animal", "overall")]
    head = " | ".join(name.replace("_", " ") for name in names)
    lines = [f"| model and steps | overall | {head} |", "|---" * (len(names) + 2) + "|"]
    for arm, accuracy in report.items():
        cells = " | ".join(f"{accuracy[name]:.0%}" for name in names)
        lines.append(f"| {arm} | {accuracy['overall']:.1%} | {cells} |")
    return "\n".join(lines)
