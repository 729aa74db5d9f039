"""The rules of the house that no linter knows."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("kit", "identity", "registry", "booking", "web", "bench", "tests", "migrations")
FILES = [
    path
    for package in PACKAGES
    for path in sorted(Path(package).rglob("*.py"))
    if "versions" not in path.parts
]
ROOM = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_file_has_two_subjects(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_function_is_too_long_to_read_at_once(path: Path) -> None:
    long = [
        f"{node.name}: {_own_lines(node)}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _own_lines(node) > 45
    ]
    assert long == []


def test_only_the_database_module_commits() -> None:
    committing = {str(path) for path, call in _calls() if call in {"commit", "rollback"}}
    assert committing <= {"kit/db.py", "migrations/env.py"}


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    pattern = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    asking = {str(path) for path in FILES if pattern.search(path.read_text(encoding="utf-8"))}
    assert asking <= {"kit/clock.py", "tests/project/test_house_rules.py"}


@pytest.mark.parametrize("package", ["kit", "identity", "registry", "booking"])
def test_each_package_lists_its_files_in_reading_order(package: str) -> None:
    told = re.findall(r"^- `(\w+)`:", Path(package, "__init__.py").read_text(encoding="utf-8"), re.MULTILINE)
    there = {path.stem for path in Path(package).iterdir() if path.suffix == ".py" or _is_room(path)}
    assert set(told) == there - {"__init__"}


def test_every_list_that_turns_forwards_turns_back() -> None:
    turning = re.compile(r"m\.pager\(.*\bnext=")
    for path in Path("web/templates").rglob("*.html"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not turning.search(line) or "previous=" in line, path


def test_nothing_committed_names_a_registry_or_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True, cwd=ROOM)
    forbidden = re.compile(r"pypi\.org|files\.pythonhosted|registry\.npmjs|/opt/(pypi|wheels)|/work/main")
    names = [
        name
        for name in listed.stdout.split("\0")
        if name and (ROOM / name).is_file() and name != "tests/project/test_house_rules.py"
    ]
    assert "uv.lock" not in names
    assert "pylock.toml" not in names
    found = [name for name in names if forbidden.search((ROOM / name).read_text("utf-8", "ignore"))]
    assert found == []


def _own_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    docstring = ast.get_docstring(node, clean=False)
    return (node.end_lineno or node.lineno) - node.lineno + 1 - len((docstring or "").splitlines())


def _calls() -> Iterator[tuple[Path, str]]:
    for path in FILES:
        if path.parts[0] in {"tests", "bench"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield path, node.func.attr


def _is_room(path: Path) -> bool:
    return path.is_dir() and (path / "__init__.py").exists()
