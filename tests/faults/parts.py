"""What the protocols with and without faults are put together from."""

import re
from collections.abc import Mapping
from typing import Any

from invention.toml import render_toml

Declarations = dict[str, dict[str, Any]]
Raw = dict[str, Any]
SECTIONS = ("date", "variable", "population")
WORD = re.compile(r"[a-z][a-z0-9_]*")

PATIENT: Mapping[str, Declarations] = {
    "date": {
        "dx": {"label": "Diagnosis", "concept": "diagnosis"},
        "seen": {"label": "First visit", "concept": "first_referral"},
        "bone": {"label": "Bone metastasis found", "concept": "bone_index_date"},
        "fracture_day": {
            "label": "First skeletal event",
            "first": {"from": "skeletal_event", "date": "date", "value": "date"},
        },
        "drug_day": {"label": "Antiresorptive therapy", "concept": "antiresorptive_start"},
        "died": {"label": "Death", "concept": "death"},
        "last": {"label": "Last contact", "concept": "last_contact"},
        "ended": {"label": "End of follow-up", "first_known": ["died", "last"]},
        "fracture_or_death": {"label": "Event or death", "first_known": ["fracture_day", "died"]},
    },
    "variable": {
        # known from the beginning
        "sex": {"column": "patient.sex"},
        "age": {"column": "tumour.age_at_diagnosis", "known": "dx"},
        "age_group": {"bands": {"of": "age", "limits": [60], "labels": ["younger", "older"]}},
        "site": {"concept": "primary_site"},
        "bone_at_dx": {"any": {"from": "metastasis_site", "date": "first_date", "before": "dx",
                               "where": "organ = 'BONE' and status = 'Y'"}},
        "drug_at_bone": {"any": {"from": "antiresorptive_course", "date": "start_date",
                                 "before": "bone"}},
        "drug_at_dx": {"any": {"from": "antiresorptive_course", "date": "start_date",
                               "before": "dx"}},
        "fracture_at_dx": {"any": {"from": "skeletal_event", "date": "date", "before": "dx"}},
        # known later
        "has_bone": {"concept": "bone_metastasis"},
        "drug": {"label": "Antiresorptive therapy, ever",
                 "any": {"from": "antiresorptive_course", "date": "start_date"}},
        "fracture": {"any": {"from": "skeletal_event", "date": "date"}},
        "evidence": {"concept": "evidence_first"},
        "drug_after_event": {"label": "Antiresorptive therapy from the event on",
                             "any": {"from": "antiresorptive_course", "date": "start_date",
                                     "after": "fracture_day"}},
        "drug_before_event": {"label": "Antiresorptive therapy up to the event",
                              "any": {"from": "antiresorptive_course", "date": "start_date",
                                      "before": "fracture_day"}},
        # without a day
        "fracture_undated": {"any": {"from": "skeletal_event"}},
        "drug_undated": {"any": {"from": "antiresorptive_course"}},
        # times
        "dx_to_bone": {"duration": {"from": "dx", "to": "bone", "unit": "months"}},
        "bone_to_death": {"duration": {"from": "bone", "to": "died", "unit": "months"}},
        "dx_to_death": {"calculate": "(died - dx) / 365.25"},
        "bone_to_fracture": {"duration": {"from": "bone", "to": "fracture_day", "unit": "days"}},
        "follow_up": {"duration": {"from": "dx", "to": "ended", "unit": "years"}},
        "dx_to_visit": {"calculate": "seen - dx"},
        # where a level is rare
        "region": {"first": {"from": "skeletal_event", "date": "date", "value": "region"}},
    },
    "population": {
        "everybody": {"title": "Everybody"},
        "men": {"title": "Men", "from": "everybody",
                "steps": [{"keep": "sex = 'M'", "reason": "Women"}]},
        "women": {"title": "Women", "from": "everybody", "without": "men"},
        "older": {"title": "Older", "from": "everybody",
                  "steps": [{"keep": "age_group = 'older'", "reason": "Younger"}]},
        "with_bone": {"title": "Bone metastasis", "from": "everybody",
                      "steps": [{"keep": "has_bone", "reason": "Never bone metastasis"}]},
        "without_bone": {"title": "Never bone metastasis", "from": "everybody",
                         "without": "with_bone"},
        "never_bone": {"title": "Free of bone metastasis to the end", "from": "everybody",
                       "steps": [{"keep": "not has_bone", "reason": "Bone metastasis"}]},
        "men_with_bone": {"title": "Men with bone metastasis", "from": "with_bone",
                          "steps": [{"keep": "sex = 'M'", "reason": "Women"}]},
        "with_drug": {"title": "Treated", "from": "everybody",
                      "steps": [{"keep": "drug", "reason": "Never treated"}]},
    },
}  # fmt: skip
STUDY: Mapping[str, Declarations] = {
    "date": {},
    "variable": {
        "modality": {"column": "imaging_study.modality"},
        "quality": {"column": "imaging_study.ct_quality"},
        "sex": {"column": "patient.sex"},
    },
    "population": {
        "everybody": {"title": "All studies"},
        "men": {"title": "Of men", "from": "everybody",
                "steps": [{"keep": "sex = 'M'", "reason": "Of women"}]},
        "women": {"title": "Of women", "from": "everybody", "without": "men"},
    },
}  # fmt: skip
LESION: Mapping[str, Declarations] = {
    "date": {},
    "variable": {
        "region": {"column": "bone_lesion.region"},
        "side": {"column": "bone_lesion.side"},
        "sex": {"column": "patient.sex"},
    },
    "population": STUDY["population"],
}
POOLS: Mapping[str, Mapping[str, Declarations]] = {
    "patient": PATIENT, "study": STUDY, "lesion": LESION,
}  # fmt: skip

