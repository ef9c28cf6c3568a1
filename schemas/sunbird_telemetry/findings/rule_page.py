"""
The page of a rule for `sunbird-mock explain`.
"""

from __future__ import annotations

import json
import re
from textwrap import fill, wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sunbird_telemetry.findings.rule import Rule

__all__ = ["page", "sentence"]

_WIDTH = 100
_MARGIN = " " * 12
_FACT = re.compile(r"\{(\w+)\}")


def sentence(rule: Rule) -> str:
    """
    Return the message of *rule*, with the names of facts in place of the facts.
    """
    return _FACT.sub(r"<\1>", rule.message)


def page(rule: Rule) -> str:
    """
    Return the page about *rule*.
    """
    certainty = "certain" if rule.certain else "our judgement"
    parts = {
        "Why": rule.why,
        "Remedy": rule.remedy,
        "Wrong": _json(rule.wrong),
        "Right": _json(rule.right),
        "Evidence": f"{rule.evidence} ({certainty})",
    }

    return "\n".join(
        (
            f"{rule.id} {rule.name} ({rule.level.name.lower()}, {rule.scope})",
            "",
            fill(sentence(rule), _WIDTH, initial_indent="  ", subsequent_indent="  "),
            "",
            *(_part(f"{name}:", text) for name, text in parts.items()),
        )
    )


def _part(name: str, text: str) -> str:
    lines = text.split("\n") if "\n" in text else wrap(text, _WIDTH - len(_MARGIN))

    return f"  {name:<10}" + f"\n{_MARGIN}".join(lines)


def _json(example: Any) -> str:
    text = json.dumps(example, ensure_ascii=False)
    if len(text) > _WIDTH and isinstance(example, list):
        text = (
            "[\n"
            + ",\n".join(f"  {json.dumps(each, ensure_ascii=False)}" for each in example)
            + "\n]"
        )

    return f"{text}  (null: left out)" if "null" in text else text
