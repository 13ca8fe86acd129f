"""Pages of studies: snapshots and runs, freezing, running, progress, the report and its files."""

from datetime import date

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from osteon.errors import Problem, StudyError
from osteon.registry import actions
from osteon.registry.errors import UnknownRecordError
from osteon.registry.policies import Actor, Permission, refusal
from osteon.web.jobs import Job, find_job, list_jobs
from osteon.web.request import actor, now, today
from osteon.web.studies.freezing import freezes_folder, name_of, start_freezing
from osteon.web.studies.job import RESULTS, create_study, start_study, studies_folder
from osteon.web.studies.protocols import place_protocol, shipped_protocols, title_of
from osteon.web.studies.snapshots import find_snapshot, list_snapshots

REPORT = "report.html"
FILES = {
    REPORT: gettext_lazy("Report as a page"),
    "report.docx": gettext_lazy("Report as a Word document"),
    "report.pdf": gettext_lazy("Report as PDF"),
    "tables.xlsx": gettext_lazy("Tables as a workbook"),
    "cells.csv": gettext_lazy("Every number (CSV)"),
}
REPORT_POLICY = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""The report brings its own style and script; it runs without an origin and loads nothing."""


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """Show the snapshots with their digests, and what was run on them."""
    by = _require_freezer(request)
    facts = {
        "snapshots": list_snapshots(by=by),
        "freezes": [
            job for job in list_jobs(freezes_folder()) if job.by == by.name and job.is_open
        ],
        "runs": [job for job in list_jobs(studies_folder()) if _may_see(job, by)],
        "protocols": shipped_protocols(),
        "today": today(),
    }
    return render(request, "studies/studies.html", facts)


@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze a snapshot of the centres of whoever asks, as of a day."""
    by = _require_freezer(request)
    text = request.POST.get("data_cutoff", "") or today().isoformat()
    try:
        data_cutoff = date.fromisoformat(text)
    except ValueError as error:
        problem = Problem(_("data cut-off"), "no day", "a day of the calendar, as 2026-05-31")
        raise StudyError(_("Nothing can be frozen so."), [problem]) from error
    return redirect("freezing", start_freezing(data_cutoff=data_cutoff, by=by).key)


@require_safe
def freezing(request: HttpRequest, key: str) -> HttpResponse:
    """Show how freezing goes."""
    by = _require_freezer(request)
    job = find_job(freezes_folder(), key)
    if job.by != by.name:
        raise _unknown()
    template = "studies/progress.html" if request.htmx else "studies/freezing.html"
    facts = {"job": job, "name": name_of(job), "poll": request.path}
    return render(request, template, facts)


@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Run a protocol on a snapshot."""
    by = _require_freezer(request)
    snapshot = find_snapshot(request.POST.get("snapshot", ""), by=by)
    shipped, uploaded = request.POST.get("protocol", ""), request.FILES.get("file")
    job = create_study(snapshot, title=title_of(shipped, uploaded), by=by)
    place_protocol(job.folder, shipped=shipped, uploaded=uploaded)
    actions.note_event(
        "run study", by=by, at=now(), subject=job.key, detail=f"snapshot {snapshot.digest}"
    )
    start_study(job)
    return redirect("study", job.key)


@require_safe
def study(request: HttpRequest, key: str) -> HttpResponse:
    """Show how a study goes, and its report once there is one."""
    job = _find(request, key)
    there = [
        (name, title) for name, title in FILES.items() if (job.folder / RESULTS / name).is_file()
    ]
    template = "studies/progress.html" if request.htmx else "studies/study.html"
    facts = {"job": job, "files": there, "poll": request.path, "report": REPORT}
    return render(request, template, facts)


@require_safe
@xframe_options_sameorigin
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Show the report by itself: it may run its own script, and reach nothing of the registry."""
    path = _find(request, key).folder / RESULTS / REPORT
    if not path.is_file():
        raise _unknown()
    response = HttpResponse(path.read_bytes())
    response["Content-Security-Policy"] = REPORT_POLICY
    return response


@require_safe
def download(request: HttpRequest, key: str, name: str) -> FileResponse:
    """Hand out a file of the report; the audit trail knows of it."""
    job = _find(request, key)
    path = job.folder / RESULTS / name
    if name not in FILES or not path.is_file():
        raise Http404
    actions.note_event("export", by=actor(request), at=now(), subject=job.key, detail=name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _require_freezer(request: HttpRequest) -> Actor:
    by = actor(request)
    if not by.may_anywhere(Permission.FREEZE):
        raise refusal(Permission.FREEZE)
    return by


def _find(request: HttpRequest, key: str) -> Job:
    by = _require_freezer(request)
    job = find_job(studies_folder(), key)
    if not _may_see(job, by):
        raise _unknown()
    return job


def _may_see(job: Job, by: Actor) -> bool:
    """Return whether somebody may see a study: one of whoever may freeze all its centres."""
    centres = job.facts.get("centres")
    return isinstance(centres, list) and all(by.may(Permission.FREEZE, one) for one in centres)


def _unknown() -> UnknownRecordError:
    problem = Problem("key", "nothing of this key", "one that is listed")
    return UnknownRecordError("There is nothing of this key.", [problem])
