"""The calendar of the golden cohort: when each patient was diagnosed, and what a month is."""

from datetime import date, timedelta

from osteon.synthetic.golden_case import GoldenCase

DAYS_PER_MONTH = 30.4375
WINDOW_START = date(2003, 2, 1)
"""First day of treatment at the centre that the source study counted."""
WINDOW_END = date(2023, 5, 31)
"""Last day of it; also the data cut-off."""
FIRST_PET_YEAR = 2001
"""No bone metastasis was seen by somatostatin-receptor PET before this year."""
DIAGNOSIS_MONTHS = range(3, 9)
"""March to August: from the first of these, six calendar months are 183 or 184 days."""


def days_of(months: int) -> int:
    """Return a number of months in whole days."""
    return round(months * DAYS_PER_MONTH)


def derive_diagnosis_date(case: GoldenCase) -> date:
    """Return the day of diagnosis by a rule that can be followed with a pencil.

    List the firsts of March to August on which the diagnosis may have fallen: first contact with
    the centre and last contact must lie in the treatment window, and bone metastasis in the years
    of PET. Take the one at the place (patient number modulo length of the list), counting from 0.

    Seven patients without bone metastasis were followed almost as long as the window is wide, and
    no first of March to August fits; their list holds the firsts of all months. The half of the
    year matters only to the six calendar months between diagnosis and bone metastasis.
    """
    permitted = _permitted_dates(case, DIAGNOSIS_MONTHS) or _permitted_dates(case, range(1, 13))
    return permitted[case.number % len(permitted)]


def _permitted_dates(case: GoldenCase, months: range) -> list[date]:
    first_year = WINDOW_START.year - case.entry_month // 12 - 1
    years = range(first_year, WINDOW_END.year + 1)
    firsts = (date(year, month, 1) for year in years for month in months)
    return [first for first in firsts if _is_permitted(first, case)]


def _is_permitted(diagnosed: date, case: GoldenCase) -> bool:
    if diagnosed + timedelta(days_of(case.entry_month)) < WINDOW_START:
        return False
    if diagnosed + timedelta(days_of(case.last_month)) > WINDOW_END:
        return False
    if case.onset_month is None:
        return True
    return (diagnosed + timedelta(days_of(case.onset_month))).year >= FIRST_PET_YEAR
