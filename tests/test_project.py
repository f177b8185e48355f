"""The project's own files: the two commands on a bare machine, the pins, and what the documents name."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "training/README.md"),
    *(
        str(path.relative_to(ROOT))
        for folder in ("docs", "assets/models/*")
        for path in sorted(ROOT.glob(f"{folder}/*.md"))
    ),
]
MAX_README_WORDS = 1_000
MAX_ENTRY_CHARS = 160


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


def test_the_tools_for_scripts_are_pinned_exactly_and_their_lock_names_no_registry() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    lock = (ROOT / "package-lock.json").read_text()
    assert json.loads(lock)["packages"][""]["devDependencies"] == wanted
    assert all(re.fullmatch(r"[0-9.]+", version) for version in wanted.values())
    assert '"resolved"' not in lock


def test_the_command_that_adds_mp4_is_one_of_make_and_installs_what_is_pinned() -> None:
    from pipeline.film.formats import MP4_MISSING

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


def test_the_readme_stays_under_a_thousand_words() -> None:
    _, _, text = (ROOT / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    assert len(text.split()) < MAX_README_WORDS


def prose(document: Path) -> str:
    """A document without its fenced code."""
    return re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)


def anchors(document: Path) -> set[str]:
    """What a link may name behind #: the headings as GitHub writes them, the second of a name with -1 behind it."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in re.findall(r"^#+ (.+)$", prose(document), re.M):
        anchor = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def broken_links(document: Path) -> Iterator[str]:
    """The relative links and pictures of a document that lead nowhere."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = document.parent / name if name else document
        if not file.exists() or (anchor and anchor not in anchors(file)):
            yield target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_relative_link_and_picture_leads_to_a_file_and_its_heading(name: str) -> None:
    assert not list(broken_links(ROOT / name))


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# A part, `named` so\n\n# Twice\n\n# Twice\n")
    document = tmp_path / "it.md"
    document.write_text(
        "# It\n[1](other.md#a-part-named-so) [2](#it) [3](https://there) [4](other.md#twice-1) "
        "![5](gone.webp) [6](other.md#twice-2) [7](#them)\n```\n[8](code.md)\n```\n"
    )
    assert list(broken_links(document)) == ["gone.webp", "other.md#twice-2", "#them"]


def test_every_picture_of_the_page_is_shown_somewhere() -> None:
    shown = "".join((ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS)
    assert not [path.name for path in (ROOT / "docs" / "pictures").rglob("*.*") if f"/{path.name})" not in shown]


def test_the_index_of_decisions_names_every_one_in_order() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    named = re.findall(r"^(\d+)\. \[.+\]\(#(\d+)-.+\)$", text, re.M)
    there = re.findall(r"^## (\d+)\. ", text, re.M)
    assert named == [(number, number) for number in there]


def test_every_entry_of_the_changelog_is_one_line_of_what_was_added_changed_or_fixed() -> None:
    _, *versions = re.split(r"^## .+$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)
    lines = [line for version in versions for line in version.splitlines() if line]
    headings = {line for line in lines if line.startswith("#")}
    assert headings <= {"### Added", "### Changed", "### Fixed"}
    odd = [line for line in lines if line not in headings and not line.startswith("- ")]
    assert not odd + [line for line in lines if len(line) > MAX_ENTRY_CHARS]


def mapped() -> set[str]:
    """The files and folders that README's map names, as paths."""
    (drawn,) = re.findall(r"^```\n(app\.py .+?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    paths, above = set(), ""
    for indent, name in re.findall(r"^( *)([\w./]+) {2,}\S", drawn, re.M):
        above = above if indent else name
        paths.add(f"{above}{name}" if indent else name)
    return paths


def test_the_file_map_names_every_room_and_nothing_that_is_not_there() -> None:
    named = mapped()
    packages = ("pipeline", "presets", "ui", "training")
    rooms = {
        f"{package}/{folder.name}/"
        for package in packages
        for folder in (ROOT / package).iterdir()
        if folder.is_dir() and any(path.is_file() for path in folder.iterdir()) and folder.name != "__pycache__"
    }
    assert rooms <= named
    assert not [name for name in named if not (ROOT / name).exists()]
