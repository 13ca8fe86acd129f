"""Pages that list findings: by rule, by patient, by centre, of one patient, and as a file."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from osteon.dictionary import entity
from osteon.quality import RULES
from osteon.registry import reading
from osteon.registry.policies import Permission
from osteon.registry.reading import FlawLine, LineFilter
from osteon.web.exports import csv_response
from osteon.web.links import patient_address
from osteon.web.quality.rows import STATES, Counts, finding_rows, rule_rows, rule_words
from osteon.web.quality.scores import Share, latest_scores
from osteon.web.request import actor, now, page_number, today
from osteon.web.reviews.asking import asked_lines, query_but_page, take_out
from osteon.web.reviews.examine import findings_of
from osteon.web.reviews.start import count_again
from osteon.web.reviews.state import review_facts

SHOWN_PATIENTS = 100
EXPORT_COLUMNS = (
    "rule", "severity", "state", "centre_id", "patient_id", "table", "record_id", "fields",
    "message", "question", "answer",
)  # fmt: skip


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show every rule with how often it found something, and every centre."""
    by, asked = actor(request), _asked(request)
    facts = review_facts(request, asked.centre_id)
    count_again()
    scores = latest_scores(reading.quality_scores(by=by, centre_id=asked.centre_id))
    by_rule = reading.count_flaws(asked, by=by, group="rule")
    by_centre = reading.count_flaws(LineFilter(), by=by, group="centre_id")
    facts |= {
        "rules": rule_rows(by_rule),
        "sound": Share.of_all(Share(score.sound, score.patients) for score in scores),
        "required": Share.of_all(Share(score.recorded, score.expected) for score in scores),
        "total": Counts.of(sum(by_rule.values(), Counter())),
        "centre_counts": [
            (centre, Counts.of(by_centre.get(centre.code, Counter())))
            for centre in reading.known_centres(by=by)
        ],
        "asked": asked,
    }
    return render(request, "quality/overview.html", facts)


@require_safe
def patients(request: HttpRequest) -> HttpResponse:
    """Show the patients with the most open findings."""
    by, asked = actor(request), _asked(request)
    facts = review_facts(request, asked.centre_id)
    counted = reading.count_flaws(asked, by=by, group="patient_id")
    ordered = sorted(counted.items(), key=lambda item: (-item[1][STATES[0]], item[0]))
    facts |= {
        "patients": [(key, Counts.of(counts)) for key, counts in ordered[:SHOWN_PATIENTS]],
        "n_patients": len(ordered),
        "asked": asked,
    }
    return render(request, "quality/patients.html", facts)


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Show the findings of a rule, or of a centre, a page at a time."""
    by, asked = actor(request), _asked(request)
    facts = review_facts(request, asked.centre_id)
    page = reading.list_flaws(asked, by=by, page=page_number(request.GET))
    facts |= {
        "rule": rule_words(RULES[asked.rule]) if asked.rule else None,
        "rules": [(code, _(rule.title)) for code, rule in RULES.items()],
        "rows": list(finding_rows(page.lines, by)),
        "page": page,
        "query": query_but_page(request),
        "may_export": by.may_anywhere(Permission.EXPORT),
        "asked": asked,
        "states": STATES,
    }
    return render(request, "quality/findings.html", facts)


@require_safe
def patient(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Show what the rules find in the records of one patient, now."""
    by = actor(request)
    chart = reading.read_chart(patient_id, by=by)
    keepers = {
        (table, str(row[entity(table).key])): str(row["centre_id"])
        for table, rows in chart.items()
        for row in rows
    }
    home = str(reading.read_record("patient", patient_id, by=by).row["centre_id"])
    asking = {
        (query.rule, query.entity, query.record_id): query
        for query in reversed(reading.list_queries(by=by, patient_id=patient_id))
    }
    lines = []
    for found in findings_of(chart, as_of=today(), by=by):
        query = asking.get((found.rule, found.table, found.record_id))
        lines.append(
            FlawLine(
                rule=found.rule,
                severity=found.severity.value,
                patient_id=patient_id,
                centre_id=keepers.get((found.table, found.record_id), home),
                entity=found.table,
                record_id=found.record_id,
                fields=found.fields,
                message=found.message,
                state=query.state if query else STATES[0],
                query=query.number if query else None,
                question=query.question if query else "",
                answer=query.answer if query else "",
            )
        )
    facts = {
        "patient_id": patient_id,
        "patient": patient_address(patient_id),
        "rows": list(finding_rows(lines, by)),
        "computed_at": now(),
    }
    return render(request, "quality/patient.html", facts)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the findings that are listed as a file; the audit trail knows of it."""
    lines = take_out(request, _asked(request), "findings of data quality", reading.every_flaw)
    return csv_response("data-quality", EXPORT_COLUMNS, map(_cells, lines))


def _cells(line: FlawLine) -> tuple[object, ...]:
    return (
        line.rule, line.severity, line.state, line.centre_id, line.patient_id, line.entity,
        line.record_id, " ".join(line.fields), line.message, line.question, line.answer,
    )  # fmt: skip


def _asked(request: HttpRequest) -> LineFilter:
    return asked_lines(request, rules=RULES, states=STATES)
