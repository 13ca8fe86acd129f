"""Which variables an analysis predicts from, where these do not count from their own day."""

from osteon.protocol import Analysis

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
