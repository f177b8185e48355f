"""The project's own files: the two commands on a bare machine, the pins, and the paths that the documents name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run_tool(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A script of tools/ with exactly this environment."""
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / name), *arguments], capture_output=True, text=True, env=environment, cwd=ROOT
    )


def program(folder: Path, name: str, script: str) -> Path:
    """A little program on a PATH of its own."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)
    return path


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with the few system programs that the scripts call, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("uname", "id"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


def test_python_is_found_and_named() -> None:
    told = run_tool("python.sh", sys.executable, PATH=os.environ["PATH"])
    assert (told.returncode, told.stdout.strip()) == (0, sys.executable)


def test_without_python_the_package_to_install_is_named(bare_path: Path) -> None:
    told = run_tool("python.sh", PATH=str(bare_path))
    assert told.returncode == 1
    assert "Python 3.11 or newer" in told.stderr
    assert "apt-get install python3 python3-venv" in told.stderr or "brew install" in told.stderr


def test_a_python_that_is_too_old_is_passed_over(bare_path: Path) -> None:
    program(bare_path, "python3", "exit 1")
    (bare_path / "python3.12").symlink_to(sys.executable)
    assert run_tool("python.sh", PATH=str(bare_path)).stdout.strip() == "python3.12"


def test_a_python_without_venv_is_told_which_package_brings_it(bare_path: Path) -> None:
    program(bare_path, "python3", 'case "$2" in *venv*|*ensurepip*) exit 1;; *version_info\\[*) echo 3.11;; esac')
    told = run_tool("python.sh", PATH=str(bare_path))
    assert told.returncode == 1
    assert "venv" in told.stderr


def test_the_chromium_that_was_named_is_taken(tmp_path: Path) -> None:
    browser = program(tmp_path / "browser", "chromium", "exit 0")
    told = run_tool("chromium.sh", sys.executable, PATH=os.environ["PATH"], CHROMIUM=str(browser))
    assert (told.returncode, told.stdout.strip()) == (0, str(browser))


def test_a_chromium_that_was_named_and_is_not_there_is_an_error() -> None:
    told = run_tool("chromium.sh", sys.executable, PATH=os.environ["PATH"], CHROMIUM="/nothing/here")
    assert told.returncode == 1
    assert "/nothing/here" in told.stderr


def test_a_chromium_on_the_path_is_taken(bare_path: Path) -> None:
    browser = program(bare_path, "chromium-browser", "exit 0")
    told = run_tool("chromium.sh", sys.executable, PATH=str(bare_path))
    assert (told.returncode, told.stdout.strip()) == (0, str(browser))


def test_every_requirement_is_pinned_exactly_and_torch_to_the_tested_one() -> None:
    for name in ("requirements.txt", "requirements-mp4.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r "))]
        assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", line) for line in lines), name
    assert "torch==2.13.0\n" in (ROOT / "requirements.txt").read_text()


def test_the_command_that_adds_mp4_is_one_of_make_and_installs_what_is_pinned() -> None:
    from pipeline.film.film import MP4_MISSING

    makefile = (ROOT / "Makefile").read_text()
    (target,) = re.findall(r"“make ([\w-]+)”", MP4_MISSING)
    assert f"\n{target}: $(VENV)/.installed-mp4 ##" in makefile
    assert "$(PIP) install -r requirements-mp4.txt" in makefile
    assert "\nimageio-ffmpeg==" in (ROOT / "requirements-mp4.txt").read_text()
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"make {target} " in listed.stdout


def test_ci_runs_lint_and_test_and_nothing_that_make_would_not_install() -> None:
    commands = [
        line
        for line in (ROOT / ".ci" / "run").read_text().splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["make lint", "make test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_every_module_that_make_runs_is_there() -> None:
    for module in re.findall(r"\$\(PY\) -m ((?:training|benchmarks|tests|ui)[\w.]*)", (ROOT / "Makefile").read_text()):
        path = ROOT / module.replace(".", "/")
        assert (path / "__main__.py").is_file() or path.with_suffix(".py").is_file(), module


def test_the_readme_runs_as_a_space_with_the_gradio_that_is_pinned() -> None:
    head = (ROOT / "README.md").read_text().split("---")[1]
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    assert (fields["sdk"], fields["app_file"]) == ("gradio", "app.py")
    assert f"gradio=={fields['sdk_version']}\n" in (ROOT / "requirements.txt").read_text()


def test_every_file_that_the_documents_name_is_there() -> None:
    for document in ("README.md", "CONTRIBUTING.md", "docs/decisions.md"):
        text = (ROOT / document).read_text()
        named = re.findall(r"\]\(([\w./-]+)\)", text) + re.findall(r"^([a-z]+/[\w./-]*|[a-z_]+\.py) {2,}", text, re.M)
        missing = [name for name in named if not (ROOT / name).exists()]
        assert not missing, f"{document}: {missing}"
