"""The check of records against the rules of data quality."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from osteon.dictionary import entity
from osteon.errors import Problem, ProtocolError, RecordError, suggest
from osteon.quality.chart import Records, Registry, index_registry
from osteon.quality.finding import Flaw, QualityFinding
from osteon.quality.rule import QualityRule, Reads
from osteon.quality.rules import RULES
from osteon.quality.switch import Switches

_NONE: Switches = MappingProxyType({})


def check_quality(
    records: Records,
    *,
    data_cutoff: date,
    rules: Iterable[str] | None = None,
    switches: Mapping[str, Switches] | None = None,
) -> list[QualityFinding]:
    """Check records against the rules of data quality.

    Parameters
    ----------
    records : mapping of str to sequence of Row
        Flat rows by table, as the dictionary accepts them. A table that is not given has no rows.
    data_cutoff : date
        The last day of the data; the present day for a registry at work.
    rules : iterable of str, optional
        Codes of the rules to keep to; by default all. Rules that need more than the records have
        functions of their own and find nothing here.
    switches : mapping of str to mapping, optional
        Values of switches by the code of their rule, where they differ from the defaults.

    Returns
    -------
    list of QualityFinding
        By rule, patient, table and record; the same for rows in any order.

    Raises
    ------
    RecordError
        There is no such table.
    ProtocolError
        A rule or switch is unknown, or the value of a switch not permitted; all such at once.

    Notes
    -----
    Dates are compared with three answers: a rule fires only where every day that partial dates
    permit would break it. An estimated date counts as it is written; who is less sure writes fewer
    digits.

    Examples
    --------
    >>> tumour = {"id": "T1", "patient_id": "P1", "topography": "C17.2", "dx_date": "2020-05"}
    >>> chart = {
    ...     "patient": [{"patient_id": "P1", "sex": "F", "birth": "1950"}],
    ...     "tumour": [tumour],
    ... }
    >>> check_quality(chart, data_cutoff=date(2020, 4, 30), rules=["H-04"])[0].message
    'The date lies after the data cut-off.'
    """
    for table in records:
        entity(table)
    settled = _settle(_choose(rules), switches or {})
    registry = index_registry(records, data_cutoff)
    keys = {table: entity(table).key for table in records}
    findings = {
        rule.report(flaw, str(flaw.row.get(keys[flaw.table]) or ""))
        for rule, flaw in _find(registry, settled)
    }
    return sorted(findings)


def _find(
    registry: Registry, settled: list[tuple[QualityRule, Switches]]
) -> Iterator[tuple[QualityRule, Flaw]]:
    for rule, switches in settled:
        if rule.find_across is not None:
            for flaw in rule.find_across(registry, switches):
                yield rule, flaw
    finders = [(rule, rule.find, switches) for rule, switches in settled if rule.find is not None]
    for chart in registry.charts.values():
        for rule, find, switches in finders:
            for flaw in find(chart, switches):
                yield rule, flaw


def _choose(codes: Iterable[str] | None) -> list[QualityRule]:
    if codes is None:
        return list(RULES.values())
    chosen = list(codes)
    problems = [_unknown_rule("rules", code) for code in chosen if code not in RULES]
    if problems:
        raise ProtocolError("A rule of data quality is not known.", problems)
    return [RULES[code] for code in chosen]


def _settle(
    rules: list[QualityRule], switches: Mapping[str, Switches]
) -> list[tuple[QualityRule, Switches]]:
    problems = [_unknown_rule("switches", code) for code in switches if code not in RULES]
    for rule in RULES.values():
        problems.extend(rule.switch_problems(switches.get(rule.code, _NONE)))
    if problems:
        raise ProtocolError("The rules of data quality cannot be set so.", problems)
    return [(rule, rule.settle(switches.get(rule.code, _NONE))) for rule in rules]


def _unknown_rule(where: str, code: str) -> Problem:
    hint = suggest(code, list(RULES)) or "The manual lists all rules."
    return Problem(where, f"'{code}', no rule of this code", "a code such as H-15", hint)


def rules_for(used: Reads) -> tuple[QualityRule, ...]:
    """Return the rules that look at what a study uses.

    Parameters
    ----------
    used : mapping of str to collection of str
        Fields by table.

    Returns
    -------
    tuple of QualityRule
        Those that read at least one of the fields, in the order of their codes.

    Raises
    ------
    RecordError
        A table or field is not known; all such at once.

    Examples
    --------
    >>> [rule.code for rule in rules_for({"spine_assessment": ["escc"]})]
    ['H-02', 'H-23']
    """
    _check_fields(used)
    return tuple(rule for rule in RULES.values() if _touches(rule, used))


def _touches(rule: QualityRule, used: Reads) -> bool:
    return any(
        not set(fields).isdisjoint(used.get(table, ())) for table, fields in rule.reads.items()
    )


def _check_fields(used: Mapping[str, Collection[str]]) -> None:
    problems: list[Problem] = []
    for table, fields in used.items():
        try:
            known = entity(table)
        except RecordError as error:
            problems.extend(error.problems)
            continue
        for name in fields:
            if name not in known.by_name:
                hint = suggest(name, list(known.by_name))
                problems.append(
                    Problem(f"{table}.{name}", "no such field", f"a field of '{table}'", hint)
                )
    if problems:
        raise RecordError("A study uses what is not recorded.", problems)
