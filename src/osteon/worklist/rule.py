"""What a rule of the worklist is: its declaration, and what it yields."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from osteon.dictionary import Source
from osteon.errors import Problem, suggest
from osteon.quality import Reads, Row, Switch, Switches, SwitchValue
from osteon.worklist.certainty import Answer, Days, earliest
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, Marked
from osteon.worklist.language import ENGLISH, Language


@dataclass(frozen=True, slots=True)
class Opening:
    """Something due that no row certainly closes.

    Parameters
    ----------
    rows : tuple of (str, Row)
        The rows that it follows from, each with its table.
    due : Days
        When it was or will be due.
    reason : str
        A sentence. It never contains a value.
    is_certain : bool
        Whether it certainly applies and certainly is not closed.
    """

    rows: tuple[tuple[str, Row], ...]
    due: Days
    reason: str
    is_certain: bool


class RuleText(NamedTuple):
    """What a rule says, with the thresholds that hold.

    Parameters
    ----------
    code, title, trigger, due, closes, source, source_kind : str
        As in `CareGapRule`, the numbers in their places.
    """

    code: str
    title: str
    trigger: str
    due: str
    closes: str
    source: str
    source_kind: str


Find = Callable[[History, Switches], Iterator[Opening]]


@dataclass(frozen=True)
class CareGapRule:
    """A rule that says what is due for a patient, and what closes it.

    Parameters
    ----------
    code : str
        Its stable name, ``CG-`` and a number.
    title : str
        The gap in a line.
    concern : Concern
        What the gap bears on.
    trigger, due, closes : str
        In words: what makes something due, when, and what closes the gap. Thresholds stand as
        their names in braces.
    source : str
        What the rule rests on.
    source_kind : Source
        Whether that was read, is from memory, or is a decision of this registry.
    reads : mapping of str to collection of str
        The fields it looks at, by table; keys of records are not listed.
    find : callable
        Yields what is open in the history of one patient.
    thresholds : tuple of Switch
        Its limits, which a centre may set otherwise.
    is_audit : bool
        Whether it is shown in retrospect only.
    is_about_consent : bool
        Whether it holds after death, and where the patient's records may no longer be used.
    """

    code: str
    title: str
    concern: Concern
    trigger: str
    due: str
    closes: str
    source: str
    source_kind: Source
    reads: Reads = field(repr=False)
    find: Find = field(repr=False)
    thresholds: tuple[Switch, ...] = ()
    is_audit: bool = False
    is_about_consent: bool = False

    @property
    def defaults(self) -> Mapping[str, SwitchValue]:
        """The thresholds by name, as they are where a centre says nothing."""
        return MappingProxyType({one.name: one.default for one in self.thresholds})

    def settle(
        self, limits: Switches = MappingProxyType({}), language: Language = ENGLISH
    ) -> RuleText:
        """Return what the rule says with the thresholds that hold, else with its defaults."""
        given = {
            name: language.number(value) if isinstance(value, int | float) else value
            for name, value in {**self.defaults, **limits}.items()
        }
        return RuleText(
            self.code,
            language.text(self.title),
            language.text(self.trigger).format_map(given),
            language.text(self.due).format_map(given),
            language.text(self.closes).format_map(given),
            language.text(self.source),
            language.text(self.source_kind.value),
        )

    def threshold_problems(self, where: str, given: object) -> Iterator[Problem]:
        """Yield what is wrong with thresholds: unknown names, values that are not permitted."""
        if not isinstance(given, Mapping):
            yield Problem(where, "no table", "thresholds by name")
            return
        known = {one.name: one for one in self.thresholds}
        for name, value in given.items():
            if name not in known:
                permitted = ", ".join(known) or "nothing; the rule has no thresholds"
                hint = suggest(name, list(known))
                yield Problem(f"{where}.{name}", "no threshold of this name", permitted, hint)
            elif not known[name].accepts(value):
                yield Problem(f"{where}.{name}", repr(value), known[name].words)


def open_gap(
    marked: Marked, due: Days, reason: str, *, applies: Answer = True, closed: Answer = False
) -> Iterator[Opening]:
    """Yield an opening unless it certainly does not apply or certainly is closed."""
    if applies is False or closed is True:
        return
    is_certain = applies is True and closed is False
    yield Opening(marked.rows, due, reason, is_certain)


def merge_openings(openings: Iterable[Opening]) -> Iterator[Opening]:
    """Yield one opening for those of the same reason, due when the first of them is.

    Where some are certain, the others only add their rows.
    """
    by_reason: dict[str, list[Opening]] = {}
    for opening in openings:
        by_reason.setdefault(opening.reason, []).append(opening)
    for reason, group in by_reason.items():
        telling = [one for one in group if one.is_certain] or group
        rows = {(table, row["id"]): (table, row) for one in group for table, row in one.rows}
        due = earliest(one.due for one in telling)
        yield Opening(tuple(rows.values()), due, reason, telling[0].is_certain)
