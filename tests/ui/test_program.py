"""Starting Emerge: flags, what is refused, and that nothing heavy is loaded to say so."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from ui.server import sweep
from ui.settings import Settings

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


def test_the_last_port_that_is_taken_is_followed_by_no_port_that_there_is_not(tmp_path: Path) -> None:
    with socket.socket() as taken:
        with suppress(OSError):  # somebody else has it
            taken.bind(("127.0.0.1", 65535))
            taken.listen()
        told = run("--port", "65535", "--data-dir", str(tmp_path))
    assert "cannot be used" in told.stderr and told.stderr.endswith("Try --port 65534.\n")


def test_another_emerge_on_the_same_data_leaves_the_uploads_of_the_first_alone(tmp_path: Path) -> None:
    """It emptied the folder of both, and the first could not find the photo that it had just shown."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mine = Settings(data_dir=tmp_path).uploads_dir
    runs, ended, left = (mine.with_name(name) for name in (str(os.getppid()), str(gone.pid), "3f2a"))
    for folder in (mine, runs, ended, left):
        folder.mkdir(parents=True)
        (folder / "cat.png").write_bytes(b"cat")
    sweep(mine)
    assert sorted(mine.parent.rglob("*")) == sorted([mine, runs, runs / "cat.png"])


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


@pytest.mark.parametrize(
    ("host", "environment", "spins"),
    [
        ("127.0.0.1", {}, "1000"),
        ("0.0.0.0", {}, "None"),  # the browser has cores of its own
        ("127.0.0.1", {"GOMP_SPINCOUNT": "7"}, "7"),
        ("127.0.0.1", {"OMP_WAIT_POLICY": "active"}, "None"),
    ],
)
def test_threads_that_wait_leave_their_core_to_a_browser_on_this_machine(
    tmp_path: Path, host: str, environment: dict[str, str], spins: str
) -> None:
    code = (
        "import os, sys, app; app.prepare(app.parse(sys.argv[1:], {}));"
        "print(os.environ.get('GOMP_SPINCOUNT'), 'torch' in sys.modules)"
    )
    clean = {name: value for name, value in os.environ.items() if name not in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")}
    command = [sys.executable, "-c", code, "--host", host, "--data-dir", str(tmp_path)]
    told = subprocess.run(command, cwd=ROOT, env={**clean, **environment}, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [spins, "False"]
