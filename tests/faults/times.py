"""Faults of analyses of time: what was known when, what competes, what was there before."""

from collections.abc import Callable, Mapping
from typing import Any

from faults.pair import Chance, Pair, pick, settings, times
from faults.parts import write_protocol

ANYBODY = ("everybody", "men", "women", "older")
BONE = ("with_bone", "men_with_bone")
BASELINE = ("sex", "age_group")
AT_DIAGNOSIS = {"has_bone": "bone_at_dx", "drug": "drug_at_dx", "fracture": "fracture_at_dx"}
SURVIVAL = ("survival", "survival_seen")


def _curve(chance: Chance, kind: str, **keys: Any) -> dict[str, Any]:
    return {"kind": kind, "title": "Drawn", **keys, **times(chance)}


def late_group(chance: Chance) -> Pair:
    """TIME-01: a group of the future, or a covariate; known in time, or read in time."""
    late = pick(chance, tuple(AT_DIAGNOSIS))
    asked = {"population": pick(chance, ANYBODY), "endpoint": pick(chance, SURVIVAL)}
    declared = settings(chance)
    if pick(chance, (True, False)):
        faulty = _curve(
            chance, "survival", **asked, group=late, grouping=pick(chance, ("baseline", "ever"))
        )
        repaired = {key: faulty[key] for key in faulty if key != "grouping"}
        repaired["grouping"] = "time_dependent"
    else:
        model = {"kind": "regression", "model": "cox", "title": "Drawn", **asked}
        reading = pick(chance, ("baseline", "ever"))
        faulty = {**model, "covariates": [{"variable": late, "as": reading}]}
        repaired = {**model, "covariates": [{"variable": late, "as": "time_dependent"}]}
    return _pair(faulty, repaired, declared)


def selected_population(chance: Chance) -> Pair:
    """TIME-02: members or leavers by the future; time from membership, or everybody."""
    population = pick(chance, ("with_bone", "without_bone", "never_bone", "with_drug"))
    faulty = _curve(chance, "survival", population=population, endpoint=pick(chance, SURVIVAL))
    if population == "with_bone":
        repaired = {**faulty, "endpoint": "survival_from_bone"}
    else:
        repaired = {**faulty, "population": pick(chance, ANYBODY)}
    return _pair(faulty, repaired, settings(chance))


def unseen_time(chance: Chance) -> Pair:
    """TIME-03: no entry where patients came later; the same with it."""
    endpoint = {
        "title": "Drawn",
        "origin": "dx",
        "events": pick(chance, (["died"], ["fracture_or_death"])),
        "censored_at": ["last"],
    }
    analysis = _curve(chance, "survival", population=pick(chance, ANYBODY), endpoint="drawn")
    if pick(chance, (True, False)):
        analysis["group"] = pick(chance, BASELINE)
    declared = settings(chance)
    return Pair(
        write_protocol({"a": analysis}, endpoint={"drawn": endpoint}, **declared),
        write_protocol(
            {"a": analysis}, endpoint={"drawn": {**endpoint, "entry": "seen"}}, **declared
        ),
    )


def value_after_event(chance: Chance) -> Pair:
    """TIME-04: treatment that followed the event as what predicts it; before time zero."""
    declared, population = settings(chance), pick(chance, BONE)
    late = pick(chance, ("drug", "drug_after_event"))
    if pick(chance, (True, False)):
        faulty = _curve(
            chance,
            "cumulative_incidence",
            population=population,
            endpoint="event",
            group=late,
            grouping="ever",
        )
        repaired = {**faulty, "group": "drug_at_bone"}
    else:
        faulty = {
            "kind": "association",
            "title": "Drawn",
            "population": population,
            "outcome": "fracture",
            "group": late,
        }
        repaired = {**faulty, "group": pick(chance, ("drug_before_event", *BASELINE))}
    return _pair(faulty, repaired, declared)


def competing_death(chance: Chance) -> Pair:
    """COMPETE-01: death as a censoring, said or unsaid; competing, or part of the event."""
    censored = pick(chance, (["last"], ["died", "last"], ["ended"]))
    endpoint = {
        "title": "Drawn",
        "origin": pick(chance, ("bone", "dx", "seen")),
        "events": ["fracture_day"],
        "censored_at": censored,
        "exclude_prevalent": True,
    }
    declared = settings(chance)
    faulty = _curve(
        chance, "survival", population=pick(chance, ("everybody", "with_bone")), endpoint="drawn"
    )
    if pick(chance, (True, False)):
        said = {**endpoint, "competing": ["died"], "censored_at": ["last"]}
        repaired = {**faulty, "kind": "cumulative_incidence"}
    else:
        said = {**endpoint, "events": ["fracture_day", "died"], "censored_at": ["last"]}
        repaired = faulty
    return Pair(
        write_protocol({"a": faulty}, endpoint={"drawn": endpoint}, **declared),
        write_protocol({"a": repaired}, endpoint={"drawn": said}, **declared),
    )