ENDPOINTS: Declarations = {
    "survival": {"title": "Survival", "origin": "dx", "events": ["died"], "censored_at": ["last"]},
    "survival_seen": {"title": "Survival since the first visit", "origin": "dx", "entry": "seen",
                      "events": ["died"], "censored_at": ["last"]},
    "survival_from_bone": {"title": "Survival from bone metastasis", "origin": "bone",
                           "events": ["died"], "censored_at": ["last"]},
    "event": {"title": "Skeletal event", "origin": "bone", "events": ["fracture_day"],
              "competing": ["died"], "censored_at": ["last"], "exclude_prevalent": True},
    "event_or_death": {"title": "Event or death", "origin": "bone",
                       "events": ["fracture_day", "died"], "censored_at": ["last"]},
}  # fmt: skip


def whole_pool(unit: str) -> str:
    """Return a protocol that declares everything of a pool, so that one cohort serves all."""
    pool = POOLS[unit]
    shown = sorted(pool["variable"])
    analysis = {"kind": "distribution", "title": "Pool", "population": "everybody",
                "variables": shown}  # fmt: skip
    raw = {**_head(unit), **pool, "branches": _branches(pool["population"])}
    return render_toml({**raw, "analysis": {"pool": analysis}})


def write_protocol(analyses: Declarations, unit: str = "patient", **others: Any) -> str:
    """Return a protocol with these analyses and what they need of a pool, as text.

    Endpoints given are added to the known ones; other keys stand at the top.
    """
    endpoints: Declarations = {**ENDPOINTS, **others.pop("endpoint", {})}
    used = {a["endpoint"] for a in analyses.values() if "endpoint" in a}
    chosen = {name: endpoints[name] for name in endpoints if name in used}
    raw: Raw = {**_head(unit), **others}
    named = _words({"analysis": analyses, "endpoint": chosen})
    raw |= _needed(POOLS[unit], named)
    raw["branches"] = _branches(raw["population"])
    return render_toml({**raw, "endpoint": chosen, "analysis": analyses})


def _head(unit: str) -> Raw:
    return {"protocol": 1, "id": "invented", "title": "Invented", "unit": unit}


def _needed(pool: Mapping[str, Declarations], named: set[str]) -> Raw:
    """Return what is named of a pool, and what that names in its turn."""
    known = {name: (section, pool[section][name]) for section in SECTIONS for name in pool[section]}
    found: set[str] = set()
    waiting = named & known.keys()
    while waiting:
        found |= waiting
        waiting = {w for name in waiting for w in _words(known[name][1])} & known.keys() - found
    return {
        section: {name: pool[section][name] for name in pool[section] if name in found}
        for section in SECTIONS
    }


def _branches(populations: Declarations) -> list[Raw]:
    """Say of parts of the same whole that they overlap, as some of them do."""
    wholes = {p["from"] for p in populations.values() if "from" in p}
    parts = {w: [n for n, p in populations.items() if p.get("from") == w] for w in sorted(wholes)}
    return [
        {"from": whole, "into": names, "are": "overlapping"}
        for whole, names in parts.items()
        if len(names) > 1
    ]


def _words(value: Any) -> set[str]:
    """Return every word in the values of a declaration."""
    if isinstance(value, Mapping):
        return {word for inner in value.values() for word in _words(inner)}
    if isinstance(value, list):
        return {word for inner in value for word in _words(inner)}
    return set(WORD.findall(value)) if isinstance(value, str) else set()
