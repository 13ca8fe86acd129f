"""What stands on a document besides its text: title, date, and where it comes from."""

from dataclasses import dataclass
from datetime import date

from osteon.report.provenance import SHORT_DIGEST
from osteon.study import StudyResults

FIRST_DAY = date(1980, 1, 1)
"""The date of a document whose data have no cut-off; no file format knows an earlier one."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Title, date and origin of a document.

    Parameters
    ----------
    title : str
        The study's.
    date : date
        The data cut-off: a document bears no date on which it was printed, so that the same
        results give the same bytes.
    origin : str
        Digests and version, in short.
    """

    title: str
    date: date
    origin: str


def cover_of(results: StudyResults) -> Cover:
    """Return the cover of a report."""
    day = str(results.snapshot.get("data_cutoff", ""))
    protocol = str(results.study.get("protocol_digest", ""))[:SHORT_DIGEST]
    snapshot = str(results.snapshot.get("digest", ""))[:SHORT_DIGEST]
    version = str(results.versions.get("osteon", ""))
    words = {"protocol": protocol, "snapshot": snapshot, "Osteon": version}
    return Cover(
        title=str(results.study.get("title", "")) or "Study report",
        date=max(date.fromisoformat(day), FIRST_DAY) if day else FIRST_DAY,
        origin=", ".join(f"{name} {text}" for name, text in words.items() if text),
    )
