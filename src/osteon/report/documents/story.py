"""A report from its first line to its last, as blocks that Word and PDF print alike."""

from collections.abc import Iterator, Mapping
from itertools import count

from osteon.report.document import Document
from osteon.report.documents.blocks import (
    Block,
    Contents,
    Facts,
    FigureBlock,
    Heading,
    Listing,
    Paragraph,
    Prose,
    Reference,
    Role,
    TableBlock,
)
from osteon.report.guards import Guard
from osteon.report.provenance import count_files, list_provenance, summarise_study
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.sections import NumberedDrawing, NumberedTable, Section
from osteon.report.tables import as_sentence

AGAIN = (
    "The same protocol, on the snapshot with the same digest, with the same version of the program "
    "gives the same numbers:"
)
ROUNDING = (
    "Percents have one decimal, p-values three; halves are rounded away from zero. Not reached "
    "means that follow-up was too short, not estimable that the data cannot give the number."
)


def tell(document: Document) -> tuple[Block, ...]:
    """Return a report as blocks: opening, results, warnings, missing values, supplement, origin.

    What the page shows only when asked for, such as numbers at risk as tables, stands in the
    supplement, so that on paper too every number can be read.
    """
    supplement = Supplement()
    return (
        *_opening(document),
        *_methods(document),
        *_flow(document, supplement),
        *(block for one in document.answers for block in _section(one, supplement)),
        *_missing(document),
        *_limits(document),
        *_warnings(document.guards, _titles(document)),
        *_checklist(document),
        *supplement.blocks(),
        *_reproduction(document),
    )


class Supplement:
    """Tables and lines that stand at the end: what the page folds away."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._blocks: list[Block] = []

    def add_table(self, numbered: NumberedTable) -> None:
        """Add a table with a number of its own."""
        label = f"Table{NO_BREAK_SPACE}S{next(self._numbers)}"
        self._blocks.append(TableBlock(label, numbered.table))

    def add_lines(self, title: str, section: Section) -> None:
        """Add the lines on the comparisons of an analysis."""
        self._blocks.append(Heading(title, level=2))
        self._blocks.append(Listing(section.lines))

    def blocks(self) -> tuple[Block, ...]:
        """Return the supplement, with its heading where there is something in it."""
        return (Heading("Supplement", level=1), *self._blocks) if self._blocks else ()


def _opening(document: Document) -> Iterator[Block]:
    study = document.results.study
    yield Paragraph((study.get("title", ""),), Role.TITLE)
    if study.get("question"):
        yield Paragraph((study["question"],), Role.QUESTION)
    yield Facts(tuple(summarise_study(document.results).items()))
    yield Contents()


def _methods(document: Document) -> Iterator[Block]:
    if document.methods:
        yield Heading("Methods", level=1, id="methods")
    for passage in document.methods:
        yield Paragraph((passage.text,), lead=f"{passage.title}.")


def _flow(document: Document, supplement: Supplement) -> Iterator[Block]:
    if not document.flow_charts:
        return
    yield Heading(f"Flow of {document.words.units}", level=1, id="flow")
    yield from map(_figure, document.flow_charts)
    if document.branches:
        yield Listing(document.branches)
    for one in document.leavers:
        yield from _section(one, supplement, level=2)
    supplement.add_table(document.attrition)


def _section(section: Section, supplement: Supplement, *, level: int = 1) -> Iterator[Block]:
    analysis = section.material.analysis
    yield Heading(analysis.title, level=level, id=analysis.id)
    if analysis.note:
        yield Paragraph((as_sentence(analysis.note),), Role.NOTE)
    for guard in section.guards:
        words = guard.title or guard.findings[0].message
        yield Paragraph((as_sentence(words),), Role.WARNING, lead=guard.code)
    yield from _findings(section)
    yield from map(_figure, section.drawings)
    yield from _tables(section, supplement)
    yield from _comparisons(section, supplement)
    if section.further:
        yield Heading("Also computed", level=2)
        yield Listing(section.further)
    if section.methods:
        yield Paragraph((" ".join(section.methods),), lead="Methods.")


def _findings(section: Section) -> Iterator[Block]:
    """Yield what was found, the last sentence with references to the tables and figures."""
    *others, last = section.findings or ((),)
    yield from (Paragraph(finding) for finding in others)
    if last:
        references = exhibits_of(section)
        yield Paragraph((*last, " (", *references, ")") if references else last)


def _tables(section: Section, supplement: Supplement) -> Iterator[Block]:
    for numbered in section.tables:
        if numbered.table.is_folded:
            supplement.add_table(numbered)
        else:
            yield TableBlock(numbered.label, numbered.table)
    if section.remarks:
        yield Listing(section.remarks)


def _comparisons(section: Section, supplement: Supplement) -> Iterator[Block]:
    if not section.lines:
        return
    if section.is_long:
        supplement.add_lines(f"Tests in full: {section.material.analysis.title}", section)
        return
    yield Heading("Comparisons", level=2)
    yield Listing(section.lines)


def _missing(document: Document) -> Iterator[Block]:
    units = document.words.units
    yield Heading("Missing values", level=1, id="missing")
    if document.missing is None:
        yield Paragraph((f"None of the {units} lacks a value of the variables shown above.",))
        return
    yield Paragraph((f"How many {units} of each population lack a value is shown in ",
                     Reference(f"table-{document.missing.table.id}", document.missing.label),
                     "."))  # fmt: skip
    yield TableBlock(document.missing.label, document.missing.table)


def _limits(document: Document) -> Iterator[Block]:
    if document.limits:
        yield Heading("Limits", level=1, id="limits")
        yield from (Paragraph((limit,)) for limit in document.limits)


def _checklist(document: Document) -> Iterator[Block]:
    yield Heading("Checklist", level=1, id="checklist")
    yield TableBlock(document.checklist.label, document.checklist.table)


def _warnings(guards: tuple[Guard, ...], titles: Mapping[str, str]) -> Iterator[Block]:
    if not guards:
        return
    yield Heading("Warnings", level=1, id="warnings")
    for guard in guards:
        for finding in guard.findings:
            places = "; ".join(titles[name] for name in finding.analyses if name in titles)
            words = as_sentence(finding.message) + (f" ({places})" if places else "")
            yield Paragraph((words,), Role.WARNING, lead=guard.code)
        for hint in guard.hints:
            yield Paragraph((as_sentence(hint),), Role.SMALL)


def _reproduction(document: Document) -> Iterator[Block]:
    results = document.results
    yield Heading("How to run it again", level=1, id="reproduce")
    yield Paragraph((AGAIN,))
    name = results.study.get("id", "study")
    yield Paragraph((f"osteon study run {name}.toml SNAPSHOT RESULTS",), Role.CODE)
    yield Facts(tuple(list_provenance(results).items()))
    files = [name for a in results.analyses for name in count_files(a)]
    if files:
        yield Paragraph((f"Rests on {', '.join(files)}.",), Role.SMALL)
    yield Paragraph((ROUNDING,), Role.SMALL)


def _figure(numbered: NumberedDrawing) -> FigureBlock:
    return FigureBlock(numbered.label, numbered.drawing)


def _titles(document: Document) -> Mapping[str, str]:
    return {analysis.id: analysis.title for analysis in document.results.analyses}


def exhibits_of(section: Section) -> Prose:
    """Return references to the tables and figures of an analysis, such as `Table 1, Figure 2`."""
    prose: Prose = ()
    for target, label in section.exhibits:
        reference = Reference(target, label)
        prose += (", ", reference) if prose else (reference,)
    return prose
