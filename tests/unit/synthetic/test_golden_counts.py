"""The counts of the source study, worked out from the golden records in plain Python."""

from collections import Counter, defaultdict
from datetime import date
from statistics import mean, median, stdev

import pytest

from osteon.synthetic import golden_records

DAYS_PER_MONTH = 30.4375
SPINE = {*(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6))}
T_QUANTILE_44 = 2.015368
"""The 97.5 % quantile of Student's t with 44 degrees of freedom, from a table."""
POSITIVE = ("definite", "probable")

Rows = list[dict[str, object]]


def group_rows(rows: Rows, key: str = "patient_id") -> dict[str, Rows]:
    groups: dict[str, Rows] = defaultdict(list)
    for row in rows:
        groups[str(row[key])].append(row)
    return groups


def months_between(start: str, end: str) -> int:
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    return round(days / DAYS_PER_MONTH)


class Register:
    """The golden records with the few look-ups that the tests below need."""

    def __init__(self, records: dict[str, Rows]) -> None:
        self.records = records
        self.by_patient = {name: group_rows(rows) for name, rows in records.items()}
        self.patients = [str(row["patient_id"]) for row in records["patient"]]
        self.study_date = {row["id"]: str(row["date"]) for row in records["imaging_study"]}
        self.region = {row["id"]: str(row["region"]) for row in records["bone_lesion"]}

    def one(self, entity: str, patient: str) -> dict[str, object]:
        [row] = self.by_patient[entity][patient]
        return row

    def diagnosed(self, patient: str) -> str:
        return str(self.one("tumour", patient)["dx_date"])

    def studies(self, patient: str) -> list[tuple[str, Rows]]:
        """Days with lesions, in order, and the lesions seen."""
        days: dict[str, Rows] = defaultdict(list)
        for row in self.by_patient["lesion_observation"].get(patient, []):
            if row["certainty"] in POSITIVE:
                days[self.study_date[row["imaging_study_id"]]].append(row)
        return sorted(days.items())

    def onset(self, patient: str) -> str:
        return self.studies(patient)[0][0]

    def regions(self, patient: str) -> list[str]:
        _, rows = self.studies(patient)[0]
        return [self.region[row["bone_lesion_id"]] for row in rows]

    def stratum(self, patient: str) -> str:
        if self.by_patient["lesion_observation"].get(patient):
            return "bone"
        stages = self.by_patient["stage_assessment"][patient]
        is_stage_iv = any(str(row["m_category"]).startswith("M1") for row in stages)
        return "stage4 without bone" if is_stage_iv else "not stage4"

    def last_month(self, patient: str) -> int:
        follow_up = self.one("follow_up", patient)
        return months_between(self.diagnosed(patient), str(follow_up["last_alive_date"]))


def extent(regions: list[str]) -> str:
    if len(regions) >= 4:
        return "multifocal"
    if len(regions) == 1:
        return "solitary"
    return "spine" if set(regions) <= SPINE else "skeleton"


@pytest.fixture(scope="module")
def register() -> Register:
    return Register(golden_records())


@pytest.fixture(scope="module")
def bone(register: Register) -> list[str]:
    return [patient for patient in register.patients if register.stratum(patient) == "bone"]


def count_in_strata(register: Register, entity: str, field: str) -> dict[str, Counter[object]]:
    counts: dict[str, Counter[object]] = defaultdict(Counter)
    for patient in register.patients:
        counts[register.stratum(patient)][register.one(entity, patient).get(field)] += 1
    return counts


def test_strata(register):
    counts = Counter(map(register.stratum, register.patients))
    assert counts == {"not stage4": 153, "stage4 without bone": 200, "bone": 105}


