"""What a model found, as sentences in which every number is a cell's."""

from collections.abc import Iterator

from osteon.report.covariates import (
    covariate_label,
    level_label,
    levels_of,
    reference_of,
)
from osteon.report.material import Material, Series
from osteon.report.phrases import equation, joined
from osteon.report.tables import Number, Text
from osteon.study import Cell

HAZARDS = "p_value_proportional_hazards"


def write_regression(material: Material) -> Iterator[Text]:
    """Yield the size of a model, its ratios of all covariates together, and its assumption."""
    series, ratio = _series(material), str(material.analysis.settings.get("ratio", ""))
    yield _size(material, series)
    for variable in material.analysis.rows:
        label, reference = covariate_label(material, variable), reference_of(material, variable)
        parts = []
        for level in levels_of(material, variable) or ("",):
            cells = [
                material.find(word, series, variable=variable, level=level)
                for word in (ratio, "p_value")
            ]
            if cells[0] is not None:
                against = _against(material, variable, level, reference)
                parts.append((against, *_equations(material, cells)))
        if parts:
            yield (f"{label}: ", *joined(parts, "; "))
    tested = material.find(HAZARDS, series)
    if tested is not None:
        yield ("Proportional hazards, all covariates: ", *equation("p", tested))


def write_subgroups(material: Material) -> Iterator[Text]:
    """Yield the effect in all patients, and whether it differs between subgroups."""
    settings = material.analysis.settings
    population, sides = str(settings.get("population", "")), settings.get("groups", ())
    series = (population, " vs ".join(sides))
    ratio = str(settings.get("ratio", ""))
    cells = [material.find(word, series) for word in (ratio, "p_value")]
    if cells[0] is not None:
        yield (f"{material.group_label(series[1])}: ", *_equations(material, cells))
    tests = (
        (variable, material.find("p_value_interaction", (population, ""), variable=variable))
        for variable in material.analysis.rows
    )
    found: list[Text] = [
        (f"{material.words.variable(variable)} ", *equation("p", cell))
        for variable, cell in tests
        if cell is not None
    ]
    if found:
        yield ("Interaction: ", *joined(found, ", "))


def write_weighting(material: Material) -> Iterator[Text]:
    """Yield the comparison with weights, and the same without."""
    for suffix, name in (("_weighted", "With weights"), ("", "Without weights")):
        words = (f"hazard_ratio{suffix}", f"p_value{suffix}")
        cells = [cell for word in words for cell in material.cells if cell.statistic == word]
        if cells:
            sides = material.group_label(cells[0].group)
            yield (f"{name}, {sides}: ", *_equations(material, cells))


def _series(material: Material) -> Series:
    return (str(material.analysis.settings.get("population", "")), "")


def _size(material: Material, series: Series) -> Text:
    n, n_event = (material.find(word, series) for word in ("n", "n_event"))
    if n is None or n_event is None:
        return ()
    return (Number(n), f" {material.words.units}, ", Number(n_event), " events")


def _against(material: Material, variable: str, level: str, reference: str) -> str:
    if not level:
        return ""
    words = (level_label(material, variable, each) for each in (level, reference))
    return f"{' vs '.join(words)} "


def _equations(material: Material, cells: list[Cell | None] | list[Cell]) -> Text:
    found = (
        equation(material.words.statistic(cell.statistic), cell)
        for cell in cells
        if cell is not None
    )
    return joined(found, ", ")
