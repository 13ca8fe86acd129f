"""What every record carries: its keys, its origin, and who touched it when."""

import datetime as dt
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict

from osteon.codes import load_value_set
from osteon.dictionary.about import BOOKKEEPING, KEY, About

WITHOUT_SIDE = tuple(code.code for code in load_value_set("bone_region") if not code.side)
"""The bone regions whose code does not fix the side."""


class Record(BaseModel):
    """A row of a table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: ClassVar[str]
    title: ClassVar[str]

    centre_id: Annotated[str, About("The centre that keeps the record.", KEY)]
    source: Annotated[str, About("Where the record comes from.", KEY, codes="record_source")]
    created_at: Annotated[
        dt.datetime | None, About("When the record was first written.", BOOKKEEPING)
    ] = None
    updated_at: Annotated[
        dt.datetime | None, About("When the record was last changed.", BOOKKEEPING)
    ] = None
    author: Annotated[str | None, About("Who last changed the record.", BOOKKEEPING)] = None
    version: Annotated[
        int | None, About("Which version of the record this is.", BOOKKEEPING, minimum=1)
    ] = None
    verified_by: Annotated[
        str | None, About("Who compared the record with its source.", BOOKKEEPING)
    ] = None
    verified_at: Annotated[
        dt.datetime | None, About("When the record was compared with its source.", BOOKKEEPING)
    ] = None


class PatientRecord(Record):
    """A row that belongs to a patient."""

    id: Annotated[str, About("The key of the record, unique within its table.", KEY)]
    patient_id: Annotated[str, About("The pseudonym of the patient.", KEY, references="patient")]
