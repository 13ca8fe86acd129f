"""What a row has to keep before it is written: the dictionary, its key, its references."""

from collections.abc import Iterator, Mapping

from osteon.dictionary import Entity, FieldSpec, check_rows, entity
from osteon.errors import Problem, RecordError
from osteon.registry.errors import RegistryError
from osteon.registry.models import RECORD_MODELS, Row, without_bookkeeping
from osteon.registry.states import RecordState


def check_row(entity_name: str, row: Mapping[str, object], *, state: RecordState, new: bool) -> Row:
    """Return the typed row.

    A draft may lack what is required; what it has is checked all the same.

    Raises
    ------
    RecordError
        All that is wrong with it.
    """
    table = entity(entity_name)
    facts = without_bookkeeping(table, row)
    checked = check_rows(entity_name, [facts], drafts=state is RecordState.DRAFT)
    problems = list(checked.problems)
    typed = checked.accepted[0] if checked.accepted else {}
    problems += _key_problems(table, facts, new=new)
    problems += _reference_problems(table, facts)
    if problems:
        raise RecordError("The record cannot be saved.", problems)
    return typed


def require_reason(reason: str) -> None:
    """Refuse what is done without a reason.

    Raises
    ------
    RegistryError
        There is none.
    """
    if not reason.strip():
        problem = Problem("reason", "nothing", "a sentence for the audit trail")
        raise RegistryError("This needs a reason.", [problem])


def reference_problem(table: Entity, field: FieldSpec) -> Problem:
    """Return what is said of a reference that leads nowhere, or to another patient."""
    permitted = f"the key of a record of '{field.references}' of the same patient"
    return Problem(f"{table.name}.{field.name}", "the key of no such record", permitted)


def _key_problems(table: Entity, row: Row, *, new: bool) -> Iterator[Problem]:
    if new and RECORD_MODELS[table.name].objects.filter(pk=row.get(table.key)).exists():
        yield Problem(f"{table.name}.{table.key}", "the key of another record", "a key of its own")


def _reference_problems(table: Entity, row: Row) -> Iterator[Problem]:
    for field in table.fields:
        value = row.get(field.name)
        if field.references is None or not value:
            continue
        keys = value if isinstance(value, list) else [value]
        parents = RECORD_MODELS[field.references].objects.filter(
            pk__in=keys, patient_id=row.get("patient_id")
        )
        if parents.count() != len(set(keys)):
            yield reference_problem(table, field)
