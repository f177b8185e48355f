"""Where a training keeps its drawings and checkpoints, and where its models are written."""

from __future__ import annotations

import os
from pathlib import Path

from training.sizes import Size

PROJECT = Path(__file__).resolve().parent.parent
MODEL_FOLDER = PROJECT / "assets" / "models" / "mau"
JUDGE_FOLDER = PROJECT / "assets" / "models" / "judge"


def work_folder() -> Path:
    """Where drawings and checkpoints are kept between runs (`EMERGE_TRAIN_DIR`, else `.train`)."""
    return Path(os.environ.get("EMERGE_TRAIN_DIR", PROJECT / ".train"))


def exported_folder(folder: Path, size: Size) -> Path:
    """Where the model of `size` is written: into the project; one that only proves the code, beside its checkpoints."""
    return MODEL_FOLDER if size.name != "smoke" else folder / "mau"
