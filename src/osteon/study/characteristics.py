"""Table 1: variables by population, with tests between disjoint populations."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, CohortVariable, count_members, count_overlap, count_values
from osteon.errors import Problem, StudyError
from osteon.protocol import Characteristics, StudyProtocol, is_part_of, name_the_rest
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters, percent_rule, widen_intervals
from osteon.study.comparison import RULE, compare, tabulate
from osteon.study.differences import RULE as DIFFERENCE_RULE
from osteon.study.differences import compare_shares
from osteon.study.number_comparison import RULES, compare_numbers
from osteon.study.results import Cell
from osteon.study.standardised import RULE as STANDARDISED_RULE
from osteon.study.standardised import standardised_difference
from osteon.study.summaries import printed_levels, summarise, summary_rules


def answer_characteristics(
    name: str, analysis: Characteristics, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``characteristics``."""
    _check_apart(name, analysis, protocol, cohort)
    populations = list(dict.fromkeys([*analysis.populations, *analysis.compare]))
    conf_level = protocol.settings.conf_level
    cells = _population_sizes(name, analysis, cohort)
    clustered = guard_clusters(name, protocol, cohort, analysis.populations[0])
    counts: dict[str, pa.Table] = {}
    described = [cohort.variables[variable] for variable in analysis.variables]
    for own in described:
        table = count_values(cohort, populations, own.name)
        counts[f"{name}.{own.name}"] = table
        levels = printed_levels(own, table)
        for population in analysis.populations:
            inside = table.filter(pc.equal(table["group"], population))
            found = summarise(CellKeys(name, population), own, inside, levels, conf_level)
            if clustered and own.kind != "number":
                found = widen_intervals(found, cohort, population, own.name)
            cells += found
        if analysis.compare:
            cells += _compared(name, analysis, protocol, own, table)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=analysis.populations,
            rows=analysis.variables,
            methods=(
                *summary_rules(described, percent_rule(clustered)),
                *_rules_of_comparison(analysis, protocol, described),
            ),
            settings={"compare": list(analysis.compare), "numeric_test": analysis.numeric_test},
            counts=tuple(counts),
        ),
        cells=tuple(cells),
        counts=counts,
        findings=clustered,
    )


def _compared(
    name: str,
    analysis: Characteristics,
    protocol: StudyProtocol,
    described: CohortVariable,
    table: pa.Table,
) -> list[Cell]:
    """Return the tests of a variable between the populations, and how far apart they are."""
    conf_level = protocol.settings.conf_level
    titles = {population: protocol.population[population].title for population in analysis.compare}
    compared = pc.is_in(table["group"], pa.array(list(titles)))
    n_missing = pc.sum(table.filter(pc.and_(compared, pc.is_null(table["value"])))["n"]).as_py()
    keys = CellKeys(name, variable=described.name, n_missing=n_missing or 0)
    group_keys = replace(keys, group=" vs ".join(analysis.compare))
    cells: list[Cell] = []
    if described.kind == "number":
        cells += compare_numbers(
            keys,
            table,
            analysis.compare,
            described,
            test=analysis.numeric_test,
            conf_level=conf_level,
        )
    else:
        cross = tabulate(table, titles, described, column="value")
        cells += compare(group_keys, described.label, cross, conf_level)
        cells += compare_shares(
            keys, table, analysis.compare, described, column="value", conf_level=conf_level
        )
    if analysis.standardised_differences:
        cells.append(standardised_difference(group_keys, table, analysis.compare, described))
    return cells


def _population_sizes(name: str, analysis: Characteristics, cohort: Cohort) -> list[Cell]:
    return [
        CellKeys(name, population).write("n", count_members(cohort, population))
        for population in analysis.populations
    ]


def _rules_of_comparison(
    analysis: Characteristics, protocol: StudyProtocol, described: Sequence[CohortVariable]
) -> Iterator[str]:
    """Yield the sentences on who is compared, and on tests of the kinds of variables there are."""
    is_number = {variable.kind == "number" for variable in described}
    if analysis.compare:
        first, *others = (f"'{protocol.population[name].title}'" for name in analysis.compare)
        compared = f"Tests compare {first} with {' and '.join(others)}, who share no patient."
        yield f"{compared} {RULE}" if False in is_number else compared
        if False in is_number:
            yield DIFFERENCE_RULE
        if True in is_number:
            yield RULES[analysis.numeric_test]
    if analysis.standardised_differences:
        yield STANDARDISED_RULE


def _check_apart(
    name: str, analysis: Characteristics, protocol: StudyProtocol, cohort: Cohort
) -> None:
    """Refuse to test populations that share patients, however they came to."""
    problems = []
    for left, right in combinations(analysis.compare, 2):
        shared = count_overlap(cohort, left, right)
        if not shared:
            continue
        hint = "Compare populations of which one is declared `without` the other."
        if is_part_of(protocol.population, left, right):
            hint = name_the_rest(protocol.population, left, right)
        problems.append(
            Problem(
                where=f"analysis.{name}.compare",
                found=f"OVERLAP-01: '{left}' and '{right}' share {shared} patients",
                permitted="populations that share no patient",
                hint=hint,
            )
        )
    if problems:
        raise StudyError("Overlapping groups are not tested against each other.", problems)
