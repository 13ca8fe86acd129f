"""What is due for one patient, found anew each time, and the board pack to print."""

import base64
import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from osteon.registry import reading
from osteon.web.links import patient_address
from osteon.web.request import actor, now, today
from osteon.web.reviews.examine import centre_thresholds, gaps_of
from osteon.web.words import page_language
from osteon.web.worklist.rows import gap_rows, line_of
from osteon.worklist import DISCLAIMER, NOT_SIGNED_OFF, RULES, render_board_pack
from osteon.worklist import board_pack as build_board_pack

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@require_safe
def patient(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Show what is due for a patient and not on record, each gap with all its rows."""
    by = actor(request)
    chart = reading.read_chart(patient_id, by=by)
    lines = [line_of(gap) for gap in gaps_of(chart, as_of=today(), by=by)]
    thresholds = centre_thresholds(by=by)
    rows = list(gap_rows(lines, thresholds, most=50))
    home = str(reading.read_record("patient", patient_id, by=by).row["centre_id"])
    kept = thresholds.at(home)
    used = dict.fromkeys(line.rule for line in lines)
    facts = {
        "patient_id": patient_id,
        "patient": patient_address(patient_id),
        "rows": rows,
        "texts": [RULES[code].settle(kept.of(code), page_language()) for code in used],
        "computed_at": now(),
        "disclaimer": _(DISCLAIMER),
        "not_signed_off": _(NOT_SIGNED_OFF),
    }
    return render(request, "worklist/patient.html", facts)


@require_safe
def board_pack(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Show what a board needs to know of a patient as a page of its own, to print."""
    by = actor(request)
    chart = reading.read_chart(patient_id, by=by)
    pack = build_board_pack(chart, as_of=today(), thresholds=centre_thresholds(by=by))
    page = render_board_pack(pack, page_language())
    response = HttpResponse(page)
    response["Content-Security-Policy"] = page_policy(page)
    return response


def page_policy(page: str) -> str:
    """Return what a page that brings its own style may do: be shown with it, and nothing else."""
    digests = [hashlib.sha256(style.encode()).digest() for style in _STYLE.findall(page)]
    allowed = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    return (
        f"default-src 'none'; style-src {' '.join(allowed)}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
