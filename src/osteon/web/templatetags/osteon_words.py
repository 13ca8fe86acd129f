"""What templates say of days, codes and phrases, in the language of the page."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _

from osteon.dictionary import ENTITIES
from osteon.web.words import render_code, render_day, render_moment, render_phrase, render_title

register = template.Library()


@register.filter
def day(value: object) -> str:
    """Return the day of a moment, a date, or a partial date, as the language writes it."""
    if isinstance(value, datetime):
        value = value.date()
    return render_day(str(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Return a moment to the minute, as the language writes it."""
    return render_moment(value) if value else ""


@register.filter
def code(value: object, value_set: str) -> str:
    """Return the words for a code."""
    return render_code(value_set, value) if value else ""


@register.filter
def phrase(value: object) -> str:
    """Return a phrase that another room has said in English."""
    return render_phrase(str(value))


@register.filter
def table_word(value: str) -> str:
    """Return what the audit trail says of a table, or of what is no table of the dictionary."""
    return render_title(value) if value in ENTITIES else str(_(value)) if value else ""


@register.filter
def table_title(value: str) -> str:
    """Return what a table is called."""
    return render_title(value)
