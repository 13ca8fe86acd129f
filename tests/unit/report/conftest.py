"""A study as one would find it: the numbers of a published series, with synthetic curves."""

import math

import pytest

from drawn import find_faults
from osteon.report.figures.page import Page
from osteon.study import (
    AnalysisResult,
    AttritionStep,
    Cell,
    Curve,
    GuardFinding,
    StudyResults,
)

POPULATIONS = {"sinet": 458, "stage4": 305, "bone": 105}
COMPARED = "bone vs no_bone"
PEARSON = "Pearson chi-square test without continuity correction"
WOOLF = "Odds ratio with Woolf interval"
WILSON = "Proportion with Wilson interval"
RISK_TIMES = tuple(str(month) for month in range(0, 241, 24))

COUNTS = {
    "sex": {"M": (249, 173, 65), "F": (209, 132, 40)},
    "site": {
        "ileum": (338, 228, 77), "jejunum": (34, 20, 7), "duodenum": (29, 12, 2),
        "undetermined": (57, 45, 19),
    },
    "grade": {"G1": (285, 174, 55), "G2": (163, 121, 44), "G3": (8, 8, 6), "missing": (2, 2, 0)},
    "functioning": {"functioning": (183, 171, 77), "non_functioning": (275, 134, 28)},
}  # fmt: skip
MISSING = {"grade": (2, 2, 0), "ki67": (31, 20, 4)}
KI67 = {"sinet": (1.5, 0, 60), "stage4": (2, 0, 60), "bone": (2.5, 1, 60)}
TESTS = {"sex": (1.7526, 0.18555), "site": (2.9343, 0.40190), "grade": (6.6193, 0.03653),
         "functioning": (19.3834, 1.07e-5)}  # fmt: skip
LEAST_EXPECTED = {"sex": 45.4426, "site": 4.1311, "grade": 2.7723, "functioning": 46.1311}
AGES = {
    "sinet": (58, 49.5, 66, 19, 84),
    "stage4": (59, 50, 67, 19, 84),
    "bone": (60, 51, 67, 19, 83),
}
FOLLOW_UP = {"sinet": (39.0, 0, 240.0), "stage4": (37.03, 0, 240.0), "bone": (36.98, 0, 202.0)}

LABELS = {
    "population": {
        "sinet": "Small intestinal NET", "stage4": "Stage IV", "bone": "Bone metastases",
        "no_bone": "Stage IV without bone metastases",
    },
    "variable": {
        "age": "Age at diagnosis", "follow_up": "Follow-up", "sex": "Sex", "site": "Primary site",
        "grade": "Grade", "functioning": "Hormone syndrome", "evidence": "Evidence at first PET/CT",
        "morphology": "Morphology at last PET/CT", "sre": "Skeletal-related event",
        "onset": "Time from diagnosis to bone metastasis", "ki67": "Ki-67 index",
        "fracture": "Pathological fracture", "pain": "Pain",
    },
    "endpoint": {"overall_survival": "Overall survival", "first_sre": "Skeletal-related event"},
    "level:sex": {"M": "Male", "F": "Female"},
    "level:site": {"ileum": "Ileum", "jejunum": "Jejunum", "duodenum": "Duodenum",
                   "undetermined": "Undetermined small intestine"},
    "level:functioning": {"functioning": "Functioning", "non_functioning": "Non-functioning"},
    "level:evidence": {"both": "Tracer uptake and morphology", "tracer": "Tracer uptake only"},
    "level:morphology": {"blastic": "Osteoblastic", "mixed": "Mixed", "lytic": "Osteolytic",
                         "tracer": "Tracer uptake only"},
    "level:sre": {"true": "Event", "false": "No event"},
    "level:grade": {"G1": "G1", "G2": "G2", "G3": "G3", "missing": "Missing"},
    "level:bone_metastasis": {"false": "Without bone metastases", "true": "With bone metastases"},
    "level:antiresorptive": {"true": "Treated", "false": "Untreated"},
    "level:fracture": {"true": "Yes", "false": "No"},
    "level:pain": {"true": "Yes", "false": "No"},
}  # fmt: skip


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson limits in percent, so that the fixture's intervals are possible ones."""
    z = 1.959963984540054
    share = count / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2)) / (1 + z * z / total)
    return 100 * (centre - half), 100 * (centre + half)


