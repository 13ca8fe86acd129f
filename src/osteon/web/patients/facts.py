"""What stands at the top of a patient's page: who, which tumour, and how the skeleton is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from osteon.quality import Chart, Row, bone_sites, bone_studies, date_of
from osteon.web.words import render_day, render_number, render_phrase, render_value
from osteon.worklist import BoardPack, Lane


@dataclass(frozen=True, slots=True)
class Fact:
    """A line at the top of the page; ``note`` says since when, or by what."""

    title: str
    text: str
    note: str = ""


def patient_facts(chart: Chart, pack: BoardPack, centres: Mapping[str, str]) -> list[Fact]:
    """Return the facts of a patient; what is not recorded is said to be so."""
    own = chart.patient or {}
    centre_id = str(own.get("centre_id", ""))
    facts = [
        Fact(_("Centre"), centres.get(centre_id, centre_id)),
        Fact(_("Sex"), render_value("patient", "sex", own)),
        Fact(_("Born"), str(own.get("birth") or "")[:4]),
        Fact(_("Primary tumour"), *_tumour(chart)),
        Fact(_("Grade"), *_grade(chart)),
        Fact(_("Stage"), *_stage(chart)),
        Fact(_("Bone metastasis"), *_bone(chart)),
        Fact(_("Last picture of the skeleton"), *_last_picture(pack)),
        Fact(_("Vital status"), *_vital_status(chart)),
    ]
    return [Fact(fact.title, fact.text or _("not recorded"), fact.note) for fact in facts]


def _tumour(chart: Chart) -> tuple[str, str]:
    tumours = chart.rows("tumour")
    sites = [render_value("tumour", "topography", row) for row in tumours]
    days = [str(row["dx_date"]) for row in tumours if row.get("dx_date")]
    since = _("diagnosed %(day)s") % {"day": render_day(min(days))} if days else ""
    return "; ".join(dict.fromkeys(filter(None, sites))), since


def _grade(chart: Chart) -> tuple[str, str]:
    graded = [row for row in chart.rows("pathology") if row.get("grade_reported")]
    reference = [row for row in graded if row.get("is_reference") is True] or graded
    latest = latest_of(reference, "specimen_date")
    if latest is None:
        return "", ""
    share = latest.get("ki67_percent")
    note = "" if share is None else f"Ki-67 {render_number(share)} %"
    return render_value("pathology", "grade_reported", latest), note


def _stage(chart: Chart) -> tuple[str, str]:
    staged = [row for row in chart.rows("stage_assessment") if row.get("stage")]
    latest = latest_of(staged, "date")
    if latest is None:
        return "", ""
    system = render_value("stage_assessment", "system", latest)
    parts = (system, render_day(str(latest.get("date") or "")))
    return render_value("stage_assessment", "stage", latest), ", ".join(filter(None, parts))


def _bone(chart: Chart) -> tuple[str, str]:
    """Return whether there is bone metastasis, and since when, as studies and the organ say it."""
    days = [
        *(str(study.get("date") or "") for study in bone_studies(chart).values()),
        *(str(site.get("first_date") or "") for site in bone_sites(chart)),
    ]
    if days:
        known = min(filter(None, days), default="")
        return _("present"), _("since %(day)s") % {"day": render_day(known)} if known else ""
    sites = [row for row in chart.rows("metastasis_site") if row.get("organ") == "BONE"]
    latest = latest_of(sites, "first_date")
    return ("", "") if latest is None else (render_value("metastasis_site", "status", latest), "")


def _last_picture(pack: BoardPack) -> tuple[str, str]:
    """Return what the last study that says something of the skeleton showed, and its day."""
    looked = [entry for entry in pack.timeline if entry.lane is Lane.IMAGING and entry.parts[1:]]
    if not looked:
        return "", ""
    last = looked[-1]
    said = ", ".join(map(render_phrase, last.parts[1:]))
    return said, f"{render_phrase(last.parts[0])}, {render_day(last.begun)}"


def _vital_status(chart: Chart) -> tuple[str, str]:
    latest = latest_of(chart.rows("follow_up"), "last_alive_date")
    if latest is None:
        return "", ""
    day = str(latest.get("death_date") or latest.get("last_alive_date") or "")
    return render_value("follow_up", "status", latest), render_day(day)


def latest_of(rows: Sequence[Row], field: str) -> Row | None:
    """Return the row of the latest day; of those without one only where no other is."""
    return max(rows, key=lambda row: tuple(_sort_days(row, field)), default=None)


def _sort_days(row: Row, field: str) -> Iterator[date | str]:
    found = date_of(row, field)
    yield from (date.min, date.min) if found is None else (found.lo, found.hi)
    yield str(row["id"])
