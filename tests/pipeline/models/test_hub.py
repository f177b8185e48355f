"""Hub ids, against a local cache: nothing is fetched in tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PAINT = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.conftest import only_this_machine
next(blocked := only_this_machine.__wrapped__())
from pipeline import GenerationRequest, ModelUnavailable, open_painter
for name in ("owner/tiny-cats", "owner/tiny-cats@{COMMIT}"):
    with open_painter(name, device="cpu") as painter:
        *_, last = painter.paint(GenerationRequest(prompt="cat", num_steps=1))
    print(last.images[0].size, painter.spec.max_tokens)
try:
    open_painter("owner/not-there", device="cpu")
except ModelUnavailable as error:
    print(error.hint[-80:])
"""


@pytest.fixture(scope="module")
def cache(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache as huggingface_hub lays it out, holding owner/tiny-cats."""
    cache = tmp_path_factory.mktemp("hub")
    repository = cache / "models--owner--tiny-cats"
    shutil.copytree(model_folder, repository / "snapshots" / COMMIT)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)
    return cache


def test_hub_ids_in_the_cache_paint_with_the_network_out_and_others_say_what_to_do(cache: Path) -> None:
    """In a process of its own, since huggingface_hub reads the place of its cache once."""
    environment = {**os.environ, "HF_HUB_CACHE": str(cache), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", PAINT], env=environment, capture_output=True, text=True)
    told = done.stdout.splitlines()
    assert told[:2] == ["(64, 64) 14"] * 2, done.stderr
    assert told[2].endswith("Check the name and the connection, or give a local folder.")
