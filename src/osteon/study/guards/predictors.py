"""Which variables an analysis predicts from, where these do not count from their own day."""

from osteon.protocol import Analysis, StudyProtocol

READ_IN_TIME = frozenset({"time_dependent", "landmark"})


def list_predictors(analysis: Analysis) -> tuple[str, ...]:
    """Return what an analysis groups, models, stratifies or weights by, as a fixed value.

    What counts from the day it was known, or at a landmark, cannot come after the event.
    """
    found = [*getattr(analysis, "strata", ())]
    if getattr(analysis, "grouping", "") not in READ_IN_TIME:
        found.append(getattr(analysis, "group", None))
    found.append(getattr(analysis, "treatment", None))
    found += [
        covariate.variable
        for covariate in getattr(analysis, "covariates", ())
        if covariate.reading not in READ_IN_TIME
    ]
    return tuple(dict.fromkeys(name for name in found if name is not None))


def list_predictors_together(
    protocol: StudyProtocol, population: str, endpoint: str
) -> tuple[str, ...]:
    """Return the predictors of all analyses of one endpoint in one population, counted at once."""
    found = (
        list_predictors(analysis)
        for analysis in protocol.analysis.values()
        if getattr(analysis, "endpoint", None) == endpoint
        and getattr(analysis, "population", "") == population
    )
    return tuple(dict.fromkeys(name for names in found for name in names))
