"""A protocol and a snapshot in, results and count tables out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import Any

import pyarrow as pa

from osteon import __version__
from osteon.cohort import LEAVE, STAY, Cohort, build_cohort
from osteon.concepts import CONCEPTS
from osteon.dictionary import DICTIONARY_VERSION
from osteon.errors import UserError
from osteon.protocol import SensitivityAnalysis, StudyProtocol
from osteon.snapshot import Snapshot
from osteon.study.answer import Answer
from osteon.study.conversion_ways import WAYS
from osteon.study.guards import acknowledge, guard_answer, guard_multiplicity, guard_question
from osteon.study.imputation import find_imputed_dates
from osteon.study.kinds import answer_one
from osteon.study.pictures import picture_labels
from osteon.study.populations import check_branches, describe_steps
from osteon.study.published import compare_with_published
from osteon.study.refusals import raise_refusals
from osteon.study.results import GuardFinding, StudyResults
from osteon.study.sensitivity import RunAgain, answer_sensitivity, rerun

LIBRARIES = ("duckdb", "ibis-framework", "numpy", "pyarrow", "scipy")


@dataclass(frozen=True, slots=True)
class StudyRun:
    """A study, answered: its results, and the count tables they rest on, by name."""

    results: StudyResults
    counts: Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Answered:
    """The analyses of a study that were answered, those refused, and the guards that fired."""

    answers: tuple[Answer, ...]
    findings: tuple[GuardFinding, ...]
    refusals: Mapping[str, UserError]


def run_study(
    protocol: StudyProtocol,
    snapshot: Snapshot,
    *,
    announce: Callable[[str], None] = lambda _: None,
    answered: Callable[[StudyResults], None] = lambda _: None,
) -> StudyRun:
    """Answer every analysis of a protocol from a snapshot.

    Parameters
    ----------
    protocol : StudyProtocol
        What is asked.
    snapshot : Snapshot
        Of what is recorded.
    announce : callable, optional
        Called with the title of each step before it begins.
    answered : callable, optional
        Called with what is known before any analysis is answered, and with each analysis as soon as
        it is, as results that hold no other.

    Returns
    -------
    StudyRun
        The same for the same protocol, snapshot and version: no clock and no chance take part.

    Raises
    ------
    StudyError
        The snapshot cannot answer the protocol, or guards refuse analyses: all of them at once.
    """
    announce("Cohort")
    cohort = build_cohort(protocol, snapshot)
    check_branches(protocol, cohort)
    described = describe_steps(protocol, cohort)
    opened = _open_results(protocol, snapshot, cohort)
    answered(opened)
    found = answer_analyses(
        protocol,
        snapshot,
        cohort,
        announce,
        run_again=partial(rerun, snapshot=snapshot, answer_one=answer_one),
        show=lambda answer: answered(_with_answers(opened, [answer])),
    )
    raise_refusals(found.refusals)
    answers = (*described, *found.answers)
    results = replace(
        _with_answers(opened, answers),
        warnings=found.findings,
        published=compare_with_published(protocol, found.answers),
    )
    provenance = {
        "protocol": protocol.digest,
        "snapshot": snapshot.digest,
        "osteon": __version__,
    }
    counts = {
        name: _with_provenance(table, {**provenance, "table": name})
        for answer in answers
        for name, table in answer.counts.items()
    }
    return StudyRun(results, counts)


def answer_analyses(
    protocol: StudyProtocol,
    snapshot: Snapshot,
    cohort: Cohort,
    announce: Callable[[str], None],
    *,
    run_again: RunAgain,
    show: Callable[[Answer], None] = lambda _: None,
) -> Answered:
    """Answer what can be answered, collect what is refused, and let every guard look.

    `run_again` gives the numbers of analyses under other choices; `show` is called with each answer
    and the guards that fired on it.
    """
    answers: list[Answer] = []
    refusals: dict[str, UserError] = {}
    findings = list(find_imputed_dates(protocol, snapshot))
    for name, analysis in protocol.analysis.items():
        announce(analysis.title)
        findings += guard_question(name, analysis, protocol, cohort)
        try:
            answer = _answer(name, protocol, cohort, answers, run_again)
        except UserError as error:
            refusals[name] = error
            continue
        answers.append(answer)
        if isinstance(analysis, SensitivityAnalysis):
            continue
        findings += answer.findings
        findings += guard_answer(name, protocol, cohort, answer)
        fired = tuple(finding for finding in findings if finding.analysis == name)
        show(replace(answer, findings=fired))
    findings += guard_multiplicity(protocol, _asked_once(answers))
    answered = [answer.result.id for answer in answers]
    return Answered(tuple(answers), acknowledge(findings, protocol, answered), refusals)


def _asked_once(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers without those that give numbers of others again."""
    return [answer for answer in answers if answer.result.kind != "sensitivity"]


