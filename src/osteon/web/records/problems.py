"""What is wrong with a form, field by field, in the language of the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from osteon.errors import Problem
from osteon.web.records.texts import GERMAN
from osteon.web.records.words import form_language
from osteon.web.refusal_words import render_refusal

_RANGE = re.compile(
    r"(?P<what>a number|a whole number)(?: from (?P<low>\S+) to (?P<high>\S+)| of at least "
    r"(?P<least>\S+))?(?: in)?(?: (?P<unit>\S+))?"
)
_REASONS = re.compile(r"a value, or a reason under .*")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A problem at a field.

    Parameters
    ----------
    name : str
        The field; empty where the problem is one of the whole record.
    text : str
        A sentence, without the value.
    """

    name: str
    text: str


def translate_problems(problems: Iterable[Problem], names: Iterable[str]) -> list[FieldProblem]:
    """Return problems of the dictionary at the fields of a form that they are about.

    Parameters
    ----------
    problems : iterable of Problem
        Their place ends in the name of a field or of its companion.
    names : iterable of str
        The fields of the form.
    """
    known = sorted(names, key=len, reverse=True)
    found = []
    for problem in problems:
        place = problem.where.rsplit(".", 1)[-1]
        name = next((name for name in known if place == name or _accompanies(place, name)), "")
        found.append(FieldProblem(name, describe(problem.found, problem.permitted, problem.hint)))
    return found


def describe(found: str, permitted: str, hint: str = "") -> str:
    """Return a problem as a sentence: what was found, what can stand there, what to do."""
    if not found:
        return permitted
    text = _("Found: %(found)s. Permitted: %(permitted)s.") % {
        "found": render_refusal(found),
        "permitted": _permitted(permitted),
    }
    return f"{text} {render_refusal(hint)}" if hint and "_null" not in hint else text


def _accompanies(place: str, name: str) -> bool:
    return place in {f"{name}_{end}" for end in ("null", "estimated", "limit", "unit")}


def _permitted(text: str) -> str:
    if _REASONS.fullmatch(text):
        return _("a value, or the reason why there is none")
    match = _RANGE.fullmatch(text)
    if match is None:
        return render_refusal(text)
    what = _(match["what"])
    point = "," if form_language() == GERMAN else "."
    unit = f" {match['unit']}" if match["unit"] else ""
    if match["low"]:
        low, high = (match[name].replace(".", point) for name in ("low", "high"))
        limits = {"what": what, "low": low, "high": high}
        return _("%(what)s from %(low)s to %(high)s") % limits + unit
    if match["least"]:
        least = match["least"].replace(".", point)
        return _("%(what)s of at least %(least)s") % {"what": what, "least": least} + unit
    return what + unit
