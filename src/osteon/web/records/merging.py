"""Two people's changes of one record, side by side with what both began with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from osteon.dictionary import Entity, FieldSpec
from osteon.web.records.choices import References, choices_of
from osteon.web.records.form import input_names, typed_fields
from osteon.web.records.texts import Typed
from osteon.web.words import render_code, render_label

MINE, THEIRS = "mine", "theirs"
CHOICE = "_take-"
"""What precedes the name of a choice between two versions of a field."""


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A field in which two versions differ.

    Parameters
    ----------
    name, label : str
        Which.
    base, mine, theirs : str
        What it held when both began, and what each made of it, in words.
    chosen : str
        ``mine``, ``theirs``, or empty where both changed it and a person has to choose.
    """

    name: str
    label: str
    base: str
    mine: str
    theirs: str
    chosen: str

    @property
    def choice_name(self) -> str:
        """The name of the input that chooses."""
        return f"{CHOICE}{self.name}"


def compare_versions(
    table: Entity, *, base: Typed, mine: Typed, theirs: Typed, references: References,
    chosen: Mapping[str, str],
) -> list[MergeLine]:  # fmt: skip
    """Return the fields in which mine and theirs differ, in the order of the form."""
    lines = []
    for spec in typed_fields(table):
        texts = [_texts(spec, version) for version in (base, mine, theirs)]
        if texts[1] == texts[2]:
            continue
        proposed = THEIRS if texts[1] == texts[0] else MINE if texts[2] == texts[0] else ""
        given = chosen.get(f"{CHOICE}{spec.name}", proposed)
        said = [say_field(spec, version, references) for version in (base, mine, theirs)]
        lines.append(MergeLine(spec.name, render_label(spec), said[0], said[1], said[2], given))
    return lines


def merge_versions(
    table: Entity, *, mine: Typed, theirs: Typed, lines: Sequence[MergeLine]
) -> dict[str, list[str]]:
    """Return the texts of both versions, each field from the one that was chosen for it."""
    source = {line.name: mine if line.chosen == MINE else theirs for line in lines}
    merged: dict[str, list[str]] = {}
    for spec in typed_fields(table):
        version = source.get(spec.name, mine)
        merged |= {name: list(version[name]) for name in input_names(spec) if name in version}
    return merged


def say_field(spec: FieldSpec, typed: Typed, references: References) -> str:
    """Return what a field holds, in words: a value with its unit, or why there is none."""
    words = {choice.value: choice.text for choice in choices_of(spec, references)}
    parts = [", ".join(words.get(text, text) for text in typed.get(spec.name, ()))]
    parts += typed.get(f"{spec.name}_unit", ()) if spec.unit else ()
    parts += typed.get(f"{spec.name}_limit", ()) if spec.has_limit else ()
    if "true" in typed.get(f"{spec.name}_estimated", ()):
        parts.append(_("(estimated)"))
    reasons = typed.get(f"{spec.name}_null", ())
    parts += [render_code("missing_reason_measured", reason) for reason in reasons if reason]
    return " ".join(part for part in parts if part) or _("nothing")


def _texts(spec: FieldSpec, typed: Typed) -> list[list[str]]:
    return [
        sorted(
            plain
            for text in typed.get(name, ())
            if (plain := text.replace("\r\n", "\n")).strip()
            and not (name == f"{spec.name}_unit" and plain == spec.unit)
        )
        for name in input_names(spec)
    ]
