"""Starting Emerge: flags, what is refused, and that nothing heavy is loaded to say so."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_help_names_every_flag() -> None:
    told = run("--help")
    assert told.returncode == 0
    flags = ("--model", "--device", "--host", "--port", "--data-dir", "--offline", "--no-history", "--allow-host")
    for flag in (*flags, "--brief-model"):
        assert flag in told.stdout


def test_importing_page_and_program_loads_nothing_heavy() -> None:
    heavy = ("torch", "diffusers", "gradio")
    code = f"import sys, app, ui, presets, pipeline; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert told.stdout.strip() == "[]"


def test_a_port_that_is_taken_is_a_plain_sentence_and_code_2(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("--port", str(port), "--data-dir", str(tmp_path))
    assert told.returncode == 2
    assert told.stderr.startswith(f"Emerge: Port {port} of 127.0.0.1 cannot be used")
    assert "Traceback" not in told.stderr


def test_a_data_directory_that_cannot_be_written_is_a_plain_sentence_and_code_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    told = run("--data-dir", str(tmp_path / "file" / "data"))
    assert told.returncode == 2
    assert "cannot be written" in told.stderr and "--data-dir" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_folder_without_an_instruction_model_is_a_plain_sentence_and_code_2(tmp_path: Path) -> None:
    told = run("--data-dir", str(tmp_path / "data"), "--brief-model", str(tmp_path))
    assert told.returncode == 2
    assert told.stderr.startswith("Emerge: --brief-model: ") and "config.json" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "wrong", [["--port", "0"], ["--port", "99999"], ["--port", "cat"], ["--allow-host", ""], ["--no"]]
)
def test_a_flag_that_makes_no_sense_ends_with_code_2(wrong: list[str]) -> None:
    assert run(*wrong).returncode == 2
