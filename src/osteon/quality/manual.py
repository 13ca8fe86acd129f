"""The page of the manual that lists every rule of data quality."""

from collections.abc import Iterator

from osteon.quality.finding import Severity
from osteon.quality.rule import QualityRule
from osteon.quality.rules import RULES
from osteon.quality.switch import SwitchValue

_HEAD = """# Rules of data quality

A rule compares what was recorded with what can be. A **hard** finding means that the record cannot
be locked or analysed until it is settled; a **warning** is a question to whoever keeps the record.
A finding names the rule, the patient, the table, the record and the fields, never a value.

Dates are compared with three answers. A rule fires only where every day that partial dates permit
would break it; where a value is not known, rules stay silent unless the value itself is asked for.

The scope says how much has to be seen: one *record*, all rows of a *patient*, the whole *registry*,
or, for a *study*, more than the records; such a rule names the function of `osteon.quality` that
asks what it needs. Thresholds are switches; set them by the code of the rule.
"""
_SHOWN_TABLES = 12


def render_manual() -> str:
    """Return the page in Markdown."""
    parts = [_HEAD]
    for severity, title in ((Severity.HARD, "Hard errors"), (Severity.WARNING, "Warnings")):
        rules = [rule for rule in RULES.values() if rule.severity is severity]
        overview = ["| rule | says | scope |", "|---|---|---|"]
        overview += [
            f"| [{r.code}](#{r.code.lower()}) | {r.title} | {r.scope.value} |" for r in rules
        ]
        parts.append("\n".join([f"## {title}", "", *overview, ""]))
        parts.extend("\n".join([*_lines(rule), ""]) for rule in rules)
    return "\n".join(parts)


def _lines(rule: QualityRule) -> Iterator[str]:
    yield f"### {rule.code}"
    yield ""
    yield f"**{rule.title}.** {rule.help}"
    yield ""
    yield f"Scope: {rule.scope.value}. {_render_reads(rule)}"
    if rule.interface:
        record_part = " The rest is found with the records." if rule.find is not None else ""
        yield f"Asked by `{rule.interface}`.{record_part}"
    if rule.declared_switches:
        yield from ("", "| switch | default | what it limits | source |", "|---|---|---|---|")
        for switch in rule.declared_switches:
            default = _render_default(switch.default)
            yield f"| `{switch.name}` | {default} | {switch.help} | {switch.source.value} |"


def _render_reads(rule: QualityRule) -> str:
    if len(rule.reads) > _SHOWN_TABLES:
        return "Reads every table."
    tables = [
        f"`{table}` ({', '.join(fields)})" if fields else f"`{table}`"
        for table, fields in rule.reads.items()
    ]
    return f"Reads {', '.join(tables)}." if tables else "Reads no records."


def _render_default(default: SwitchValue) -> str:
    values = default if isinstance(default, tuple) else (default,)
    return ", ".join(f"`{value}`" for value in values)
