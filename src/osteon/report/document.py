"""The whole report: its sections put into a page that loads nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from osteon.protocol import StudyProtocol
from osteon.report.attrition import branch_lines, build_attrition_table, build_flow_charts
from osteon.report.checklist import fill_checklist, state_limits
from osteon.report.figures import Drawing
from osteon.report.guards import Guard, list_guards
from osteon.report.markup import render_sentence, render_text
from osteon.report.missing import build_missing_table
from osteon.report.places import find_places
from osteon.report.provenance import (
    CELL_HEADS,
    cell_row,
    count_files,
    list_provenance,
    summarise_study,
)
from osteon.report.sections import (
    NumberedDrawing,
    NumberedTable,
    Numbering,
    Section,
    build_sections,
)
from osteon.report.tables import Line, Table, capitalised
from osteon.report.text import Passage, write_methods
from osteon.report.words import Words, words_of
from osteon.study import StudyResults

TEMPLATES = "templates"
PAGE_TEMPLATE = "report.html.j2"


@dataclass(frozen=True)
class Document:
    """A report before it is a page: everything numbered, nothing rounded twice."""

    results: StudyResults
    words: Words
    flow_charts: tuple[NumberedDrawing, ...]
    attrition: NumberedTable
    branches: tuple[Line, ...]
    sections: tuple[Section, ...]
    missing: NumberedTable | None
    guards: tuple[Guard, ...]
    methods: tuple[Passage, ...]
    limits: tuple[str, ...]
    checklist: NumberedTable

    @property
    def leavers(self) -> tuple[Section, ...]:
        """Return the sections that stand with the flow chart: who stayed and who left."""
        return tuple(one for one in self.sections if one.is_of_flow)

    @property
    def answers(self) -> tuple[Section, ...]:
        """Return the sections of the study's analyses."""
        return tuple(one for one in self.sections if not one.is_of_flow)

    @property
    def drawings(self) -> Iterator[Drawing]:
        """Yield every figure."""
        yield from (chart.drawing for chart in self.flow_charts)
        yield from (one.drawing for section in self.sections for one in section.drawings)

    @property
    def tables(self) -> Iterator[Table]:
        """Yield every table."""
        yield self.attrition.table
        yield from (one.table for section in self.sections for one in section.tables)
        if self.missing is not None:
            yield self.missing.table
        yield self.checklist.table


def build_document(results: StudyResults, protocol: StudyProtocol | None = None) -> Document:
    """Return the report of a study: what is shown, in which order and with which number.

    Parameters
    ----------
    results : StudyResults
        What was found.
    protocol : StudyProtocol, optional
        What was asked; without it the report has no methods beyond those of each analysis.
    """
    words = words_of(results)
    numbering = Numbering()
    charts = build_flow_charts(results.attrition, words)
    flow_charts = tuple(numbering.drawing(chart) for chart in charts)
    sections = build_sections(results, words, numbering)
    missing = build_missing_table(results, words)
    guards = list_guards(results.warnings)
    methods = () if protocol is None else write_methods(protocol, results, words)
    attrition = numbering.table(build_attrition_table(results.attrition, words))
    numbered_missing = None if missing is None else numbering.table(missing)
    places = find_places(results, methods, sections, [*flow_charts, numbered_missing])
    return Document(
        results=results,
        words=words,
        flow_charts=flow_charts,
        attrition=attrition,
        branches=branch_lines(results.branches, results.attrition, words),
        sections=sections,
        missing=numbered_missing,
        guards=guards,
        methods=methods,
        limits=state_limits(guards, {a.id: a.title for a in results.analyses}),
        checklist=numbering.table(fill_checklist(places)),
    )


def render_document(document: Document) -> str:
    """Return a report as one HTML page, with its style, script and figures inside it."""
    environment = Environment(
        loader=PackageLoader("osteon.report", TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "text": render_text,
        "sentence": render_sentence,
        "capital": capitalised,
    }
    template = environment.get_template(PAGE_TEMPLATE)
    return template.render(
        document=document,
        results=document.results,
        words=document.words,
        summary=summarise_study(document.results),
        provenance=list_provenance(document.results),
        titles={analysis.id: analysis.title for analysis in document.results.analyses},
        cell_heads=CELL_HEADS,
        cell_row=cell_row,
        count_files=count_files,
        style=_package_file("report.css"),
        script=_package_file("report.js"),
    )


def _package_file(name: str) -> str:
    return (files("osteon.report") / TEMPLATES / name).read_text(encoding="utf-8")