def share_cells(analysis, variable, level, count, total, *, missing=0, **place):
    low, high = wilson(count, total)
    common = {"variable": variable, "level": level, "n": total, "n_missing": missing, **place}
    yield Cell(analysis, "n", float(count), **common)
    yield Cell(
        analysis, "percent", 100 * count / total, conf_low=low, conf_high=high, conf_level=0.95,
        unit="%", method=WILSON, **common,
    )  # fmt: skip


def number_cells(analysis, variable, values, *, unit, n, missing=0, population):
    for name, value in values.items():
        yield Cell(
            analysis,
            name,
            float(value),
            population=population,
            variable=variable,
            unit=unit,
            n=n - missing,
            n_missing=missing,
            method="Quantiles of type 7",
        )


def characteristic_cells():
    for index, (population, size) in enumerate(POPULATIONS.items()):
        yield Cell("table_1", "n", float(size), population=population, method="Count")
        place = {"n": size, "population": population}
        ages = dict(zip(("median", "q1", "q3", "min", "max"), AGES[population], strict=True))
        yield from number_cells("table_1", "age", ages, unit="years", **place)
        times = dict(zip(("median", "min", "max"), FOLLOW_UP[population], strict=True))
        yield from number_cells("table_1", "follow_up", times, unit="months", **place)
        ki67 = dict(zip(("median", "min", "max"), KI67[population], strict=True))
        missing = MISSING["ki67"][index]
        yield from number_cells("table_1", "ki67", ki67, unit="%", missing=missing, **place)
        for variable, levels in COUNTS.items():
            missing = MISSING.get(variable, (0, 0, 0))[index]
            for level, counts in levels.items():
                if counts[index]:
                    yield from share_cells("table_1", variable, level, counts[index], size,
                                           missing=missing, population=population)  # fmt: skip
    yield from comparison_cells()


def comparison_cells():
    for variable, (chi_square, p_value) in TESTS.items():
        common = {"group": COMPARED, "variable": variable, "n": 303 if variable == "grade" else 305,
                  "method": PEARSON}  # fmt: skip
        yield Cell("table_1", "chi_square", chi_square, **common)
        yield Cell("table_1", "df", float(len(COUNTS[variable]) - 1), **common)
        yield Cell("table_1", "p_value", p_value, **common)
        yield Cell("table_1", "min_expected", LEAST_EXPECTED[variable], **common)
    yield Cell("table_1", "p_value_exact", 0.02671, group=COMPARED, variable="grade", n=303,
               method="Fisher's exact test")  # fmt: skip
    yield Cell(
        "table_1",
        "odds_ratio",
        3.10106,
        group=COMPARED,
        variable="functioning",
        conf_low=1.85475,
        conf_high=5.18485,
        conf_level=0.95,
        n=305,
        method=WOOLF,
    )


def distribution_cells():
    yield Cell("figure_2a", "n", 105.0, population="bone", method="Count")
    for level, count in {"both": 54, "tracer": 51}.items():
        yield from share_cells("figure_2a", "evidence", level, count, 105, population="bone")
    yield Cell("timing", "n", 105.0, population="bone", method="Count")
    onset = {"median": 16.0329, "min": 0.0, "max": 181.97}
    yield from number_cells("timing", "onset", onset, unit="months", n=105, population="bone")
    for level, count in {"blastic": 61, "mixed": 14, "lytic": 5, "tracer": 25}.items():
        yield from share_cells("timing", "morphology", level, count, 105, population="bone")
    for variable, count in (("fracture", 8), ("pain", 5)):
        for level, found in (("true", count), ("false", 105 - count)):
            yield from share_cells("timing", variable, level, found, 105, population="bone")


def association_cells():
    yield Cell("sre_by_antiresorptive", "n", 105.0, population="bone", method="Count")
    for group, count, total in (("true", 0, 29), ("false", 13, 76)):
        for level, found in (("true", count), ("false", total - count)):
            yield from share_cells("sre_by_antiresorptive", "sre", level, found, total,
                                   population="bone", group=group)  # fmt: skip
    common = {"group": "true vs false", "variable": "sre", "n": 105}
    yield Cell("sre_by_antiresorptive", "p_value_exact", 0.01763, method="Fisher's exact test",
               **common)  # fmt: skip
    yield Cell(
        "sre_by_antiresorptive",
        "odds_ratio",
        0.0,
        conf_low=0.0,
        conf_high=0.7791,
        conf_level=0.95,
        method="Conditional odds ratio, exact interval",
        **common,
    )


