"""Pages that say how complete the records are: by field, by centre, and how sound, day by day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
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
    """A field with how complete it is; ``absent`` in the order of the reasons.

    Where it is needed on a condition that no other field tells, ``is_told`` says so: of how many
    records it is expected is not known then.
    """

    entity: str
    field: str
    label: str
    is_required: bool
    is_told: bool
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
    together = reading.sum_completeness(counts)
    given = _given(together)
    scores = reading.quality_scores(by=by, centre_id=centre_id)
    names = {centre.code: centre.name for centre in reading.known_centres(by=by)}
    facts |= {
        "tables": list(_tables(together, given)),
        "reasons": list(map(_reason, given)),
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
    given = _given([one for counted in counts.values() for one in counted])
    names = {centre.code: centre.name for centre in reading.known_centres(by=by)}
    facts = {
        "title": render_title(entity),
        "label": render_label(ENTITIES[entity].by_name[field]),
        "centres": [
            (names.get(centre_id, centre_id), _field_line(one, given))
            for centre_id, counted in counts.items()
            for one in counted
        ],
        "reasons": list(map(_reason, given)),
    }
    return render(request, "quality/field.html", facts)


def _given(counts: Iterable[FieldCompleteness]) -> list[str]:
    """Return the reasons that are given anywhere, in their order; the empty one stands last."""
    found = {reason for one in counts for reason in one.reasons}
    return [reason for reason in (*ABSENT, "") if reason in found]


def _reason(given: str) -> str:
    return render_code("missing_reason", given) if given else _("left empty")


def _tables(counts: Iterable[FieldCompleteness], given: Sequence[str]) -> Iterator[TableLines]:
    order = {name: place for place, name in enumerate(ENTITIES)}
    ordered = sorted(counts, key=lambda one: order[one.entity])
    for name, group in groupby(ordered, key=lambda one: one.entity):
        fields = {field.name: place for place, field in enumerate(ENTITIES[name].fields)}
        lines = [
            _field_line(one, given) for one in sorted(group, key=lambda one: fields[one.field])
        ]
        required = [line.share for line in lines if line.is_required]
        yield TableLines(name, render_title(name), Share.of_all(required), tuple(lines))


def _field_line(one: FieldCompleteness, given: Sequence[str]) -> FieldLine:
    spec = ENTITIES[one.entity].field(one.field)
    return FieldLine(
        entity=one.entity,
        field=one.field,
        label=render_label(spec),
        is_required=spec.requirement is Requirement.REQUIRED,
        is_told=spec.due is not None or spec.requirement is not Requirement.CONDITIONAL,
        share=Share(one.recorded, one.expected),
        absent=tuple(one.reasons.get(reason, 0) for reason in given),
    )


def _months(scores: Sequence[CentreScore]) -> list[CentreScore]:
    """Return the last score of each of the last months, the latest first."""
    last: dict[str, CentreScore] = {}
    for score in scores:
        last.setdefault(f"{score.as_of:%Y-%m}", score)
    return list(last.values())[:MONTHS]
