"""What training/README.md says of files is true."""

from __future__ import annotations

import re
from pathlib import Path

TRAINING = Path(__file__).resolve().parents[2] / "training"
README = (TRAINING / "README.md").read_text(encoding="utf-8")


def test_every_file_and_folder_that_the_readme_names_is_there() -> None:
    names = re.findall(r"`((?:\w+/)*(?:\w+\.py|\w+/))`", README)
    assert len(names) > 40
    assert not [name for name in names if not (TRAINING / name).exists()]


def test_every_module_that_the_readme_runs_or_names_is_there() -> None:
    modules = re.findall(r"\b(training(?:\.\w+)+)", README)
    assert modules
    assert not [name for name in modules if not (TRAINING.parent / name.replace(".", "/")).with_suffix(".py").exists()]


def test_every_stage_of_the_training_has_a_row() -> None:
    from training.__main__ import STAGES

    rows = set(re.findall(r"^\| \(?([a-z-]+)\)? \|", README, re.M))
    # Latents are encoded by the stages that read them.
    assert set(STAGES) <= rows