def prevalent_event(chance: Chance) -> Pair:
    """PREVALENT-01: an event at time zero or before as incident; left out."""
    endpoint = {
        "title": "Drawn",
        "origin": pick(chance, ("bone", "last")),
        "events": ["fracture_day"],
        "competing": ["died"],
        "censored_at": ["last"],
    }
    if endpoint["origin"] == "last":
        endpoint["censored_at"] = ["ended"]
    analysis = _curve(
        chance,
        "cumulative_incidence",
        population=pick(chance, ("everybody", *BONE)),
        endpoint="drawn",
    )
    if pick(chance, (True, False)):
        analysis["group"] = "sex"
    declared = settings(chance)
    said = {**endpoint, "exclude_prevalent": True}
    return Pair(
        write_protocol({"a": analysis}, endpoint={"drawn": endpoint}, **declared),
        write_protocol({"a": analysis}, endpoint={"drawn": said}, **declared),
    )


def found_at_visits(chance: Chance) -> Pair:
    """SEEN-01: an event that a scan shows as if it came that day; one that has a day."""
    endpoint = {
        "title": "Drawn",
        "origin": pick(chance, ("dx", "seen")),
        "events": ["bone"],
        "competing": ["died"],
        "censored_at": ["last"],
        "exclude_prevalent": True,
    }
    analysis = _curve(
        chance, "cumulative_incidence", population=pick(chance, ANYBODY), endpoint="drawn"
    )
    declared = settings(chance)
    said = {**endpoint, "events": [pick(chance, ("fracture_day", "drug_day"))]}
    return Pair(
        write_protocol({"a": analysis}, endpoint={"drawn": endpoint}, **declared),
        write_protocol({"a": analysis}, endpoint={"drawn": said}, **declared),
    )


def median_of_the_dead(chance: Chance) -> Pair:
    """MEDIAN-01: a time to what need not come; a time that everybody has."""
    population = pick(chance, ("everybody", "men", "women", "older"))
    span = pick(chance, ("dx_to_bone", "dx_to_death", "bone_to_death", "bone_to_fracture"))
    whole = pick(chance, ("follow_up", "dx_to_visit", "age"))
    beside = [pick(chance, ("sex", "age_group", "site"))]
    if pick(chance, (True, False)):
        shown = {"kind": "distribution", "title": "Drawn", "population": population}
    else:
        shown = {"kind": "characteristics", "title": "Drawn", "populations": [population]}
    return _pair(
        {**shown, "variables": [span, *beside]},
        {**shown, "variables": [whole, *beside]},
        settings(chance),
    )


def crossing_hazards(chance: Chance) -> Pair:
    """PH-01: what came later, ever, with a hazard of zero and then a high one; as it comes."""
    later, population = pick(
        chance,
        (
            *((name, who) for name in ("has_bone", "drug") for who in ("everybody", "older")),
            ("has_bone", "men"),
        ),
    )
    model = {
        "kind": "regression",
        "model": "cox",
        "title": "Drawn",
        "population": population,
        "endpoint": pick(chance, SURVIVAL),
    }
    declared = settings(chance)
    return _pair(
        {**model, "covariates": [{"variable": later, "as": "ever"}]},
        {**model, "covariates": [{"variable": later, "as": "time_dependent"}]},
        declared,
    )


def _pair(faulty: dict[str, Any], repaired: dict[str, Any], declared: dict[str, Any]) -> Pair:
    return Pair(
        write_protocol({"a": faulty}, **declared), write_protocol({"a": repaired}, **declared)
    )


TIMES: Mapping[str, Callable[[Chance], Pair]] = {
    "TIME-01": late_group,
    "TIME-02": selected_population,
    "TIME-03": unseen_time,
    "TIME-04": value_after_event,
    "COMPETE-01": competing_death,
    "PREVALENT-01": prevalent_event,
    "SEEN-01": found_at_visits,
    "MEDIAN-01": median_of_the_dead,
    "PH-01": crossing_hazards,
}
