"""Who imports whom in this project, read from the files: for tests that hold the layout of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("pipeline", "presets", "ui", "training")


def module_of(file: Path) -> str:
    """`pipeline/run/__init__.py` -> `pipeline.run`."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@lru_cache
def modules() -> dict[str, Path]:
    """Every module of the packages, by its dotted name."""
    return {module_of(file): file for package in PACKAGES for file in (ROOT / package).rglob("*.py")}


def imported_names(file: Path) -> Iterator[str]:
    """Every dotted name that a file imports, anywhere in it, for the type checker alone too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@lru_cache
def arrows() -> dict[str, frozenset[str]]:
    """Module -> the modules of ours that it imports."""
    known = modules()
    found = {}
    for name, file in known.items():
        targets = {each if each in known else each.rpartition(".")[0] for each in imported_names(file)}
        found[name] = frozenset(target for target in targets if target in known and target != name)
    return found


def room_of(module: str) -> str:
    """`pipeline.run.capsule` -> `run`; `pipeline.errors` -> `errors`; `pipeline` itself -> ``."""
    _, _, rest = module.partition(".")
    return rest.partition(".")[0]


def circles() -> list[list[str]]:
    """Modules that import each other, directly or around (Tarjan's strongly connected components)."""
    graph, order, low, stack, found = arrows(), {}, {}, [], []  # type: ignore[var-annotated]

    def visit(module: str) -> None:
        order[module] = low[module] = len(order)
        stack.append(module)
        for target in graph[module]:
            if target not in order:
                visit(target)
            if target in stack:
                low[module] = min(low[module], low[target])
        if low[module] == order[module]:
            circle = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(circle) > 1:
                found.append(sorted(circle))

    for module in graph:
        if module not in order:
            visit(module)
    return found