@pytest.mark.parametrize(
    ("entity", "field", "expected"),
    [
        (
            "patient",
            "sex",
            {
                "not stage4": {"M": 76, "F": 77},
                "stage4 without bone": {"M": 108, "F": 92},
                "bone": {"M": 65, "F": 40},
            },
        ),
        (
            "tumour",
            "topography",
            {
                "not stage4": {"C17.2": 110, "C17.1": 14, "C17.0": 17, "C17.9": 12},
                "stage4 without bone": {"C17.2": 151, "C17.1": 13, "C17.0": 10, "C17.9": 26},
                "bone": {"C17.2": 77, "C17.1": 7, "C17.0": 2, "C17.9": 19},
            },
        ),
        (
            "pathology",
            "grade_reported",
            {
                "not stage4": {"G1": 111, "G2": 42},
                "stage4 without bone": {"G1": 119, "G2": 77, "G3": 2, None: 2},
                "bone": {"G1": 55, "G2": 44, "G3": 6},
            },
        ),
        (
            "hormone_assessment",
            "functioning",
            {
                "not stage4": {"functioning": 12, "non_functioning": 141},
                "stage4 without bone": {"functioning": 94, "non_functioning": 106},
                "bone": {"functioning": 77, "non_functioning": 28},
            },
        ),
        (
            "follow_up",
            "status",
            {
                "not stage4": {"alive": 128, "dead": 25},
                "stage4 without bone": {"alive": 141, "dead": 59},
                "bone": {"alive": 60, "dead": 45},
            },
        ),
    ],
)
def test_characteristics(register, entity, field, expected):
    assert count_in_strata(register, entity, field) == expected


def test_hormones(register):
    syndromes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in register.records["hormone_assessment"]:
        for syndrome in row.get("syndrome", []):
            syndromes[register.stratum(row["patient_id"])][syndrome] += 1
    assert syndromes == {
        "not stage4": {"carcinoid": 10, "gastrinoma": 2},
        "stage4 without bone": {"carcinoid": 93, "gastrinoma": 1},
        "bone": {"carcinoid": 76, "gastrinoma": 1},
    }


def test_grade_follows_from_the_indices(register):
    """Ki-67 and mitoses lead to the reported grade by the limits 3 and 20 %, 2 and 20."""
    for row in register.records["pathology"]:
        if "grade_reported" not in row:
            assert row["ki67_percent_null"] == row["mitoses_per_2mm2_null"] == "UNK"
            continue
        ki67, mitoses = row["ki67_percent"], row["mitoses_per_2mm2"]
        derived = max(1 + (ki67 >= 3) + (ki67 > 20), 1 + (mitoses >= 2) + (mitoses > 20))
        assert row["grade_reported"] == f"G{derived}"


@pytest.mark.parametrize(
    ("stratum", "expected"),
    [("all", (58, 19, 84)), ("stage4", (59, 19, 84)), ("bone", (60, 19, 83))],
)
def test_age(register, stratum, expected):
    ages = [
        int(register.one("tumour", patient)["age_at_diagnosis"])
        for patient in members(register, stratum)
    ]
    assert (median(ages), min(ages), max(ages)) == expected


@pytest.mark.parametrize(
    ("stratum", "expected"),
    [("all", (39, 0, 240)), ("stage4", (37, 0, 240)), ("bone", (37, 0, 202))],
)
def test_follow_up(register, stratum, expected):
    months = [
        months_between(
            str(register.one("patient", patient)["first_referral_date"]),
            str(register.one("follow_up", patient)["last_alive_date"]),
        )
        for patient in members(register, stratum)
    ]
    assert (median(months), min(months), max(months)) == expected


def members(register: Register, stratum: str) -> list[str]:
    included = {
        "all": {"not stage4", "stage4 without bone", "bone"},
        "stage4": {"stage4 without bone", "bone"},
        "bone": {"bone"},
    }[stratum]
    return [patient for patient in register.patients if register.stratum(patient) in included]


def test_timing_of_bone_metastasis(register, bone):
    """Synchronous: on or before the same day of the month six calendar months later."""
    synchronous = 0
    for patient in bone:
        diagnosed = date.fromisoformat(register.diagnosed(patient))
        years, month = divmod(diagnosed.month - 1 + 6, 12)
        limit = date(diagnosed.year + years, month + 1, diagnosed.day)
        synchronous += date.fromisoformat(register.onset(patient)) <= limit
    assert (synchronous, len(bone) - synchronous) == (43, 62)


def test_evidence_at_first_and_last_study(register, bone):
    first = Counter(register.studies(patient)[0][1][0]["morph"] for patient in bone)
    last = Counter(register.studies(patient)[-1][1][0]["morph_type"] for patient in bone)
    assert first == {"Y": 54, "N": 51}
    assert last == {"osteoblastic": 61, "mixed": 14, "osteolytic": 5, "none": 25}


def test_conversion_of_tracer_only_lesions(register, bone):
    months = []
    for patient in bone:
        studies = register.studies(patient)
        visible = [day for day, rows in studies if rows[0]["morph"] == "Y"]
        if visible and visible[0] != studies[0][0]:
            months.append(months_between(studies[0][0], visible[0]))
    assert (len(months), median(months), min(months), max(months)) == (26, 16, 3, 198)


