"""A protocol as the text that a person would have written."""

import json
from collections.abc import Mapping
from typing import Any

SECTIONS = ("date", "variable", "population", "endpoint", "analysis")


def render_toml(protocol: Mapping[str, Any]) -> str:
    """Return a protocol as TOML, one table a declaration."""
    lines = [f"{key} = {_value(v)}" for key, v in protocol.items() if key not in SECTIONS]
    for section in SECTIONS:
        for name, declaration in protocol.get(section, {}).items():
            lines += ["", f"[{section}.{name}]"]
            lines += [f"{key} = {_value(value)}" for key, value in declaration.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(v)}" for key, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
