"""The page of the manual that lists every rule of the worklist."""

from collections.abc import Iterator

from osteon.worklist.find import AHEAD_DAYS
from osteon.worklist.gap import DISCLAIMER, NOT_SIGNED_OFF
from osteon.worklist.rule import CareGapRule
from osteon.worklist.rules import RULES

_SHOWN_TABLES = 12
_HEAD = f"""# Rules of the worklist

{DISCLAIMER}

A rule says what makes something due for a patient, when it is due, and which rows close the gap. A
line names the rule, the patient, the reason and the rows that it rests on, never a value. It shows

- **overdue** where the gap is certainly open and its day has certainly passed,
- **possibly due** where partial dates or missing values leave that open,
- **due** where it is certainly open, and due today or within {AHEAD_DAYS} days.

Lines stand in this order; in each state first what bears on safety, then care, then the record; of
these what waits longest first. What is for audit only comes last.

A partial date is any of the days that it permits, up to the day of the list; one that is not known
is any day up to then, the day of a plan any day at all. Rows that certainly happened after that day
are not looked at. What closes a gap closes it however late, unless the rule says in which days.
Patients who have died, and those who withdrew from the registry with the scope `block_all` or
`delete`, have gaps of consent only.

## Thresholds of a centre

Every limit is a threshold that a centre may set, or the centre leaves a rule out. Somebody has to
stand for them: a file without a name and a day is refused, and lines of a centre without one carry
the mark *{NOT_SIGNED_OFF}*.

```toml
[centre.C01]
signed_off_by = "NET tumour board"
signed_off_on = 2026-03-01
rules_off = ["CG-30"]

[centre.C01.rule.CG-18]
g1_stable_months = 9
```

    osteon worklist snapshots/2026 --as-of 2026-11-22 --thresholds thresholds.toml

## All rules
"""


def render_manual() -> str:
    """Return the page in Markdown."""
    overview = ["| rule | gap | concern | source |", "|---|---|---|---|"]
    overview += [_overview_row(rule) for rule in RULES.values()]
    parts = [_HEAD, "\n".join([*overview, ""])]
    parts.extend("\n".join([*_lines(rule), ""]) for rule in RULES.values())
    return "\n".join(parts)


def _overview_row(rule: CareGapRule) -> str:
    link = f"[{rule.code}](#{rule.code.lower()})"
    return f"| {link} | {rule.title} | {rule.concern.value} | {rule.source_kind.value} |"


def _lines(rule: CareGapRule) -> Iterator[str]:
    yield from (f"### {rule.code}", "", f"**{rule.title}.**", "")
    if rule.is_audit:
        yield from ("Shown in retrospect only, after all others.", "")
    text = rule.settle()
    yield f"- *Trigger.* {text.trigger}"
    yield f"- *Due.* {text.due}"
    yield f"- *Closed by.* {text.closes}"
    yield f"- *Source* ({text.source_kind}). {text.source}"
    yield from ("", _render_reads(rule))
    if rule.thresholds:
        yield from ("", "| threshold | default | what it limits | source |", "|---|---|---|---|")
        for one in rule.thresholds:
            yield f"| `{one.name}` | `{one.default}` | {one.help} | {one.source.value} |"


def _render_reads(rule: CareGapRule) -> str:
    if len(rule.reads) > _SHOWN_TABLES:
        return "Reads every table that dates what happened."
    tables = (f"`{table}` ({', '.join(fields)})" for table, fields in rule.reads.items())
    return f"Reads {', '.join(tables)}."