def _answer(
    name: str,
    protocol: StudyProtocol,
    cohort: Cohort,
    answers: Sequence[Answer],
    run_again: RunAgain,
) -> Answer:
    """Answer an analysis; where it asks for numbers of others, from their answers."""
    analysis = protocol.analysis[name]
    if isinstance(analysis, SensitivityAnalysis):
        return answer_sensitivity(name, analysis, protocol, answers=answers, run_again=run_again)
    return answer_one(name, analysis, protocol, cohort)


def _open_results(protocol: StudyProtocol, snapshot: Snapshot, cohort: Cohort) -> StudyResults:
    """Return the results of a study before anything is answered: who is in it, and the words."""
    return StudyResults(
        study=_describe_study(protocol),
        snapshot=_describe_snapshot(snapshot),
        versions=_versions(protocol),
        time_unit=protocol.settings.time_unit,
        labels=_labels(protocol, cohort),
        attrition=cohort.attrition,
        branches=cohort.branches,
        analyses=(),
        cells=(),
    )


def _with_answers(opened: StudyResults, answers: Sequence[Answer]) -> StudyResults:
    """Return results that hold these answers, with the guards that fired on them."""
    return replace(
        opened,
        analyses=tuple(answer.result for answer in answers),
        cells=tuple(cell for answer in answers for cell in answer.cells),
        curves=tuple(curve for answer in answers for curve in answer.curves),
        warnings=tuple(finding for answer in answers for finding in answer.findings),
    )


def _describe_study(protocol: StudyProtocol) -> dict[str, str]:
    return {
        "id": protocol.id,
        "title": protocol.title,
        "question": protocol.question,
        "source": protocol.source,
        "unit": protocol.unit,
        "protocol_digest": protocol.digest,
    }


def _describe_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "digest": snapshot.digest,
        "data_cutoff": snapshot.data_cutoff.isoformat(),
        "source": snapshot.manifest.source,
        "rows": {name: table.rows for name, table in snapshot.manifest.tables.items()},
    }


def _labels(protocol: StudyProtocol, cohort: Cohort) -> dict[str, dict[str, str]]:
    """Return the printed words of everything that cells name by id."""
    labels = {
        "population": {name: p.title for name, p in protocol.population.items()},
        "variable": {name: v.label for name, v in cohort.variables.items()},
        "endpoint": {name: e.title for name, e in protocol.endpoint.items()},
        "cause": dict(WAYS),
        "group": {STAY: "Stayed", LEAVE: "Left"},
    }
    for name, variable in cohort.variables.items():
        labels[f"level:{name}"] = {**variable.levels, "missing": "Missing"}
    for kind, words in picture_labels(protocol).items():
        labels[kind] = {**words, **labels.get(kind, {})}
    return labels


def _versions(protocol: StudyProtocol) -> dict[str, str]:
    """Return what has a version of its own: program, dictionary, concepts asked for, libraries."""
    named = {variable.concept for variable in protocol.variables.values() if variable.concept}
    concepts = {f"{name}@{CONCEPTS[name].version}" for name in named}
    return {
        "osteon": __version__,
        "dictionary": str(DICTIONARY_VERSION),
        **({"concepts": ", ".join(sorted(concepts))} if concepts else {}),
        "engine": "DuckDB",
        **{name: version(name) for name in LIBRARIES},
    }


def _with_provenance(table: pa.Table, provenance: Mapping[str, str]) -> pa.Table:
    return table.replace_schema_metadata({f"osteon.{k}": v for k, v in provenance.items()})
