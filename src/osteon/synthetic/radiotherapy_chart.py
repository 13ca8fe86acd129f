"""The chart of one patient of the golden registry of radiotherapy: days, and records."""

from dataclasses import dataclass
from datetime import date, timedelta

from osteon.synthetic.golden_chart import Row
from osteon.synthetic.radiotherapy_case import Case, Site

CENTRE = "golden"
DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Chart:
    """One patient's case, and the days on which things happened."""

    case: Case

    @property
    def patient_id(self) -> str:
        """The pseudonym, such as ``net-014``."""
        return f"net-{self.case.number:03d}"

    @property
    def last_date(self) -> date:
        """The day of death or last contact."""
        return self.day(self.case.last_day)

    def day(self, days: int) -> date:
        """Return the day that many days after diagnosis."""
        return self.case.diagnosis_date + timedelta(days)

    def start_date(self, site: Site) -> date:
        """Return the day of the first fraction: the first Monday from the day of the table on."""
        planned = self.day(site.start_day)
        return planned + timedelta(-planned.weekday() % DAYS_PER_WEEK)

    def end_date(self, site: Site) -> date:
        """Return the day of the last fraction."""
        return self.start_date(site) + timedelta(site.duration_days)

    def baseline_date(self, site: Site) -> date:
        """Return the day on which pain was asked for before: two to ten days before the start."""
        return self.start_date(site) - timedelta(2 + (self.case.number + site.number) % 9)

    def site(self, number: int) -> Site:
        """Return the patient's site of a number."""
        return self.case.sites[number - 1]

    def key(self, name: str) -> str:
        """Return the id of one of the patient's records, such as ``net-014-tumour``."""
        return f"{self.patient_id}-{name}"

    def record(self, name: str, **fields: object) -> Row:
        """Return a record of the patient."""
        owner = {"patient_id": self.patient_id, "centre_id": CENTRE, "source": "import_tabular"}
        return {"id": self.key(name), **owner, **fields}
