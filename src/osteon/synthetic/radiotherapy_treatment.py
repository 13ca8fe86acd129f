"""What was given in the golden registry of radiotherapy: systemic lines, courses, targets."""

from collections.abc import Iterator

from osteon.synthetic.golden_chart import Row
from osteon.synthetic.radiotherapy_bone import lesion_number
from osteon.synthetic.radiotherapy_case import Site
from osteon.synthetic.radiotherapy_chart import Chart

FIRST_LINE_DAY = 14
CARCINOMA = frozenset({"large_cell", "small_cell"})
DRUGS = (("octreotide",), ("everolimus",), ("capecitabine", "temozolomide"))
CARCINOMA_DRUGS = (("carboplatin", "etoposide"), ("capecitabine", "temozolomide"), ("other",))
INTENT = {"octreotide": "both"}
INDICATION = {"pathological": "fracture", "impending": "impending_fracture"}


def _line_starts(chart: Chart) -> list[int]:
    """Days from diagnosis on, evenly spread before the first radiotherapy."""
    if not chart.case.n_lines:
        return []
    first = min(site.start_day for site in chart.case.sites)
    step = (first - FIRST_LINE_DAY) // chart.case.n_lines
    return [FIRST_LINE_DAY + step * number for number in range(chart.case.n_lines)]


def derive_systemic_therapy_lines(chart: Chart) -> Iterator[Row]:
    """Yield the lines; each ends the day before the next, the last with death or not at all."""
    starts = _line_starts(chart)
    for number, start in enumerate(starts, start=1):
        yield chart.record(
            f"line-{number}",
            line_no=number,
            intent=INTENT.get(_drugs(chart, number)[0], "antiproliferative"),
            start_date=chart.day(start).isoformat(),
            **_line_end(chart, starts[number:]),
        )


def _line_end(chart: Chart, later_starts: list[int]) -> Row:
    if later_starts:
        stop = chart.day(later_starts[0] - 1).isoformat()
        return {"stop_date": stop, "stop_reason": "progression"}
    if chart.case.is_dead:
        return {"stop_date": chart.last_date.isoformat(), "stop_reason": "death"}
    return {"stop_date_null": "NA", "stop_reason_null": "NA"}


def _drugs(chart: Chart, line: int) -> tuple[str, ...]:
    lines = CARCINOMA_DRUGS if chart.case.histology in CARCINOMA else DRUGS
    return lines[line - 1]


def derive_systemic_therapy_drugs(chart: Chart) -> Iterator[Row]:
    """Yield the drugs of each line."""
    for number, start in enumerate(_line_starts(chart), start=1):
        for drug in _drugs(chart, number):
            yield chart.record(
                f"line-{number}-{drug}",
                systemic_therapy_line_id=chart.key(f"line-{number}"),
                drug=drug,
                start_date=chart.day(start).isoformat(),
            )


def derive_radiotherapy_courses(chart: Chart) -> Iterator[Row]:
    """Yield one course a site."""
    for site in chart.case.sites:
        yield chart.record(
            f"course-{site.number}",
            intent="palliative",
            indication=_indications(chart, site),
            start_date=chart.start_date(site).isoformat(),
            end_date=chart.end_date(site).isoformat(),
            status="completed",
        )


def _indications(chart: Chart, site: Site) -> list[str]:
    case = chart.case
    indications = ["pain"]
    if case.has_neurological_compromise and site is case.sites[0]:
        indications.append("neuro")
    if case.fracture and site is case.sites[-1]:
        indications.append(INDICATION[case.fracture])
    return indications


def derive_radiotherapy_targets(chart: Chart) -> Iterator[Row]:
    """Yield the target of each course."""
    for site in chart.case.sites:
        yield chart.record(
            f"site-{site.number}",
            radiotherapy_course_id=chart.key(f"course-{site.number}"),
            region=site.region,
            bone_lesion_ids=[chart.key(f"lesion-{lesion_number(site)}")],
            pain_target=True,
            **_dose(site),
            **_earlier_target(chart, site),
        )


def _dose(site: Site) -> Row:
    if site.dose_cgy is None or site.fractions is None:
        return {"dose_total_cgy_null": "UNK", "fractions_null": "UNK"}
    return {
        "dose_total_cgy": float(site.dose_cgy),
        "fractions": site.fractions,
        "dose_per_fraction_cgy": site.dose_cgy / site.fractions,
    }


def _earlier_target(chart: Chart, site: Site) -> Row:
    if site.again_of is None:
        return {"re_irradiation": False}
    earlier = chart.site(site.again_of)
    gap = chart.start_date(site) - chart.end_date(earlier)
    return {
        "re_irradiation": True,
        "prior_target_id": chart.key(f"site-{earlier.number}"),
        "gap_days": gap.days,
    }
