"""Tumour boards, follow-up, and the data cut that closes a data set."""

import datetime as dt
from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, KEY, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import PatientRecord, Record
from osteon.dictionary.partial_date import PartialDate


class TumourBoard(PatientRecord):
    """A patient discussed at a tumour board."""

    table: ClassVar[str] = "tumour_board"
    title: ClassVar[str] = "Tumour board"

    date: Annotated[PartialDate | None, About("Day of the board.", REQUIRED)] = None
    type: Annotated[
        str | None, About("Kind of board.", REQUIRED, Source.OBDS, codes="board_type")
    ] = None
    disciplines: Annotated[list[str] | None, About("Disciplines present.", codes="discipline")] = (
        None
    )
    questions: Annotated[str | None, About("Questions put to the board.")] = None
    bone_status_discussed: Annotated[
        bool | None, About("Whether bone metastases were discussed.")
    ] = None
    antiresorptive_discussed: Annotated[
        bool | None, About("Whether antiresorptive therapy was discussed.")
    ] = None
    radiotherapy_discussed: Annotated[bool | None, About("Whether radiotherapy was discussed.")] = (
        None
    )
    spine_discussed: Annotated[
        bool | None, About("Whether stability of the spine was discussed.")
    ] = None


class TumourBoardDecision(PatientRecord):
    """A decision of a board, and what became of it."""

    table: ClassVar[str] = "tumour_board_decision"
    title: ClassVar[str] = "Decision of a tumour board"

    tumour_board_id: Annotated[str, About("The board.", KEY, references="tumour_board")]
    type: Annotated[
        str | None, About("What it is about.", REQUIRED, codes="board_decision_type")
    ] = None
    detail: Annotated[str | None, About("The decision in words.")] = None
    due_date: Annotated[dt.date | None, About("By when.")] = None
    responsible: Annotated[str | None, About("Who carries it out, by role.")] = None
    status: Annotated[
        str | None, About("State of the decision.", REQUIRED, codes="decision_status")
    ] = None
    not_done_reason: Annotated[
        str | None, About("Why, if not done.", CONDITIONAL, due=When("status", "not_done"))
    ] = None
    patient_deviation: Annotated[
        str | None,
        About(
            "Whether it was left at the patient's wish.", source=Source.OBDS, codes="yes_no_unknown"
        ),
    ] = None


class FollowUp(PatientRecord):
    """What was known about the patient at a contact, and at death."""

    table: ClassVar[str] = "follow_up"
    title: ClassVar[str] = "Follow-up"

    last_alive_date: Annotated[PartialDate | None, About("Last day known alive.", REQUIRED)] = None
    contact_source: Annotated[
        str | None, About("Where that is known from.", CONDITIONAL, codes="contact_source")
    ] = None
    status: Annotated[str | None, About("Vital status.", REQUIRED, codes="vital_status")] = None
    disease_status: Annotated[
        str | None,
        About(
            "Status of the disease.",
            source=Source.MCODE,
            codes="disease_status",
            coding="LOINC 97509-4",
        ),
    ] = None
    death_date: Annotated[
        PartialDate | None, About("Day of death, if dead.", CONDITIONAL, due=When("status", "dead"))
    ] = None
    cause: Annotated[
        str | None,
        About(
            "Cause of death, if dead.",
            CONDITIONAL,
            codes="cause_of_death",
            due=When("status", "dead"),
        ),
    ] = None
    icd10_chain: Annotated[
        list[str] | None,
        About(
            "Causal chain of death in ICD-10, immediate cause first.",
            pattern=r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
            due=When("status", "dead"),
        ),
    ] = None
    tumour_related: Annotated[
        str | None,
        About(
            "Whether the tumour caused the death.",
            CONDITIONAL,
            Source.OBDS,
            codes="yes_no_unknown",
            due=When("status", "dead"),
        ),
    ] = None
    death_source: Annotated[
        str | None,
        About(
            "Where the death is known from.",
            CONDITIONAL,
            codes="death_source",
            due=When("status", "dead"),
        ),
    ] = None


class DataCut(Record):
    """The closing of a data set; written once, never changed, and about no single patient."""

    table: ClassVar[str] = "data_cut"
    title: ClassVar[str] = "Data cut"

    id: Annotated[str, About("The key of the record, unique within its table.", KEY)]
    cut_date: Annotated[dt.date | None, About("Last day of the data.", REQUIRED)] = None
    software_version: Annotated[str | None, About("Version of the software.", REQUIRED)] = None
    rule_set_version: Annotated[str | None, About("Version of the rules.")] = None
    code_list_versions: Annotated[
        list[str] | None, About("Value sets with their versions, as sex 1.0.")
    ] = None
    table_rows: Annotated[
        list[str] | None, About("Tables with their number of rows, as patient 458.")
    ] = None
    export_sha256: Annotated[
        str | None, About("Digest of the export.", REQUIRED, pattern=r"[0-9a-f]{64}")
    ] = None
