"""Lists of gaps: of a centre, filtered, to print, as a file; and the rules behind them."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from osteon.registry import reading
from osteon.registry.policies import Permission
from osteon.registry.reading import LineFilter
from osteon.web.exports import csv_response
from osteon.web.request import actor, page_number, today
from osteon.web.reviews.asking import asked_lines, query_but_page, take_out
from osteon.web.reviews.examine import centre_thresholds
from osteon.web.reviews.state import review_facts
from osteon.web.words import page_language
from osteon.web.worklist.rows import gap_rows, state_words
from osteon.worklist import DISCLAIMER, NOT_SIGNED_OFF, RULES

EXPORT_COLUMNS = (
    "state", "concern", "due_from", "due_to", "rule", "title", "centre_id", "patient_id", "reason",
    "rows", "audit_only", "thresholds", "notice",
)  # fmt: skip
NOTICE = "Not a medical device"


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what is due and not on record, the most urgent first."""
    by, asked = actor(request), _asked(request)
    facts = review_facts(request, asked.centre_id)
    page = reading.list_gaps(asked, by=by, page=page_number(request.GET))
    counts = reading.count_gaps(LineFilter(asked.centre_id), by=by)
    facts |= {
        "rows": list(gap_rows(page.lines, centre_thresholds(by=by))),
        "page": page,
        "query": query_but_page(request),
        "rules": [
            (code, _(rule.title), sum(counts.get(code, Counter()).values()))
            for code, rule in RULES.items()
        ],
        "rule": _settled(request, asked) if asked.rule else None,
        "states": state_words().items(),
        "asked": asked,
        "disclaimer": _(DISCLAIMER),
        "not_signed_off": _(NOT_SIGNED_OFF),
        "may_export": by.may_anywhere(Permission.EXPORT),
    }
    return render(request, "worklist/worklist.html", facts)


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """Show the whole list as a page to print, with the text and source of its rules."""
    by, asked = actor(request), _asked(request)
    facts = review_facts(request, asked.centre_id)
    lines = reading.every_gap(asked, by=by)
    thresholds = centre_thresholds(by=by)
    used = sorted({(line.rule, line.centre_id) for line in lines})
    language = page_language()
    texts = (RULES[code].settle(thresholds.at(centre).of(code), language) for code, centre in used)
    facts |= {
        "rows": list(gap_rows(lines, thresholds)),
        "texts": list(dict.fromkeys(texts)),
        "day": today(),
        "asked": asked,
        "disclaimer": _(DISCLAIMER),
        "not_signed_off": _(NOT_SIGNED_OFF),
    }
    return render(request, "worklist/print.html", facts)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule with its text and source, as a centre has set it."""
    by, asked = actor(request), _asked(request)
    kept, language = centre_thresholds(by=by).at(asked.centre_id), page_language()
    facts = {
        "rules": [
            (rule.settle(kept.of(code), language), code in kept.rules_off)
            for code, rule in RULES.items()
        ],
        "sign_off": kept.sign_off,
        "centres": reading.known_centres(by=by),
        "asked": asked,
        "disclaimer": _(DISCLAIMER),
    }
    return render(request, "worklist/rules.html", facts)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the gaps that are listed as a file; the audit trail knows of it."""
    lines = take_out(request, _asked(request), "worklist", reading.every_gap)
    return csv_response("worklist", EXPORT_COLUMNS, map(_cells, lines))


def _cells(line: reading.GapLine) -> tuple[object, ...]:
    return (
        line.state, line.concern, line.due_from, line.due_to, line.rule, RULES[line.rule].title,
        line.centre_id, line.patient_id, line.reason,
        ", ".join(f"{table}:{key}" for table, key in line.rows), "yes" if line.is_audit else "no",
        "signed off" if line.is_signed_off else NOT_SIGNED_OFF, NOTICE,
    )  # fmt: skip


def _settled(request: HttpRequest, asked: LineFilter) -> tuple[object, ...]:
    kept = centre_thresholds(by=actor(request)).at(asked.centre_id)
    text = RULES[asked.rule].settle(kept.of(asked.rule), page_language())
    return text, asked.rule in kept.rules_off


def _asked(request: HttpRequest) -> LineFilter:
    return asked_lines(request, rules=RULES, states=state_words())
