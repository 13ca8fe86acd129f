"""What a refusal says: where, what was found, what is permitted, in the language of the page."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from osteon.dictionary import ENTITIES
from osteon.errors import Problem
from osteon.web.words import render_label, render_title


def _pattern(text: str) -> re.Pattern[str]:
    """Return how a text is known that has a word in each of its places."""
    parts = re.split(r"%\((\w+)\)s", text)
    named = (
        f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
    )
    return re.compile("".join(named))


_FILLED = tuple(
    (_pattern(text), text)
    for text in (
        gettext_noop("a flaw by rule %(rule)s"),
        gettext_noop("no role that may %(word)s"),
        gettext_noop("a query that is %(word)s"),
        gettext_noop("a %(word)s record"),
        gettext_noop("one that is %(word)s"),
        gettext_noop("a step from %(word)s to %(other)s"),
        gettext_noop("There is no such %(word)s."),
        gettext_noop("Did you mean '%(name)s'?"),
        gettext_noop("text of %(count)s characters"),
        gettext_noop("text of %(count)s character"),
        gettext_noop("a date in %(pattern)s pattern"),
    )
)
"""Texts with a place for a word, and how one is known with the word in it."""


def render_problem(problem: Problem) -> str:
    """Return a problem as a sentence."""
    text = _("%(where)s: found %(found)s; permitted: %(permitted)s.") % {
        "where": _place(problem.where),
        "found": render_refusal(problem.found),
        "permitted": render_refusal(problem.permitted),
    }
    return f"{text} {render_refusal(problem.hint)}" if problem.hint else text


def render_refusal(text: str) -> str:
    """Return what a room below has said in English, a word inside it included."""
    said = _(text) if text else ""
    if said != text:
        return said
    for pattern, filled in _FILLED:
        if match := pattern.fullmatch(text):
            return _(filled) % {name: _words(word) for name, word in match.groupdict().items()}
    return _words(text)


def _words(text: str) -> str:
    """Return one word, or several of which one is permitted."""
    parts = text.split(" or ")
    return _(" or ").join(map(_, parts)) if all(parts) else text


def _place(where: str) -> str:
    """Return fields and tables by what forms call them; other places as they are."""
    return ", ".join(map(_one_place, where.split(", ")))


def _one_place(where: str) -> str:
    table, _dot, field = where.partition(".")
    if table not in ENTITIES:
        return _(where) if where else ""
    known = ENTITIES[table].by_name
    if not field:
        return render_title(table)
    return f"{render_title(table)}, {render_label(known[field])}" if field in known else where
