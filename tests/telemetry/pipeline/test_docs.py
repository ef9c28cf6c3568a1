"""
docs/pipeline.md says what the code does.
"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from sunbird_telemetry.pipeline import PipelineSettings

PAGE = (Path(__file__).parents[3] / "docs" / "pipeline.md").read_text("utf-8")


@pytest.mark.parametrize("field", fields(PipelineSettings), ids=lambda field: field.name)
def test_every_setting_is_documented(field):
    """
    A setting that the page does not mention does not exist.
    """
    assert f"| `{field.name}` |" in PAGE


def test_the_example_runs():
    """
    What the page shows is true.
    """
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)

    exec(example, {})  # noqa: S102 - the page is ours
