"""The flow charts of a report, and the same numbers as a table."""

from collections.abc import Mapping, Sequence

from osteon.report.figures import Drawing, FlowNode, draw_flow, split_flow
from osteon.report.material import distinct
from osteon.report.phrases import joined
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.tables import (
    AttritionNumber,
    AttritionPart,
    Footnotes,
    HeadCell,
    Line,
    Row,
    RowKind,
    Table,
    TableCell,
    Text,
    plain_text,
)
from osteon.report.words import Words
from osteon.study import AttritionStep, BranchCounts

ATTRITION_ID = "attrition"
SOURCE_LABEL = "Records in the snapshot"
HEADS = {
    AttritionPart.BEFORE: "Before",
    AttritionPart.EXCLUDED: "Excluded",
    AttritionPart.UNKNOWN: "Not known",
    AttritionPart.AFTER: "After",
}

STAYED = "Who could not be judged stayed"

Step = tuple[int, AttritionStep]
"""A step with its place in the results."""


def build_flow_charts(attrition: Sequence[AttritionStep], words: Words) -> tuple[Drawing, ...]:
    """Return one flow chart for each source that populations were taken from.

    One that is too tall for a page goes on in further charts.
    """
    steps = _steps_by_population(attrition)
    first_steps = [own[0] for own in steps.values() if own[0][1].parent not in steps]
    sources = distinct((step.parent, step.n_before) for _, step in first_steps)
    charts: list[Drawing] = []
    for source in sources:
        roots = [step for step in first_steps if (step[1].parent, step[1].n_before) == source]
        first, *further = split_flow(_source_node(roots, steps, words))
        title = flow_title(words)
        titled = [(title, first), *((f"{title}, from '{node.label}' on", node) for node in further)]
        charts += [_draw(node, title, len(charts) + k) for k, (title, node) in enumerate(titled)]
    return tuple(charts)


def _draw(root: FlowNode, title: str, index: int) -> Drawing:
    drawing_id = ATTRITION_ID if index == 0 else f"{ATTRITION_ID}_{index + 1}"
    description = f"{title}. {' '.join(_sentences(root))}"
    return draw_flow(root, drawing_id, title=title, description=description)


def build_attrition_table(attrition: Sequence[AttritionStep], words: Words) -> Table:
    """Return every step of every population in a row of its own."""
    rows: list[Row] = []
    footnotes = Footnotes()
    for population, steps in _steps_by_population(attrition).items():
        rows.append(Row(words.population(population), (TableCell(),) * len(HEADS), RowKind.HEADING))
        for index, step in steps:
            reason = step.reason or "Taken as they are"
            marker = footnotes.marker(STAYED if step.unknown_stay else "")
            cells = (TableCell((AttritionNumber(index, step, part),)) for part in HEADS)
            rows.append(Row(reason, tuple(cells), RowKind.DETAIL, marker))
    head = ("Population and reason", *HEADS.values())
    return Table(
        id=ATTRITION_ID,
        title=f"{flow_title(words)}, step by step",
        head=(tuple(HeadCell((name,)) for name in head),),
        rows=tuple(rows),
        footnotes=footnotes.listed(),
        is_folded=True,
    )


def branch_lines(
    branches: Sequence[BranchCounts], attrition: Sequence[AttritionStep], words: Words
) -> tuple[Line, ...]:
    """Return one line for each declaration of branches: their sizes, and how they lie."""
    ends = {name: own[-1] for name, own in _steps_by_population(attrition).items()}
    return tuple(
        Line(
            f"{words.population(one.parent)} in parts",
            (
                *joined([_sized(name, ends, words) for name in one.branches], "; "),
                f". {_relation(one, words)}",
            ),
        )
        for one in branches
    )


def _sized(population: str, ends: Mapping[str, Step], words: Words) -> Text:
    return (f"{words.population(population)} ", *_size(*ends[population], AttritionPart.AFTER))


def _relation(one: BranchCounts, words: Words) -> str:
    """Return whether branches share anybody, and whether they leave anybody out."""
    if not one.n_several and not one.n_none:
        return f"They share no {words.units}, and together they are the whole."
    return f"In several of them: {one.n_several}. In none of them: {one.n_none}."


def flow_title(words: Words) -> str:
    """Return the title of the flow chart, which says what is counted."""
    return f"Flow of {words.units}"


def _steps_by_population(attrition: Sequence[AttritionStep]) -> dict[str, list[Step]]:
    steps: dict[str, list[Step]] = {}
    for index, step in enumerate(attrition):
        steps.setdefault(step.population, []).append((index, step))
    return steps


def _source_node(roots: list[Step], steps: Mapping[str, list[Step]], words: Words) -> FlowNode:
    """Return the box that populations were taken from; a sole one that lost nobody is it itself."""
    nodes = tuple(_node(step.population, steps, words) for _, step in roots)
    index, first = roots[0]
    if len(nodes) == 1 and not nodes[0].exclusions:
        return nodes[0]
    label = words.population(first.parent) if first.parent else SOURCE_LABEL
    return FlowNode(label, _size(index, first, AttritionPart.BEFORE), children=nodes)


def _node(population: str, steps: Mapping[str, list[Step]], words: Words) -> FlowNode:
    own = steps[population]
    children = [name for name, others in steps.items() if others[0][1].parent == population]
    return FlowNode(
        label=words.population(population),
        size=_size(*own[-1], AttritionPart.AFTER),
        exclusions=tuple(_exclusion(*step) for step in own if _excludes(step[1])),
        children=tuple(_node(child, steps, words) for child in children),
    )


def _size(index: int, step: AttritionStep, part: AttritionPart) -> Text:
    return (f"n{NO_BREAK_SPACE}={NO_BREAK_SPACE}", AttritionNumber(index, step, part))


def _excludes(step: AttritionStep) -> bool:
    return bool(step.reason or step.n_excluded or step.n_unknown)


def _exclusion(index: int, step: AttritionStep) -> Text:
    excluded = _size(index, step, AttritionPart.EXCLUDED)
    text: Text = (f"{step.reason or 'Other'}: ", *excluded)
    if not step.n_unknown:
        return text
    word = "not known, stayed" if step.unknown_stay else "not known"
    return (*text, f"; {word}: ", *_size(index, step, AttritionPart.UNKNOWN))


def _sentences(node: FlowNode, origin: str = "") -> list[str]:
    """Return the chart in words, from the top to the bottom."""
    taken = f", from {origin}" if origin else ""
    reasons = "; ".join(plain_text(reason) for reason in node.exclusions)
    left_out = f" (excluded: {reasons})" if reasons else ""
    sentences = [f"{node.label}{taken}: {plain_text(node.size)}{left_out}."]
    return sentences + [text for child in node.children for text in _sentences(child, node.label)]
