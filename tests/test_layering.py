"""Imports run one way, and torch loads late."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# package -> what it may not import
FORBIDDEN = {
    "pipeline": {"gradio", "fastapi", "starlette", "app", "ui", "presets", "training", "benchmarks", "tests"},
    "presets": {"gradio", "fastapi", "starlette", "app", "ui", "training", "benchmarks", "tests"},
    "ui": {"app", "training", "benchmarks", "tests"},
    "training": {"app", "ui", "presets", "benchmarks", "tests"},
    "benchmarks": {"training"},
}
HEAVY = ("torch", "diffusers", "transformers", "accelerate")
LIGHT = (
    "pipeline",
    "pipeline.engine.studio",
    "pipeline.models.catalog",
    "pipeline.run.run",
    "pipeline.metadata.picture_files",
    "presets",
    "ui",
)


def imported_by(file: Path) -> Iterator[str]:
    """The top-level packages that a file names in imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_run_one_way(package: str) -> None:
    wrong = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in (ROOT / package).rglob("*.py")
        for name in imported_by(file)
        if name in FORBIDDEN[package]
    }
    assert not wrong


@pytest.mark.parametrize("module", LIGHT)
def test_importing_loads_no_heavy_library(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_programs_help_loads_no_heavy_library() -> None:
    code = (
        "import runpy, sys\nsys.argv = ['app.py', '--help']\n"
        "try: runpy.run_path('app.py', run_name='__main__')\nexcept SystemExit as end: assert not end.code\n"
        f"assert not [name for name in {HEAVY!r} if name in sys.modules]"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)


def test_nothing_is_called_utils_helpers_manager_or_common() -> None:
    vague = {"utils", "helpers", "manager", "common"}
    packages = [ROOT / name for name in (*FORBIDDEN, "tests")]
    assert not [file for package in packages for file in package.rglob("*.py") if file.stem in vague]
