"""
Who may import whom: sunbird_telemetry <- sunbird_mockserver <- pytest_sunbird.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "sunbird_telemetry": ROOT / "schemas" / "sunbird_telemetry",
    "sunbird_mockserver": ROOT / "mockserver" / "sunbird_mockserver",
    "pytest_sunbird": ROOT / "pytest_sunbird",
}
FORBIDDEN = {
    "sunbird_telemetry": {"sunbird_mockserver", "pytest_sunbird", "pytest", "werkzeug", "granian"},
    "sunbird_mockserver": {"pytest_sunbird", "pytest"},
    "pytest_sunbird": set(),
}


def imported_by(package):
    for path in PACKAGES[package].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in getattr(node, "names", ())]
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from ((name.partition(".")[0], path) for name in names)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_imports_one_above_it(package):
    """
    The specification knows no server, and the server knows no pytest.
    """
    wrong = [(name, path.name) for name, path in imported_by(package) if name in FORBIDDEN[package]]

    assert [] == wrong
