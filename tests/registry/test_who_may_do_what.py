"""Every role at the own and at another centre, in every state of a record, does every deed.

What is permitted stands here a second time, by hand and by role, so that a slip in the table of
permissions shows.
"""

from collections.abc import Callable

import pytest

from osteon.errors import UserError
from osteon.registry import actions, reading
from osteon.registry.errors import PermissionRefusedError, UnknownRecordError
from osteon.registry.policies import Actor, Role
from osteon.registry.states import RecordState

PATIENT = {"patient_id": "P1", "source": "manual", "birth": "1950", "sex": "F"}
COMORBIDITY = {"patient_id": "P1", "id": "K1", "source": "manual"}
D, C, S, L = RecordState.DRAFT, RecordState.COMPLETE, RecordState.SIGNED, RecordState.LOCKED
WAY = {D: (), C: (C,), S: (C, S), L: (C, S, L)}
OPEN = {D, C}
EVERY = {D, C, S, L}

READERS = {Role.VIEWER, Role.DATA_ENTRY, Role.CLINICIAN, Role.DATA_MANAGER, Role.STATISTICIAN}
WRITERS = {Role.DATA_ENTRY, Role.CLINICIAN, Role.DATA_MANAGER}

Deed = Callable[[Actor, object], object]


def change(by, at):
    stored = reading.read_record("patient", "P1", by=by)
    actions.change_record("patient", stored.row, version=stored.version, by=by, at=at)


def remove(by, at):
    stored = reading.read_record("patient", "P1", by=by)
    actions.remove_record("patient", "P1", version=stored.version, by=by, at=at, reason="twice")


def move(end: RecordState) -> Deed:
    def deed(by, at):
        actions.move_record("patient", "P1", end, by=by, at=at, reason="asked for")

    return deed


def ask(by, at):
    actions.raise_query("patient", "P1", actions.Question("Is this so?"), by=by, at=at)


def write_identity(by, at):
    actions.write_identity("P1", actions.PatientIdentity("N", "V"), by=by, at=at)


# name: the deed, who may, in which states
DEEDS: dict[str, tuple[Deed, set[Role], set[RecordState]]] = {
    "read": (lambda by, _: reading.read_record("patient", "P1", by=by), READERS, EVERY),
    "read chart": (lambda by, _: reading.read_chart("P1", by=by), READERS, EVERY),
    "change": (change, WRITERS, OPEN),
    "remove": (remove, {Role.DATA_MANAGER}, OPEN),
    "complete": (move(C), WRITERS, {D}),
    "return": (move(D), WRITERS, {C}),
    "sign": (move(S), {Role.CLINICIAN}, {C}),
    "lock": (move(L), {Role.DATA_MANAGER}, {S}),
    "ask": (ask, {Role.CLINICIAN, Role.DATA_MANAGER}, EVERY),
    "see identity": (
        lambda by, at: actions.read_identity("P1", by=by, at=at), WRITERS, EVERY,
    ),
    "write identity": (write_identity, WRITERS, EVERY),
}  # fmt: skip
# to complete leads also the way back, for those who closed
REOPENERS = {S: {Role.CLINICIAN}, L: {Role.DATA_MANAGER}}


@pytest.fixture
def patient(registry) -> Callable[[RecordState], None]:
    """Return what brings the one patient, of centre A, to a state."""
    anybody = Actor("setup", {"A": frozenset({Role.CLINICIAN, Role.DATA_MANAGER})})

    def bring(state: RecordState) -> None:
        row = PATIENT | {"centre_id": "A"}
        actions.enter_record("patient", row, by=anybody, at=registry.at, state=D)
        for step in WAY[state]:
            actions.move_record("patient", "P1", step, by=anybody, at=registry.at)

    return bring


def attempt(deed: Deed, by: Actor, at: object) -> bool:
    try:
        deed(by, at)
    except (PermissionRefusedError, UnknownRecordError):
        return False
    except UserError:
        return False
    return True


@pytest.mark.parametrize("state", RecordState)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_is_done_by_those_who_may_and_in_the_states_that_permit_it(
    registry, patient, name, role, state
):
    deed, roles, states = DEEDS[name]
    patient(state)
    number = reading.audit_trail(by=registry.operator, length=1)[0].number
    done = attempt(deed, registry.actors[role], registry.at)
    reopens = name == "complete" and role in REOPENERS.get(state, ())
    assert done == (reopens or (role in roles and state in states))
    if not done:
        assert reading.audit_trail(by=registry.operator, length=1)[0].number == number


@pytest.mark.parametrize("state", RecordState)
@pytest.mark.parametrize("role", Role)
def test_at_another_centre_nobody_learns_that_the_record_exists(registry, patient, role, state):
    patient(state)
    stranger = Actor("stranger", {"B": frozenset({role})})
    for name, (deed, _, _) in DEEDS.items():
        with pytest.raises(UnknownRecordError) as caught:
            deed(stranger, registry.at)
        assert "no such" in str(caught.value), name
        assert "P1" not in str(caught.value)


@pytest.mark.parametrize("role", Role)
def test_records_are_entered_at_the_own_centre_only(registry, role):
    at_a = Actor("somebody", {"A": frozenset({role})})
    for centre, may in (("A", role in WRITERS), ("B", False)):
        row = PATIENT | {"centre_id": centre, "patient_id": f"P-{centre}"}

        def enter(by: Actor, at: object, row: dict[str, object] = row) -> None:
            actions.enter_record("patient", row, by=by, at=at)

        assert attempt(enter, at_a, registry.at) == may


def test_a_record_is_not_hung_on_a_patient_of_another_centre(registry, patient):
    patient(C)
    stranger = Actor("stranger", {"B": frozenset({Role.DATA_ENTRY})})
    row = COMORBIDITY | {"centre_id": "B"}
    with pytest.raises(UnknownRecordError):
        actions.enter_record("comorbidity", row, by=stranger, at=registry.at)
