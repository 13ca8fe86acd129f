"""The skeleton of a patient from front and back: what the last study that lists lesions shows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from osteon.codes import load_value_set
from osteon.concepts import classify_patient
from osteon.quality import Chart
from osteon.report import Outline, SkeletonView, skeleton_views
from osteon.web.patients.lesions import HALF_EXAMINED, listing_studies, observation_kind
from osteon.web.patients.links import new_record_address
from osteon.web.words import render_day, render_value

KIND_WORDS: Mapping[str, str] = {
    "C": gettext_lazy("tracer and morphology"),
    "B": gettext_lazy("tracer only"),
    "A": gettext_lazy("morphology only"),
    "U": gettext_lazy("one of the two not examined"),
    "equivocal": gettext_lazy("equivocal"),
    "unseen": gettext_lazy("known lesion, not seen"),
    "benign": gettext_lazy("benign"),
}
"""What the shades mean, the more telling first: a region with several lesions takes the first."""
SEEN_KINDS = frozenset("CBAU")


@dataclass(frozen=True, slots=True)
class Region:
    """A region of one view.

    Parameters
    ----------
    code : str
        Of the value set.
    words : str
        Its name, and what was seen there.
    kind : str
        How it is shaded; empty where nothing is known there.
    paths : tuple of str
        Its outlines.
    address : str
        The form of a new lesion there; empty for who may not enter any.
    is_second : bool
        Whether the view before has it too; then the keyboard passes it by.
    """

    code: str
    words: str
    kind: str
    paths: tuple[str, ...]
    address: str
    is_second: bool


@dataclass(frozen=True, slots=True)
class Side:
    """The skeleton from one side.

    Parameters
    ----------
    name : str
        What the side is called.
    is_front : bool
        Whether the patient's left is on the right of the page.
    box : str
        The view box.
    regions : tuple of Region
        Those farthest from the eye first.
    details : tuple of str
        Outlines that only explain the shape.
    """

    name: str
    is_front: bool
    box: str
    regions: tuple[Region, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkeletonPicture:
    """Both sides, the day they show, what the shades mean, and every region by name."""

    sides: tuple[Side, ...]
    study: str
    key: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    address: str


def skeleton_picture(chart: Chart, *, may_enter: bool) -> SkeletonPicture:
    """Return the picture of a patient's skeleton, with ways to a new lesion of each region."""
    kinds = _kinds_by_region(chart)
    address = new_record_address(str(chart.patient_id), "bone_lesion") if may_enter else ""
    seen: set[str] = set()
    sides = []
    for view in skeleton_views():
        sides.append(_side(view, kinds, address, frozenset(seen)))
        seen |= {region.code for region in sides[-1].regions}
    used = {_strongest(found) for found in kinds.values()}
    return SkeletonPicture(
        sides=tuple(sides),
        study=_study_words(chart),
        key=tuple((kind, str(words)) for kind, words in KIND_WORDS.items() if kind in used),
        choices=tuple((code.code, _(code.display)) for code in load_value_set("bone_region").codes),
        address=address,
    )


def _kinds_by_region(chart: Chart) -> dict[str, list[str]]:
    """Return how each lesion is shaded, by region: seen, or known before and not seen."""
    studies = listing_studies(chart)
    observed: dict[str, list[str]] = defaultdict(list)
    for row in chart.rows("lesion_observation"):
        if studies and row.get("imaging_study_id") == studies[-1]["id"]:
            kind = observation_kind(chart, row, studies[-1])
            observed[str(row.get("bone_lesion_id"))].append(kind)
    kinds: dict[str, list[str]] = defaultdict(list)
    for lesion in chart.rows("bone_lesion"):
        if lesion.get("region"):
            kinds[str(lesion["region"])].append(_lesion_kind(observed[str(lesion["id"])], lesion))
    return kinds


def _lesion_kind(observed: list[str], lesion: Mapping[str, object]) -> str:
    if observed:
        return _strongest(observed)
    is_benign = str(lesion.get("final_class") or "").startswith("benign")
    return "benign" if is_benign else "unseen"


def _strongest(kinds: list[str]) -> str:
    """Return how a region is shaded: by the evidence of all its lesions, else the most telling."""
    seen = [kind for kind in kinds if kind in SEEN_KINDS]
    if seen:
        together = classify_patient(seen)
        return together if together in SEEN_KINDS else HALF_EXAMINED
    return next(kind for kind in KIND_WORDS if kind in kinds)


def _side(
    view: SkeletonView, kinds: Mapping[str, list[str]], address: str, seen: frozenset[str]
) -> Side:
    outlines: dict[str, list[str]] = defaultdict(list)
    for outline in view.outlines:
        if _is_region(outline):
            outlines[outline.region].append(outline.path)
    return Side(
        name=_("From the front") if view.side == "front" else _("From the back"),
        is_front=view.side == "front",
        box=f"{view.left - 1:g} {view.top - 1:g} {view.width + 2:g} {view.height + 2:g}",
        regions=tuple(
            Region(
                code=code,
                words=_region_words(code, kinds.get(code, [])),
                kind=_strongest(kinds[code]) if kinds.get(code) else "",
                paths=tuple(paths),
                address=f"{address}?{urlencode({'region': code})}" if address else "",
                is_second=code in seen,
            )
            for code, paths in outlines.items()
        ),
        details=tuple(_details(view)),
    )


def _is_region(outline: Outline) -> bool:
    return bool(outline.region) and not outline.is_detail


def _details(view: SkeletonView) -> Iterator[str]:
    return (outline.path for outline in view.outlines if not _is_region(outline))


def _region_words(code: str, kinds: list[str]) -> str:
    codes = load_value_set("bone_region")
    name = _(codes[code].display) if code in codes else code
    if not kinds:
        return name
    count = ngettext("%(n)s lesion", "%(n)s lesions", len(kinds)) % {"n": len(kinds)}
    return f"{name}: {count}, {KIND_WORDS[_strongest(kinds)]}"


def _study_words(chart: Chart) -> str:
    studies = listing_studies(chart)
    if not studies:
        return ""
    last = studies[-1]
    modality = render_value("imaging_study", "modality", last)
    day = render_day(str(last.get("date") or "")) or _("day not known")
    return f"{modality}, {day}"
