"""The chart of one golden patient: days for months, and records that know their source."""

from dataclasses import dataclass
from datetime import date, timedelta

from osteon.synthetic.golden_calendar import days_of, derive_diagnosis_date
from osteon.synthetic.golden_case import GoldenCase

Row = dict[str, object]
"""A flat record: field name to value, a missing reason under ``<field>_null``."""

CENTRE = "golden"
SEEN_HERE = "import_tabular"
SEEN_ELSEWHERE = "external"


@dataclass(frozen=True, slots=True)
class Chart:
    """One patient's case and the day from which its months count."""

    case: GoldenCase
    diagnosis_date: date

    @classmethod
    def of(cls, case: GoldenCase) -> "Chart":
        """Open the chart of a case."""
        return cls(case, derive_diagnosis_date(case))

    @property
    def patient_id(self) -> str:
        """The pseudonym, such as ``sinet-354``."""
        return f"sinet-{self.case.number:03d}"

    @property
    def entry_date(self) -> date:
        """The day on which the centre first saw the patient."""
        return self.day(self.case.entry_month)

    @property
    def last_date(self) -> date:
        """The day of death or last contact."""
        return self.day(self.case.last_month)

    def day(self, months: int) -> date:
        """Return the day that many months after diagnosis."""
        return self.diagnosis_date + timedelta(days_of(months))

    def key(self, name: str) -> str:
        """Return the id of one of the patient's records, such as ``sinet-354-tumour``."""
        return f"{self.patient_id}-{name}"

    def record(self, name: str, on: date, **fields: object) -> Row:
        """Return a record of something that happened on a day; external before the first visit."""
        source = SEEN_ELSEWHERE if on < self.entry_date else SEEN_HERE
        owner = {"patient_id": self.patient_id, "centre_id": CENTRE, "source": source}
        return {"id": self.key(name), **owner, **fields}
