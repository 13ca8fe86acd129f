"""Pages that say how complete the records are: by field, by centre, and how sound, day by day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from osteon.dictionary import ENTITIES, Requirement
from osteon.registry import reading
from osteon.registry.reading import ABSENT, CentreScore, FieldCompleteness
from osteon.web.quality.scores import Share, latest_scores, score_rows
from osteon.web.request import actor
from osteon.web.reviews.start import count_again
from osteon.web.reviews.state import review_facts
from osteon.web.words import render_code, render_label, render_title

MONTHS = 12
"""So many months are shown of the course of a score, each by its last day."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field with how complete it is; ``absent`` in the order of the reasons."""

    entity: str
    field: str
    label: str
    is_required: bool
    share: Share
    absent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableLines:
    """The fields of a table, and its required fields together."""

    name: str
    title: str
    required: Share
    lines: tuple[FieldLine, ...]


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Show every field with how often it is recorded, of one centre or of those one may see."""
    by, centre_id = actor(request), request.GET.get("centre", "")
    facts = review_facts(request, centre_id)
    count_again()
    counts = reading.field_completeness(by=by, centre_id=centre_id)
    scores = reading.quality_scores(by=by, centre_id=centre_id)
    names = {centre.code: centre.name for centre in reading.known_centres(by=by)}
    facts |= {
        "tables": list(_tables(reading.sum_completeness(counts))),
        "reasons": [*(render_code("missing_reason", reason.value) for reason in ABSENT), None],
        "scores": score_rows(latest_scores(scores), names),
        "course": score_rows(_months(scores), names) if centre_id or len(names) == 1 else [],
        "counted_at": max((score.counted_at for score in scores), default=None),
        "centre_id": centre_id,
    }
    return render(request, "quality/completeness.html", facts)


@require_safe
def field(request: HttpRequest, entity: str, field: str) -> HttpResponse:
    """Show how complete a field is at each centre that one may see."""
    if entity not in ENTITIES or field not in ENTITIES[entity].by_name:
        raise Http404
    by = actor(request)
    count_again()
    counts = reading.field_completeness(by=by, only=(entity, field))
    names = {centre.code: centre.name for centre in reading.known_centres(by=by)}
    facts = {
        "title": render_title(entity),
        "label": render_label(ENTITIES[entity].by_name[field]),
        "centres": [
            (names.get(centre_id, centre_id), _field_line(one))
            for centre_id, counted in counts.items()
            for one in counted
        ],
        "reasons": [*(render_code("missing_reason", reason.value) for reason in ABSENT), None],
    }
    return render(request, "quality/field.html", facts)


def _tables(counts: Iterable[FieldCompleteness]) -> Iterator[TableLines]:
    order = {name: place for place, name in enumerate(ENTITIES)}
    ordered = sorted(counts, key=lambda one: order[one.entity])
    for name, group in groupby(ordered, key=lambda one: one.entity):
        fields = {field.name: place for place, field in enumerate(ENTITIES[name].fields)}
        lines = [_field_line(one) for one in sorted(group, key=lambda one: fields[one.field])]
        required = [line.share for line in lines if line.is_required]
        yield TableLines(name, render_title(name), Share.of_all(required), tuple(lines))


def _field_line(one: FieldCompleteness) -> FieldLine:
    spec = ENTITIES[one.entity].field(one.field)
    reasons = (*(reason.value for reason in ABSENT), "")
    return FieldLine(
        entity=one.entity,
        field=one.field,
        label=render_label(spec),
        is_required=spec.requirement is Requirement.REQUIRED,
        share=Share(one.recorded, one.expected),
        absent=tuple(one.reasons.get(reason, 0) for reason in reasons),
    )


def _months(scores: Sequence[CentreScore]) -> list[CentreScore]:
    """Return the last score of each of the last months, the latest first."""
    last: dict[str, CentreScore] = {}
    for score in scores:
        last.setdefault(f"{score.as_of:%Y-%m}", score)
    return list(last.values())[:MONTHS]
