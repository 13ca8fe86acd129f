"""A visit as one form: a block for each record that may be entered, and what they refer to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from django.http import QueryDict

from osteon.dictionary import ENTITIES, Entity
from osteon.registry import reading
from osteon.registry.policies import Actor
from osteon.registry.states import RecordState
from osteon.web.records.choices import References, next_lesion, record_label, references_of
from osteon.web.records.form import Row, find_problems, is_empty, read_row
from osteon.web.records.inputs import FormPart, Sheet, draw_part
from osteon.web.records.problems import FieldProblem
from osteon.web.records.submission import read_typed, sent_key
from osteon.web.records.texts import Typed
from osteon.web.records.visits import Visit, VisitPart
from osteon.web.words import render_title

TIMES = "_times-"
"""What precedes the name of the input that says how often a part is shown."""

DATE = "_date"
"""The name of the input with the date of the visit."""


@dataclass(frozen=True, slots=True)
class Block:
    """The form of one record of a visit.

    Parameters
    ----------
    part : VisitPart
        What it is for.
    number : int
        Its place among the blocks of its part, from 0.
    prefix, key : str
        What precedes the names of its inputs, and the key its record gets.
    typed, preset : mapping of str to sequence of str
        What was typed, and what it began with.
    subject : str
        Which record of the patient it is about, where it is about one.
    """

    part: VisitPart
    number: int
    prefix: str
    key: str
    typed: Typed
    preset: Typed
    subject: str = ""

    @property
    def table(self) -> Entity:
        """The table of its record."""
        return ENTITIES[self.part.table]

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{render_title(self.part.table)}: {self.subject}" if self.subject else (
            render_title(self.part.table)
        )  # fmt: skip

    @property
    def is_used(self) -> bool:
        """Whether something was typed."""
        return not is_empty(self.table, self.typed, self.preset)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The fields that the visit fills in."""
        return (*self.part.refers, *([self.part.for_each] if self.part.for_each else ()))


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A visit of a patient, as it is filled in.

    Parameters
    ----------
    visit : Visit
        Which.
    patient_id, language : str
        Whose, and the language it is filled in.
    date : str
        The date of the visit as it was typed.
    blocks : tuple of Block
        In the order of the visit.
    references : mapping of str to mapping
        By table, what its references can point to.
    """

    visit: Visit
    patient_id: str
    language: str
    date: str
    blocks: tuple[Block, ...]
    references: Mapping[str, References]

    def used(self) -> list[Block]:
        """Return the blocks to be saved: those typed into, and those that these refer to."""
        used = {block.prefix for block in self.blocks if block.is_used}
        for block in reversed(self.blocks):
            if block.prefix in used:
                used |= {parent.prefix for _, parent in self._parents(block)}
        return [block for block in self.blocks if block.prefix in used]

    def read(
        self, block: Block, *, centre_id: str, state: RecordState
    ) -> tuple[Row, list[FieldProblem]]:
        """Return the row of a block, and what stands against it."""
        typed = dict(block.typed)
        when = block.part.date
        if when and not any(typed.get(name) for name in (when, f"{when}_null")) and self.date:
            typed[when] = [self.date]
        references = self.references[block.part.table]
        row, found = read_row(block.table, typed, self.language, references=references)
        row |= {"id": block.key, "patient_id": self.patient_id}
        row |= {"centre_id": centre_id, "source": "manual"}
        row |= {name: parent.key for name, parent in self._parents(block)}
        return row, find_problems(block.table, row, state, found)

    def draw(self, problems: Mapping[str, list[FieldProblem]]) -> list[tuple[Block, FormPart]]:
        """Return every block with its inputs."""
        return [
            (
                block,
                draw_part(
                    block.table,
                    block.typed,
                    self._sheet(block),
                    problems.get(block.prefix, ()),
                ),
            )
            for block in self.blocks
        ]

    def _sheet(self, block: Block) -> Sheet:
        part = block.part
        return Sheet(
            self.language,
            self.references[part.table],
            block.prefix,
            leaving_out=block.hidden,
            sooner=part.sooner,
            later=(part.date,),
        )

    def _parents(self, block: Block) -> Iterator[tuple[str, Block]]:
        for name, table in block.part.refers.items():
            among = [other for other in self.blocks if other.part.table == table]
            place = block.number if block.part.beside and len(among) > block.number else 0
            yield name, among[place]


def build_visit(
    visit: Visit, patient_id: str, sent: QueryDict, *, language: str, by: Actor
) -> VisitForm:
    """Return the form of a visit with what was sent; an empty one where nothing was.

    Raises
    ------
    UnknownRecordError
        There is no such patient, or not for this actor.
    """
    blocks: list[Block] = []
    times = 0
    for place, part in enumerate(visit.parts):
        subjects = _subjects(part, patient_id, by)
        if part.for_each:
            times = len(subjects)
        elif not part.beside:
            times = _times(part, place, sent)
        for number in range(times):
            subject = subjects[number] if part.for_each else ("", "")
            if part.table == "bone_lesion":
                subject = (str(next_lesion(patient_id, by)), "")
            blocks.append(_block(part, place, number, subject, sent))
    references = {
        part.table: references_of(ENTITIES[part.table], patient_id, by=by) for part in visit.parts
    }
    return VisitForm(
        visit, patient_id, language, sent.get(DATE, ""), tuple(blocks), references
    )  # fmt: skip


def _block(
    part: VisitPart, place: int, number: int, subject: tuple[str, str], sent: QueryDict
) -> Block:
    name = blake2b(subject[0].encode(), digest_size=6).hexdigest() if part.for_each else number
    prefix = f"p{place}-{name}-"
    given = part.preset[number] if number < len(part.preset) else {}
    preset = {name: [value] for name, value in given.items()}
    if part.for_each:
        preset[part.for_each] = [subject[0]]
    if part.table == "bone_lesion":
        preset["lesion_no"] = sent.getlist(f"{prefix}lesion_no") or [str(int(subject[0]) + number)]
    was_sent = any(name.startswith(prefix) for name in sent)
    typed = read_typed(sent, ENTITIES[part.table], prefix) if was_sent else dict(preset)
    if part.for_each:
        typed[part.for_each] = [subject[0]]
    return Block(part, number, prefix, sent_key(sent, prefix), typed, preset, subject[1])


def _subjects(part: VisitPart, patient_id: str, by: Actor) -> list[tuple[str, str]]:
    if not part.for_each:
        return []
    table = ENTITIES[str(ENTITIES[part.table].field(part.for_each).references)]
    return [
        (record.key, record_label(table, record.row))
        for record in reading.records_of(patient_id, table.name, by=by)
    ]


def _times(part: VisitPart, place: int, sent: QueryDict) -> int:
    given = sent.get(f"{TIMES}{place}", "")
    asked = int(given) if given.isascii() and given.isdigit() else part.times
    more = sent.get("_more") == str(place)
    return min(max(asked, part.times) + more, max(part.times, part.most))
