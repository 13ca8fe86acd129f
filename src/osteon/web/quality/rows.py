"""What the pages of data quality show: rules with their counts, findings with their links."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from osteon.dictionary import entity
from osteon.quality import RULES, QualityRule, Scope, Severity
from osteon.registry.policies import Actor, Permission
from osteon.registry.reading import FlawLine
from osteon.registry.states import QueryState
from osteon.web.labels import label_of
from osteon.web.links import patient_address, record_address
from osteon.web.words import LimitWords, render_limit

SOURCE = "Osteon, rules of data quality"
STATES = tuple(state.value for state in QueryState)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings are open, answered and accepted."""

    open: int
    answered: int
    accepted: int

    @classmethod
    def of(cls, counted: Counter[str]) -> "Counts":
        """Return what was counted by the state of queries."""
        return cls(*(counted[state] for state in STATES))


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule of data quality says on a page."""

    code: str
    title: str
    help: str
    severity: str
    scope: str
    limits: tuple[LimitWords, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with how often it found something."""

    rule: QualityRule
    title: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a page shows it, and what the reader may do about it."""

    line: FlawLine
    title: str
    message: str
    question: str
    table: str
    fields: tuple[str, ...]
    state: str
    patient: str
    record: str
    may_ask: bool
    may_answer: bool
    may_accept: bool


def rule_rows(counts: Mapping[str, Counter[str]]) -> list[RuleRow]:
    """Return every rule, hard errors first."""
    return [
        RuleRow(rule, _(rule.title), Counts.of(counts.get(code, Counter())))
        for code, rule in RULES.items()
    ]


def rule_words(rule: QualityRule) -> RuleWords:
    """Return what a rule says, and what its limits mean."""
    is_hard = rule.severity is Severity.HARD
    return RuleWords(
        code=rule.code,
        title=_(rule.title),
        help=_(rule.help),
        severity=_("error") if is_hard else _("question"),
        scope=scope_words()[rule.scope],
        limits=tuple(map(render_limit, rule.declared_switches)),
    )


def scope_words() -> dict[Scope, str]:
    """Return how much a rule has to see, in words."""
    return {
        Scope.RECORD: _("one record"),
        Scope.PATIENT: _("one patient"),
        Scope.REGISTRY: _("all patients"),
        Scope.STUDY: _("a study"),
    }


def finding_rows(lines: Iterable[FlawLine], by: Actor) -> Iterator[FindingRow]:
    """Yield findings with their links."""
    for line in lines:
        is_open = line.state == QueryState.RAISED.value
        asks = by.may(Permission.ASK, line.centre_id)
        table = entity(line.entity)
        yield FindingRow(
            line=line,
            title=_(RULES[line.rule].title),
            message=_(line.message),
            question="" if line.question == line.message else line.question,
            table=_(table.title),
            fields=tuple(
                _(label_of(table.field(name))) for name in line.fields if name in table.by_name
            ),
            state=state_words(line),
            patient=patient_address(line.patient_id),
            record=record_address(line.entity, line.record_id),
            may_ask=asks and line.query is None and bool(line.record_id),
            may_answer=is_open and line.query is not None
            and by.may(Permission.ANSWER, line.centre_id),
            may_accept=asks and line.state != QueryState.CLOSED.value and bool(line.record_id),
        )  # fmt: skip


def state_words(line: FlawLine) -> str:
    """Return what has become of a finding."""
    if line.query is None:
        return _("open")
    return {
        QueryState.RAISED.value: _("open, asked"),
        QueryState.ANSWERED.value: _("answered"),
        QueryState.CLOSED.value: _("accepted"),
    }[line.state]
