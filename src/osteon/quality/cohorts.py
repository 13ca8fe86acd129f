"""Questions about the patients of a study: H-06, W-01, W-30."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType

from osteon.quality.certainty import add_months, date_of
from osteon.quality.chart import Chart, Records, index_registry
from osteon.quality.finding import Flaw, QualityFinding
from osteon.quality.rule import Reads
from osteon.quality.rules import RULES
from osteon.quality.switch import Switches

NO_SWITCHES: Switches = MappingProxyType({})


def _charts(records: Records, patient_ids: Collection[str]) -> Mapping[str, Chart]:
    """Return the charts of patients, an empty one where there are no rows."""
    charts = index_registry(records, date.max).charts
    empty: Records = MappingProxyType({})
    return {key: charts.get(key) or Chart(key, empty, date.max) for key in sorted(patient_ids)}


def check_time_origins(records: Records, *, patient_ids: Collection[str]) -> list[QualityFinding]:
    """Return the patients of a survival analysis without a date of diagnosis (H-06).

    Parameters
    ----------
    records : mapping of str to sequence of Row
        Rows by table; `tumour` is looked at.
    patient_ids : collection of str
        The patients of the analysis.

    Returns
    -------
    list of QualityFinding
        One a patient, in the order of pseudonyms.
    """
    findings = []
    for patient_id, chart in _charts(records, patient_ids).items():
        tumours = chart.rows("tumour")
        if any(row.get("dx_date") is not None for row in tumours):
            continue
        key = min((str(row["id"]) for row in tumours), default="")
        message = "The patient is in a survival analysis, and no diagnosis is dated."
        flaw = Flaw("tumour", {"patient_id": patient_id}, ("dx_date",), message)
        findings.append(RULES["H-06"].report(flaw, key))
    return findings


def check_imputed_dates(
    records: Records,
    *,
    patient_ids: Collection[str],
    uses: Reads,
    switches: Switches = NO_SWITCHES,
) -> list[QualityFinding]:
    """Return a finding if too many patients have a partial date that a study imputes (W-01).

    Parameters
    ----------
    records : mapping of str to sequence of Row
        Rows by table.
    patient_ids : collection of str
        The patients of the study.
    uses : mapping of str to collection of str
        The dates that the study uses, by table.
    switches : mapping, optional
        Switches of W-01.

    Returns
    -------
    list of QualityFinding
        At most one, about no single patient; its fields are the dates that were partial, as
        ``table.field``.
    """
    limit = RULES["W-01"].settle(switches)["share_percent"]
    charts = _charts(records, patient_ids)
    partial = {key: _partial_fields(chart, uses) for key, chart in charts.items()}
    n_imputed = sum(bool(fields) for fields in partial.values())
    if not charts or 100 * n_imputed <= limit * len(charts):
        return []
    fields = tuple(sorted(set().union(*partial.values())))
    message = "Many patients have a date of which the day is not known; results rest on imputation."
    return [RULES["W-01"].report(Flaw("", {}, fields, message), "")]


def _partial_fields(chart: Chart, uses: Reads) -> set[str]:
    dates = (
        (f"{table}.{field}", date_of(row, field))
        for table, fields in uses.items()
        for row in chart.rows(table)
        for field in fields
    )
    return {name for name, day in dates if day is not None and day.precision != "D"}


def check_completeness(
    records: Records,
    *,
    patient_ids: Collection[str],
    data_cutoff: date,
    switches: Switches = NO_SWITCHES,
) -> list[QualityFinding]:
    """Return a finding if the follow-up of too many patients is old at the cut-off (W-30).

    Parameters
    ----------
    records : mapping of str to sequence of Row
        Rows by table; `follow_up` is looked at.
    patient_ids : collection of str
        The patients of the study.
    data_cutoff : date
        The last day of the data.
    switches : mapping, optional
        Switches of W-30.

    Returns
    -------
    list of QualityFinding
        At most one, about no single patient. Nothing where nobody may be alive.
    """
    settled = RULES["W-30"].settle(switches)
    earliest = add_months(data_cutoff, -settled["months"])
    followed = [chart.rows("follow_up") for chart in _charts(records, patient_ids).values()]
    living = [rows for rows in followed if all(row.get("status") != "dead" for row in rows)]
    n_late = 0
    for rows in living:
        days = [date_of(row, "last_alive_date") for row in rows]
        n_late += all(day is not None and day.hi < earliest for day in days)
    if 100 * n_late <= settled["share_percent"] * len(living):
        return []
    message = "Many patients were last known alive long before the data cut-off."
    flaw = Flaw("follow_up", {}, ("last_alive_date",), message)
    return [RULES["W-30"].report(flaw, "")]
