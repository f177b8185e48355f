"""No field without a reader: what nothing reads goes, or comes back with what uses it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from pipeline.request.flat_names import FLAT_NAMES

ROOT = Path(__file__).resolve().parents[1]
VALUES = ("dataclass", "BaseModel")  # what a class is marked with, or made of, whose fields these are
CHECKS = ("__init__", "__post_init__", "_check")  # a field is not in use because its own class checks it
# Read without their names being written, whole classes or single fields, and by whom.
BY_NAME = {
    "Film": "as JSON by ui.export.film_routes",
    "Kept": "as JSON by ui.history.routes, for the page's scripts",
    "Use": "as JSON by ui.history.routes, for the page's scripts",
    "_Answer": "by the names of the facets, in presets.brief.answer",
    # What a script is told that paints, or looks at a painter's model: the studio needs none of it.
    "StepEvent.timestep": "by scripts",
    "StepEvent.sigma": "by scripts",
    "StepEvent.previews": "by scripts: the page asks the run for its frames",
    "Finished.peak_mib": "by scripts, to measure",
    "Finished.preview_cost": "by scripts, to measure",
    "Cancelled.last_step_index": "by scripts",
    "ModelSpec.prediction": "by scripts: a painter's scheduler has it from the model's own files",
}


def unread(sources: Iterable[str]) -> set[str]:
    """The `Class.field`s of frozen values and the like in Python `sources` that no other line of them reads.

    Reading is an attribute of that name, of whatever value: by its name alone nobody knows whose it is. So a name that
    two values share is found once neither is read.
    """
    trees = [ast.parse(source) for source in sources]
    read = {name for tree in trees for name in _names_read(tree)}
    # Who reads request.num_steps reads its sampling, and num_steps of that.
    for name, flat in FLAT_NAMES.items():
        if name in read:
            read |= {flat.part, flat.field}
    return {each for tree in trees for each in _fields_in(tree) if each.split(".")[1] not in read}


def _fields_in(tree: ast.Module) -> Iterable[str]:
    for kind in ast.walk(tree):
        if isinstance(kind, ast.ClassDef) and _is_value(kind):
            told = (each.target for each in kind.body if isinstance(each, ast.AnnAssign))
            yield from (f"{kind.name}.{target.id}" for target in told if isinstance(target, ast.Name))


def _is_value(kind: ast.ClassDef) -> bool:
    return any(mark in ast.unparse(each) for each in (*kind.decorator_list, *kind.bases) for mark in VALUES)


def _names_read(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield node.attr
    if isinstance(node, ast.MatchClass):
        yield from node.kwd_attrs
    checked = isinstance(node, ast.ClassDef) and _is_value(node)
    for child in ast.iter_child_nodes(node):
        if not (checked and isinstance(child, ast.FunctionDef) and child.name.startswith(CHECKS)):
            yield from _names_read(child)


@cache
def sources() -> tuple[str, ...]:
    """All code of the studio."""
    files = [each for package in ("pipeline", "presets", "ui") for each in (ROOT / package).rglob("*.py")]
    return tuple(each.read_text(encoding="utf-8") for each in (ROOT / "app.py", *files))


def test_every_field_is_read_somewhere() -> None:
    assert not {each for each in unread(sources()) if each not in BY_NAME and each.split(".")[0] not in BY_NAME}


def test_what_is_said_to_be_read_by_name_alone_is_there() -> None:
    fields = {each for source in sources() for each in _fields_in(ast.parse(source))}
    assert BY_NAME.keys() <= fields | {each.split(".")[0] for each in fields}


@pytest.mark.parametrize(
    ("reader", "dead"),
    [
        ("print(asked.width)", {"Asked.attention"}),
        ("match asked:\n    case Asked(attention=True): print(asked.width)", set()),
        ("asked.attention = asked.width", {"Asked.attention"}),
        ("Asked(width=1, attention=True)", {"Asked.width", "Asked.attention"}),
        ("print(asked.num_steps, asked.width, asked.attention)", set()),
    ],
)
def test_a_field_is_dead_until_something_reads_it(reader: str, dead: set[str]) -> None:
    value = (
        "@dataclass(frozen=True)\nclass Asked:\n    width: int\n    attention: bool = True\n"
        "    def __post_init__(self): check(self.width, self.attention)\n"
    )
    assert unread([value, reader]) == dead


def test_a_part_is_read_by_the_flat_names_of_its_values() -> None:
    value = "@dataclass(frozen=True)\nclass PhotoStart:\n    picture: Image\n    strength: float\n"
    assert unread([value, "show(request.photo)"]) == {"PhotoStart.strength"}
