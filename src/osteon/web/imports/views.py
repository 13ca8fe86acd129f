"""Pages of the import: a file is chosen, tried out, looked at, and entered or dropped."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from osteon.errors import Problem, UserError
from osteon.registry import actions
from osteon.registry.errors import RegistryError
from osteon.registry.policies import Actor, Permission, refusal
from osteon.web import background
from osteon.web.exports import csv_response
from osteon.web.imports.job import CONFIRMED, read_dry_run, read_entered
from osteon.web.imports.uploads import (
    find_upload,
    imports_folder,
    packaged_mappings,
    take_in,
)
from osteon.web.jobs import JobState, list_jobs
from osteon.web.refusal_words import render_problem
from osteon.web.request import actor, now
from osteon.web.words import render_title

SHOWN_REJECTED = 500


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Take in a file with its mapping and try it out; show what somebody has in hand."""
    by = _require_importer(request)
    if request.method != "POST":
        return _page(request, by)
    try:
        job = take_in(
            request.FILES.get("file"),
            mapping=request.POST.get("mapping", ""),
            uploaded=request.FILES.get("own_mapping"),
            by=by,
        )
    except UserError as error:
        return _page(request, by, error.problems, status=400)
    background.start("import", job.key, by.name)
    return redirect("upload", job.key)


@require_safe
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Show how an upload goes, what would become of it, or what was entered."""
    job = find_upload(key, by=_require_importer(request))
    dry_run, entered = read_dry_run(job), read_entered(job.folder)
    facts: dict[str, object] = {"job": job, "poll": request.path}
    if request.htmx:
        return render(request, "studies/progress.html", facts)
    made = entered["entered"] if entered else dry_run.records if dry_run else {}
    facts |= {
        "dry_run": dry_run,
        "rejected": dry_run.rejected[:SHOWN_REJECTED] if dry_run else [],
        "entered": entered,
        "records": [(render_title(name), n) for name, n in made.items() if n],
        "may_confirm": dry_run is not None
        and dry_run.n_accepted > 0
        and job.state is JobState.DONE
        and not (job.folder / CONFIRMED).exists(),
    }
    return render(request, "imports/upload.html", facts)


@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what the dry run accepted; confirmed twice, it is entered once."""
    by = _require_importer(request)
    job = find_upload(key, by=by)
    if read_dry_run(job) is None or job.is_open:
        problem = Problem("upload", "one that was not tried out", "one whose dry run is there")
        raise RegistryError(_("Nothing can be entered yet."), [problem])
    try:
        (job.folder / CONFIRMED).touch(exist_ok=False)
    except FileExistsError:
        return redirect("upload", key)
    job.restart()
    background.start("import", job.key, by.name)
    return redirect("upload", key)


@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Forget an upload with all that was made of it."""
    job = find_upload(key, by=_require_importer(request))
    if job.is_open:
        problem = Problem("upload", "one that is being worked on", "one that is not")
        raise RegistryError(_("The upload cannot be dropped now."), [problem])
    job.remove()
    messages.success(request, _("The upload is forgotten."))
    return redirect("imports")


@require_safe
def rejected(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out every rejected row with its problems, without its values."""
    by = _require_importer(request)
    job = find_upload(key, by=by)
    dry_run = read_dry_run(job)
    rows = dry_run.rejected if dry_run else []
    actions.note_event(
        "export", by=by, at=now(), subject="rejected rows", detail=f"import {job.key}"
    )
    lines = ((number, problem) for number, problems in rows for problem in problems)
    return csv_response("rejected", ("row", "problem"), lines)


def _page(
    request: HttpRequest, by: Actor, problems: Sequence[Problem] = (), *, status: int = 200
) -> HttpResponse:
    facts = {
        "mappings": packaged_mappings(),
        "uploads": [job for job in list_jobs(imports_folder()) if job.by == by.name],
        "problems": list(map(render_problem, problems)),
    }
    return render(request, "imports/imports.html", facts, status=status)


def _require_importer(request: HttpRequest) -> Actor:
    by = actor(request)
    if not by.may_anywhere(Permission.IMPORT):
        raise refusal(Permission.IMPORT)
    return by