def test_extent(register, bone):
    counts = Counter(extent(register.regions(patient)) for patient in bone)
    single = Counter(
        "spine" if region in SPINE else region.split("_")[0]
        for patient in bone
        for region in register.regions(patient)
        if len(register.regions(patient)) == 1
    )
    assert counts == {"multifocal": 41, "spine": 33, "skeleton": 8, "solitary": 23}
    assert single == {"spine": 11, "HIP": 7, "STERNUM": 3, "RIB": 1, "SCAPULA": 1}


def test_deleting_one_lesion_changes_the_extent():
    """No field holds the extent; it follows the lesions."""
    records = golden_records()
    records["lesion_observation"] = [
        row
        for row in records["lesion_observation"]
        if row["bone_lesion_id"] != "sinet-354-lesion-1"
    ]
    register = Register(records)
    bone = [patient for patient in register.patients if register.stratum(patient) == "bone"]
    counts = Counter(extent(register.regions(patient)) for patient in bone)
    assert counts == {"multifocal": 40, "spine": 33, "skeleton": 9, "solitary": 23}


def test_other_organs(register, bone):
    sites = group_rows(register.records["metastasis_site"])
    organs = {patient: {row["organ"] for row in sites[patient]} - {"BONE"} for patient in bone}
    with_liver = [found for found in organs.values() if "LIVER" in found]
    others = Counter(
        frozenset(found) <= {"DISTANT_LN"} for found in organs.values() if "LIVER" not in found
    )
    assert (len(with_liver), sum(len(found) == 1 for found in with_liver)) == (99, 33)
    assert others == {False: 2, True: 4}


def test_skeletal_events(register, bone):
    events = register.by_patient["skeletal_event"]
    first_components = Counter(row["type"] for rows in events.values() for row in rows)
    morphology = Counter(register.studies(patient)[-1][1][0]["morph_type"] for patient in events)
    evidence = Counter(register.studies(patient)[0][1][0]["morph"] for patient in events)
    assert len(events) == 13
    assert first_components == {
        "FRACTURE_VERTEBRAL": 8,
        "PAIN_NEW_OR_WORSE": 5,
        "RT_BONE": 5,
        "MSCC": 3,
    }
    assert morphology == {"osteoblastic": 7, "osteolytic": 2, "mixed": 4}
    assert evidence == {"Y": 8, "N": 5}
    assert set(events) <= set(bone)


def test_antiresorptive_treatment(register, bone):
    treated = set(register.by_patient["antiresorptive_dose"])
    assert (len(treated), len(bone) - len(treated)) == (29, 76)
    assert not treated & set(register.by_patient["skeletal_event"])


def test_times(register, bone):
    onsets = [months_between(register.diagnosed(p), register.onset(p)) for p in bone]
    events = {p: str(rows[0]["date"]) for p, rows in register.by_patient["skeletal_event"].items()}
    from_diagnosis = [months_between(register.diagnosed(p), on) for p, on in events.items()]
    from_onset = [months_between(register.onset(p), on) for p, on in events.items()]
    dead = [p for p in bone if register.one("follow_up", p)["status"] == "dead"]
    to_death = [
        months_between(register.onset(p), str(register.one("follow_up", p)["death_date"]))
        for p in dead
    ]
    assert median(onsets) == 16
    assert (median(from_diagnosis), min(from_diagnosis), max(from_diagnosis)) == (41, 0, 248)
    assert (median(from_onset), min(from_onset), max(from_onset)) == (12, 0, 115)
    assert median(to_death) == 29
    half_width = T_QUANTILE_44 * stdev(to_death) / len(to_death) ** 0.5
    assert (len(dead), round(mean(to_death), 1)) == (45, 40.7)
    assert round(mean(to_death) - half_width, 1) == 28.4
    assert round(mean(to_death) + half_width, 1) == 53.0


def test_prevalent_events(register):
    """Four events fall on the day on which bone metastasis was found; nine come later."""
    days = {p: str(rows[0]["date"]) for p, rows in register.by_patient["skeletal_event"].items()}
    prevalent = {patient for patient, day in days.items() if day == register.onset(patient)}
    assert prevalent == {"sinet-371", "sinet-374", "sinet-408", "sinet-412"}
