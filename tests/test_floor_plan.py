"""Imports run downwards only: the table in CONTRIBUTING.md is the law."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "newsclf"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
FORBIDDEN_TO_SCORING = {"sklearn", "scipy", "pandas", "jieba", "joblib"}
TRAINING_SIDE = {
    "search",
    "settings",
    *("estimator", "calibration", "folds", "sampling", "targets", "cooccurrence", "vocabulary", "extraction", "projection"),
    *("columns", "design", "blocks", "linear", "sorting", "duplicates", "alike", "inspection", "hierarchy", "leaks", "pruning"),
    *("fitting", "bayes", "semisupervised", "unlabelled", "seeds"),
    *("near_copies", "suggestion", "audit", "usefulness", "drift", "drift_counts"),
}


def rows() -> dict[str, int]:
    plan = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("| row | modules |")[1].split("\n\n")[0]
    found = re.findall(r"^\| (\d+) \| (.*) \|$", plan, re.MULTILINE)
    return {module.strip("` "): int(row) for row, modules in found for module in modules.split(",")}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, str]]:
    """What a file imports: the top package, and the room of newsclf (or an empty string)."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name.split(".")[0], "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            found.append((parts[0], parts[1] if parts[0] == "newsclf" and len(parts) > 1 else ""))
    return found


def test_every_module_has_a_place_in_the_plan():
    assert {room(path) for path in FILES} == set(rows())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_from_its_own_row_or_below(path):
    plan, here = rows(), room(path)
    for package, there in imports(path):
        if package == "newsclf" and there:
            assert plan[there] <= plan[here], f"{here} imports {there}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_imported_inside_a_function(path):
    tree = ast.parse(path.read_text("utf-8"))
    inside = [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_no_module_imports_itself_in_a_circle():
    graph = {room(path): set() for path in FILES}
    for path in FILES:
        graph[room(path)] |= {there for package, there in imports(path) if package == "newsclf" and there} - {room(path)}

    def reachable(start: str) -> set[str]:
        seen, queue = set(), list(graph[start])
        while queue:
            here = queue.pop()
            if here not in seen:
                seen.add(here)
                queue += graph.get(here, ())
        return seen

    assert [name for name in graph if name in reachable(name)] == []


def test_scoring_never_reaches_the_training_side():
    plan = rows()
    below = {name for name, row in plan.items() if row <= plan["page"]} - TRAINING_SIDE
    for path in FILES:
        if room(path) in below:
            packages = {package for package, _ in imports(path)}
            rooms = {there for _, there in imports(path)}
            assert not packages & FORBIDDEN_TO_SCORING, path
            assert not rooms & TRAINING_SIDE, path
