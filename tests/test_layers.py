"""
No module imports itself by way of others, not even for type checkers.

The order of packages and rooms is a contract of import-linter, see pyproject.toml and `make lint`.
"""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "sunbird_telemetry": ROOT / "schemas" / "sunbird_telemetry",
    "sunbird_mockserver": ROOT / "mockserver" / "sunbird_mockserver",
    "pytest_sunbird": ROOT / "pytest_sunbird",
}


def modules_of(package):
    """
    The files of *package* by the names of their modules.
    """
    folder = PACKAGES[package]
    names = {path: path.relative_to(folder.parent).with_suffix("") for path in folder.rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path for path, name in names.items()}


def imported_by(path, modules):
    """
    The *modules* that the file at *path* imports anywhere: at its top, in functions, in
    TYPE_CHECKING blocks.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in modules else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def circle_in(modules):
    """
    The first circle of imports among *modules*; empty if there is none.
    """
    graph = {
        name: {each for each in imported_by(path, modules) if each in modules and each != name}
        for name, path in modules.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


@pytest.mark.parametrize(
    "package",
    ["sunbird_telemetry", "sunbird_mockserver", "pytest_sunbird"],
)
def test_no_module_imports_itself_by_way_of_others(package):
    """
    Each module can be read after those that it imports.
    """
    assert [] == circle_in(modules_of(package))


@pytest.mark.parametrize(
    ("one", "other", "circle"),
    [
        ("import b", "", []),
        ("import b", "import a", ["a", "b", "a"]),
        ("from b import c", "def f():\n    import a", ["a", "b", "a"]),
        ("if TYPE_CHECKING:\n    import b", "from a import c", ["a", "b", "a"]),
    ],
)
def test_a_circle_is_found_wherever_its_imports_stand(tmp_path, one, other, circle):
    """
    Imports in functions and for type checkers close a circle, too.
    """
    modules = {"a": tmp_path / "a.py", "b": tmp_path / "b.py"}
    modules["a"].write_text(one, "utf-8")
    modules["b"].write_text(other, "utf-8")

    assert set(circle) == set(circle_in(modules))
