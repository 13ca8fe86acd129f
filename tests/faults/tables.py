"""Faults of tables, tests and reasons."""

from collections.abc import Callable, Mapping
from typing import Any

from faults.pair import Chance, Pair, pick, settings, times
from faults.parts import write_protocol

ANYBODY = ("everybody", "men", "women", "older")
NESTED = (("men", "everybody"), ("women", "everybody"), ("with_bone", "everybody"),
          ("men_with_bone", "with_bone"), ("men_with_bone", "everybody"),
          ("older", "everybody"))  # fmt: skip
APART = (("men", "women"), ("with_bone", "without_bone"))
CLAIMS = ("Bone metastasis is independent of {}", "No difference in {}",
          "{}: not associated with bone metastasis", "Found regardless of {}")  # fmt: skip
NEUTRAL = ("{} of patients with bone metastasis", "{}", "How {} is distributed")
WHERE_REGIONS_ARE_RARE = (
    *(("everybody", group) for group in ("sex", "age_group", "evidence")),
    *(
        (population, group)
        for population in ("men", "women")
        for group in ("age_group", "evidence")
    ),
    *(("older", group) for group in ("sex", "evidence")),
)
REASON = "A reason that was written down when the study was planned."


def overlapping_groups(chance: Chance) -> Pair:
    """OVERLAP-01: a part against its whole; groups that share nobody."""
    variables = [pick(chance, ("sex", "age_group", "site", "has_bone")), "age"]
    left, right = chance.permutation(pick(chance, NESTED)).tolist()
    table = {"kind": "characteristics", "title": "Drawn", "populations": ["everybody"]}
    apart = chance.permutation(pick(chance, APART)).tolist()
    return _pair(
        {**table, "variables": variables, "compare": [left, right]},
        {**table, "variables": variables, "compare": apart},
        settings(chance),
    )


def alike_units(chance: Chance) -> Pair:
    """CLUSTER-01: several studies or lesions a patient; one row a patient."""
    unit = pick(chance, ("study", "lesion"))
    asked = {"study": ("modality", "quality"), "lesion": ("region", "side")}[unit]
    population, declared = pick(chance, ("everybody", "men", "women")), settings(chance)
    shown = {"kind": "distribution", "title": "Drawn", "population": population}
    faulty = {**shown, "variables": [pick(chance, (*asked, "sex"))]}
    repaired = {**shown, "variables": [pick(chance, ("sex", "site", "age", "has_bone"))]}
    return Pair(
        write_protocol({"a": faulty}, unit, **declared),
        write_protocol({"a": repaired}, **declared),
        unit,
    )


def small_counts(chance: Chance) -> Pair:
    """SPARSE-01: levels that few have; levels that many have."""
    table = {"kind": "association", "title": "Drawn", "population": "everybody"}
    population, group = pick(chance, WHERE_REGIONS_ARE_RARE)
    rare = {"outcome": "region", "group": group, "population": population}
    common = pick(
        chance,
        (
            {"outcome": "has_bone", "group": "sex"},
            {"outcome": "has_bone", "group": "age_group"},
            {"outcome": "age_group", "group": "sex"},
        ),
    )
    table["note"] = pick(chance, ("", "Drawn.", "As it was planned."))
    return _pair({**table, **rare}, {**table, **common}, settings(chance))


def unsaid_interval(chance: Chance) -> Pair:
    """EQUIV-01: a claim that nothing differs, over numbers without the interval; no claim."""
    variable = pick(chance, ("sex", "age_group", "site"))
    shown = {
        "kind": "distribution",
        "population": pick(chance, ("with_bone", "everybody")),
        "variables": [variable],
    }
    word = variable.replace("_", " ")
    claim, plain = pick(chance, CLAIMS).format(word), pick(chance, NEUTRAL).format(word)
    if pick(chance, (True, False)):
        return _pair({**shown, "title": claim}, {**shown, "title": plain}, settings(chance))
    return _pair(
        {**shown, "title": "Drawn", "note": f"{claim}."},
        {**shown, "title": "Drawn", "note": f"{plain}."},
        settings(chance),
    )


