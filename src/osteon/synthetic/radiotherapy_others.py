"""The 572 patients of the golden registry of radiotherapy who had none, by rule from a number."""

from datetime import date

from osteon.synthetic.radiotherapy_case import Case

N_RECORDS = 600
DATA_CUTOFF = date(2018, 12, 31)
BONE_WITHOUT_RADIOTHERAPY = range(29, 73)
NEVER_EXAMINED = range(561, N_RECORDS + 1)
"""No study of the skeleton is recorded; whether there is bone metastasis is not known."""
TOPOGRAPHIES = ("C17.2", "C25.2", "C34.1", "C17.2", "C20.9", "C25.0", "C18.1", "C80.9")


def derive_other_cases() -> tuple[Case, ...]:
    """Return the patients without radiotherapy, numbers 29 to 600."""
    return tuple(_derive_case(number) for number in range(29, N_RECORDS + 1))


def _derive_case(number: int) -> Case:
    diagnosed = date(2011 + number % 7, 1 + number % 12, 1)
    last_day = min(120 + 37 * number % 1600, (DATA_CUTOFF - diagnosed).days)
    topography = TOPOGRAPHIES[number % len(TOPOGRAPHIES)]
    has_bone_metastasis = number in BONE_WITHOUT_RADIOTHERAPY
    return Case(
        number=number,
        sex="F" if number % 2 else "M",
        age_years=30 + 7 * number % 60,
        topography=topography,
        histology=_histology(number, in_lung=topography.startswith("C34")),
        diagnosis_date=diagnosed,
        last_day=last_day,
        is_dead=number % (3 if has_bone_metastasis else 6) == 0,
        bone_day=min(60 * (number % 5), last_day) if has_bone_metastasis else None,
        is_examined=number not in NEVER_EXAMINED,
    )


def _histology(number: int, *, in_lung: bool) -> str:
    if in_lung:
        return "atypical" if number % 5 == 0 else "typical"
    return "intermediate" if number % 3 == 0 else "low"
