"""
The measures that keep the code a house which newcomers can live in: docs/architecture.md.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("schemas/sunbird_telemetry", "mockserver/sunbird_mockserver", "pytest_sunbird")
#: `Event` and `Delivery` return each other, so they share one module.
LONG = {"pytest_sunbird/records/views.py"}
HEADLESS = re.compile(r"(What|Whether|Who|Whose|Where|How|Why|Which|When)\b")


def modules(folder, pattern="**/*.py"):
    return [
        path for path in sorted((ROOT / folder).glob(pattern)) if "__pycache__" not in path.parts
    ]


def test_a_docstring_begins_with_a_noun_or_an_imperative():
    """
    A first line that begins with What or Whether makes the reader supply the noun.
    """
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = [
        (path.relative_to(ROOT).as_posix(), ast.get_docstring(node) or "")
        for package in PACKAGES
        for path in modules(package)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, kinds)
    ]

    assert [] == [(path, text) for path, text in texts if HEADLESS.match(text)]


def test_no_module_is_long():
    """
    A module has at most 350 lines.
    """
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for package in PACKAGES
        for path in modules(package)
    }

    assert LONG == {path for path, length in lengths.items() if length > 350}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_room_has_few_modules(package):
    """
    At most 8 modules lie flat in a package, and at most 14 in a room, front doors apart.
    """
    rooms = {path.parent for path in modules(package)}
    counts = {
        room.relative_to(ROOT).as_posix(): sum(
            not each.name.startswith("__") for each in modules(room, "*.py")
        )
        for room in rooms
    }

    assert counts.pop(package) <= 8
    assert {} == {room: count for room, count in counts.items() if count > 14}