def lost_patients(chance: Chance) -> Pair:
    """MISSING-01: a group that most do not have; the share declared, or those who have it."""
    curve = {
        "kind": "survival",
        "title": "Drawn",
        "endpoint": "survival",
        "group": "evidence",
        "grouping": "ever",
        "population": pick(chance, ANYBODY),
        **times(chance),
    }
    declared = settings(chance)
    if pick(chance, (True, False)):
        lax = {"settings": {**declared["settings"], "most_missing": 1.0}}
        return Pair(write_protocol({"a": curve}, **declared), write_protocol({"a": curve}, **lax))
    complete = {**curve, "population": "with_bone", "endpoint": "survival_from_bone"}
    return _pair(curve, complete, declared)


def many_tests(chance: Chance) -> Pair:
    """MULTI-01: more tests than declared and no primary analysis; one, or fewer tests."""
    n_tests = int(chance.integers(2, 5))
    analyses = {
        f"a{number}": {
            "kind": "association",
            "title": "Drawn",
            "population": pick(chance, ANYBODY[:1]),
            "outcome": "has_bone",
            "group": pick(chance, ("sex", "age_group")),
        }
        for number in range(n_tests)
    }
    declared = settings(chance)["settings"]
    few = {"settings": {**declared, "most_tests": n_tests - 1}}
    if pick(chance, (True, False)):
        repaired = write_protocol(analyses, **few, primary=pick(chance, tuple(analyses)))
    else:
        repaired = write_protocol(analyses, settings={**declared, "most_tests": 2 * n_tests})
    return Pair(write_protocol(analyses, **few), repaired)


def inexact_dates(chance: Chance) -> Pair:
    """DATE-01: a day that is known to the month for some; no day at all."""
    dated, undated = pick(chance, (("fracture", "fracture_undated"), ("drug", "drug_undated")))
    shown = {"kind": "distribution", "title": "Drawn", "population": "everybody"}
    beside = pick(chance, ([], ["sex"]))
    return _pair(
        {
            **shown,
            "variables": ["fracture", *beside] if dated == "fracture" else ["fracture", dated],
        },
        {**shown, "variables": [undated, *beside]},
        settings(chance),
    )


def stale_reason(chance: Chance) -> Pair:
    """STALE-01: a reason for what does not fire; the same without it, or where it fires."""
    curve = {
        "kind": "survival",
        "title": "Drawn",
        "population": pick(chance, ANYBODY),
        "endpoint": "survival_seen",
        **times(chance),
    }
    code = pick(chance, ("TIME-03", "CLUSTER-01", "MEDIAN-01", "SPARSE-01"))
    declared = settings(chance)
    repaired = write_protocol({"a": curve}, **declared)
    if code == "TIME-03":
        fires = {**curve, "endpoint": "survival", "acknowledge": {code: REASON}}
        repaired = write_protocol({"a": fires}, **declared)
    if pick(chance, (True, False)):
        return Pair(write_protocol({"a": curve}, **declared, acknowledge={code: REASON}), repaired)
    return Pair(
        write_protocol({"a": {**curve, "acknowledge": {code: REASON}}}, **declared), repaired
    )


def _pair(faulty: dict[str, Any], repaired: dict[str, Any], declared: dict[str, Any]) -> Pair:
    return Pair(
        write_protocol({"a": faulty}, **declared), write_protocol({"a": repaired}, **declared)
    )


TABLES: Mapping[str, Callable[[Chance], Pair]] = {
    "OVERLAP-01": overlapping_groups,
    "CLUSTER-01": alike_units,
    "SPARSE-01": small_counts,
    "EQUIV-01": unsaid_interval,
    "MISSING-01": lost_patients,
    "MULTI-01": many_tests,
    "DATE-01": inexact_dates,
    "STALE-01": stale_reason,
}