def exponential_curve(group, *, median, size, kind="kaplan_meier", cause="", analysis="os_by_bone"):
    """Return a curve whose survival halves every `median` months, with a step each fifth month."""
    times = [5.0 * step for step in range(49)]
    share = [0.5 ** (time / median) for time in times]
    at_risk = [max(0, round(size * s * (1 - t / 245))) for s, t in zip(share, times, strict=True)]
    half = [0.0, *(min(s, 1 - s, 0.08) for s in share[1:])]
    if kind == "cumulative_incidence":
        share = [0.4 * (1 - s) for s in share]
        half = [min(s, 0.06) for s in share]
    lost = [before - after for before, after in zip(at_risk, [*at_risk[1:], 0], strict=True)]
    return Curve(
        analysis=analysis, population="stage4", group=group, kind=kind, time=tuple(times),
        estimate=tuple(share), cause=cause,
        conf_low=tuple(s - h for s, h in zip(share, half, strict=True)),
        conf_high=tuple(s + h for s, h in zip(share, half, strict=True)),
        n_at_risk=tuple(float(n) for n in at_risk),
        n_event=tuple(float(n // 2) for n in lost),
        n_censored=tuple(float(n - n // 2) for n in lost),
    )  # fmt: skip


CURVES = (
    exponential_curve("false", median=170, size=200),
    exponential_curve("true", median=127, size=105),
    exponential_curve(
        "",
        median=60,
        size=105,
        kind="cumulative_incidence",
        cause="first_sre",
        analysis="first_sre",
    ),
    exponential_curve(
        "", median=30, size=105, kind="cumulative_incidence", cause="death", analysis="first_sre"
    ),
)


def survival_cells():
    brookmeyer = "Kaplan-Meier estimate with Brookmeyer-Crowley interval (log-log)"
    spss = "Kaplan-Meier estimate with normal interval from the density at the median, as in SPSS"
    rows = {
        "true": (105, 45, 126.998, (103.5, 145.04), (103.1, 150.9)),
        "false": (200, 59, 169.99, (140.2, math.nan), (117.7, 222.3)),
    }
    yield Cell("os_by_bone", "n_population", 305.0, population="stage4", method="Count")
    yield Cell("os_by_bone", "n_missing", 0.0, population="stage4", method="Count")
    for curve in CURVES[:2]:
        size, events, median, exact, wald = rows[curve.group]
        place = {"population": "stage4", "group": curve.group, "n": size, "n_missing": 0}
        yield Cell("os_by_bone", "n", float(size), **place)
        yield Cell("os_by_bone", "n_event", float(events), **place)
        yield Cell("os_by_bone", "n_censored", float(size - events), **place)
        for name, (low, high), method in (
            ("median_survival", exact, brookmeyer), ("median_survival_spss", wald, spss),
        ):  # fmt: skip
            yield Cell("os_by_bone", name, median, conf_low=low, conf_high=high, conf_level=0.95,
                       unit="months", method=method, **place)  # fmt: skip
        for time in ("60", "120"):
            at = curve.time.index(float(time))
            yield Cell(
                "os_by_bone",
                "survival",
                100 * curve.estimate[at],
                level=time,
                unit="%",
                conf_low=100 * curve.conf_low[at],
                conf_high=100 * curve.conf_high[at],
                conf_level=0.95,
                method="Kaplan-Meier estimate, log-log interval",
                **place,
            )
        for time in RISK_TIMES:
            at = min(range(49), key=lambda i, t=float(time): (curve.time[i] < t, curve.time[i]))
            yield Cell("os_by_bone", "n_at_risk", curve.n_at_risk[at], level=time, **place)
    yield Cell("os_by_bone", "chi_square", 5.1743, population="stage4", n=305, n_missing=0,
               method="Log-rank test")  # fmt: skip
    yield Cell("os_by_bone", "p_value", 0.02293, population="stage4", n=305, n_missing=0,
               method="Log-rank test")  # fmt: skip
    yield Cell("os_by_bone", "p_value_time_dependent", 2.29e-9, population="stage4",
               method="Mantel-Byar test (log-rank test of rows), two-sided")  # fmt: skip
    yield Cell("os_by_bone", "hazard_ratio_time_dependent", 3.1367, population="stage4",
               conf_low=2.1134, conf_high=4.6555, conf_level=0.95,
               method="Cox regression, time-dependent group")  # fmt: skip


def further_cells():
    for time, value in (("60", 88.83), ("120", 72.61)):
        yield Cell("survival_rates", "survival", value, population="sinet", level=time, unit="%",
                   conf_low=value - 4, conf_high=value + 3, conf_level=0.95, n=458)  # fmt: skip
    yield Cell("survival_rates", "median_survival", math.nan, population="sinet", conf_low=213.4,
               conf_level=0.95, unit="months", n=458, method="Kaplan-Meier median")  # fmt: skip
    for cause, value in (("first_sre", 12.41), ("death", 31.9)):
        yield Cell("first_sre", "cumulative_incidence", value, population="stage4", variable=cause,
                   level="60", unit="%", conf_low=value - 5, conf_high=value + 6, conf_level=0.95,
                   n=105, n_missing=0, method="Aalen-Johansen estimate")  # fmt: skip
    yield Cell("unheard_of", "wonder", 131.2345, population="sinet", unit="m2", n=458)
    yield Cell("unheard_of", "marvel", math.nan, population="sinet", n=458)


ANALYSES = (
    AnalysisResult(
        id="table_1", kind="characteristics", title="Characteristics of the three populations",
        columns=tuple(POPULATIONS), settings={"compare": ["bone", "no_bone"]},
        rows=("age", "follow_up", "ki67", "sex", "site", "grade", "functioning"),
        methods=("Tests compare patients with bone metastases with those in stage IV without",),
        counts=("table_1.sex", "table_1.grade"),
    ),
    AnalysisResult(id="figure_2a", kind="distribution", title="Evidence at the first PET/CT",
                   columns=("bone",), counts=("figure_2a.evidence",)),
    AnalysisResult(id="timing", kind="distribution", title="Onset and morphology"),
    AnalysisResult(id="sre_by_antiresorptive", kind="association",
                   title="Skeletal-related events by antiresorptive therapy",
                   settings={"group": "antiresorptive", "outcome": "sre"}),
    AnalysisResult(id="os_by_bone", kind="survival", title="Overall survival by bone metastasis",
                   note="Bone metastasis at any time, as the source study had it",
                   columns=("false", "true"), counts=("os_by_bone",),
                   settings={"times": ["60", "120"], "endpoint": "overall_survival",
                             "group": "bone_metastasis", "grouping": "ever", "figure": True}),
    AnalysisResult(id="survival_rates", kind="survival_rates", title="Survival at 5 and 10 years"),
    AnalysisResult(id="first_sre", kind="cumulative_incidence", rows=("first_sre", "death"),
                   title="First skeletal-related event"),
    AnalysisResult(id="unheard_of", kind="of_its_own", title="Of a kind that no template knows"),
)  # fmt: skip

ATTRITION = (
    AttritionStep("sinet", "", "Primary not in the small intestine", 500, 30, 0, 470),
    AttritionStep("sinet", "", "Not treated between February 2003 and May 2023", 470, 10, 2, 458),
    AttritionStep("stage4", "sinet", "Never in stage IV", 458, 153, 0, 305),
    AttritionStep("bone", "stage4", "No bone metastasis by tracer or morphology", 305, 200, 0, 105),
    AttritionStep("no_bone", "stage4", "Bone metastasis", 305, 105, 0, 200),
)

WARNINGS = (
    GuardFinding(
        "TIME-01", "os_by_bone",
        "Bone metastasis became known after diagnosis in 62 patients, who could not die before it",
        "Use as_of = 't0', a landmark, or a time-dependent group",
    ),
    GuardFinding("OVERLAP-01", "table_1", "bone lies within stage4; compared with no_bone instead"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def looked_at(monkeypatch):
    """Look at every figure that a test draws: no letters overlap, none leave the page."""
    finish = Page.finish

    def finish_and_look(page, *arguments, **words):
        drawing = finish(page, *arguments, **words)
        assert find_faults(drawing.figure) == [], drawing.id
        return drawing

    monkeypatch.setattr(Page, "finish", finish_and_look)


@pytest.fixture(scope="session")
def results() -> StudyResults:
    return StudyResults(
        study={"id": "sinet_bone", "title": "Bone metastases in small intestinal NET",
               "question": "How often do they occur, and what do they mean for survival?",
               "source": "protocols/sinet_bone.toml", "protocol_digest": "3f9a" * 16},
        snapshot={"digest": "b71c" * 16, "data_cutoff": "2023-05-31",
                  "source": "Golden registry (synthetic)", "rows": {"patient": 500, "tumour": 500}},
        versions={"osteon": "0.1.0", "numpy": "2.4.0", "bone_region": "2025-01"},
        time_unit="months",
        labels=LABELS,
        attrition=ATTRITION,
        analyses=ANALYSES,
        cells=(*characteristic_cells(), *distribution_cells(), *association_cells(),
               *survival_cells(), *further_cells()),
        curves=CURVES,
        warnings=WARNINGS,
    )  # fmt: skip
