"""The layout of the house: imports run one way, between packages and between rooms, and torch loads late."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.imports import ROOT, arrows, circles, imported_names, modules, room_of

# package -> what it may not import
FORBIDDEN = {
    "pipeline": {"gradio", "fastapi", "starlette", "app", "ui", "presets", "training", "benchmarks", "tests"},
    "presets": {"gradio", "fastapi", "starlette", "app", "ui", "training", "benchmarks", "tests"},
    "ui": {"app", "training", "benchmarks", "tests"},
    "training": {"app", "ui", "presets", "benchmarks", "tests"},
    "benchmarks": {"training"},
}
# Rooms from the ground up: each may import those of the floors below its own, and nothing else of its package.
FLOORS = {
    "pipeline": (
        "errors",
        "checks",
        "prompt schedule preview lettering photo",
        "views request score",
        "run failures metadata",
        "models film",
        "speed events finish",
        "sampling",
        "engine",
    ),
    "ui": (
        "messages settings look",
        "web",
        "gradio_kit examples",
        "form stage",
        "prompt painting finish export",
        "styles numbers",
        "restore",
        "history photo api",
        "page",
        "server",
    ),
}
MOST_FLAT = 15
HEAVY = ("torch", "diffusers", "transformers", "accelerate")
# Where torch may be imported at the top of a module: nothing that a page loads imports these.
WITH_TORCH = ("pipeline/sampling", "pipeline/speed")
LIGHT = (
    "pipeline",
    "pipeline.engine.studio",
    "pipeline.models.catalog",
    "pipeline.run.run",
    "pipeline.views",
    "pipeline.metadata.picture_files",
    "presets",
    "ui",
)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_run_one_way(package: str) -> None:
    wrong = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in (ROOT / package).rglob("*.py")
        for name in {name.split(".")[0] for name in imported_names(file)}
        if name in FORBIDDEN[package]
    }
    assert not wrong


@pytest.mark.parametrize("package", FLOORS)
def test_a_room_imports_only_from_the_floors_below_it(package: str) -> None:
    floor_of = {room: floor for floor, rooms in enumerate(FLOORS[package]) for room in rooms.split()}
    ours = [name for name in modules() if name.startswith(f"{package}.")]
    assert {room_of(name) for name in ours} == set(floor_of), "every room has a floor, and every floor its rooms"
    wrong = [
        f"{name} imports {target}"
        for name in ours
        for target in arrows()[name]
        if target.startswith(f"{package}.") and room_of(target) != room_of(name)
        if floor_of[room_of(target)] >= floor_of[room_of(name)]
    ]
    assert not wrong


def test_no_two_files_import_each_other_directly_or_around() -> None:
    assert circles() == []


def test_at_most_fifteen_modules_lie_flat_in_any_folder() -> None:
    folders = [ROOT / name for name in ("pipeline", "presets", "ui", "training", "benchmarks", "tests")]
    flat = Counter(file.parent.relative_to(ROOT) for folder in folders for file in folder.rglob("*.py"))
    assert {str(folder): count for folder, count in flat.items() if count > MOST_FLAT} == {}


@pytest.mark.parametrize("package", ["pipeline", "presets", "ui", "training"])
def test_tests_mirror_the_folders(package: str) -> None:
    rooms = {path.name for path in (ROOT / package).iterdir() if path.is_dir()}
    tested = {path.name for path in (ROOT / "tests" / package).iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert tested <= rooms


def test_torch_is_imported_at_the_top_only_in_rooms_that_no_page_loads() -> None:
    def at_the_top(file: Path) -> set[str]:
        lines = file.read_text(encoding="utf-8").splitlines()
        return {name for line in lines for name in HEAVY if line.startswith((f"import {name}", f"from {name}"))}

    files = [file for package in ("pipeline", "presets", "ui") for file in (ROOT / package).rglob("*.py")]
    # A file of a network holds nothing else, and is imported late.
    early = {file.relative_to(ROOT).as_posix() for file in files if at_the_top(file) and not file.stem.endswith("_net")}
    assert not {name for name in early if not name.startswith(WITH_TORCH)}


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
