"""The words a report prints for the ids of a protocol and the names of statistics."""

from collections.abc import Mapping
from dataclasses import dataclass

from osteon.report.rounding import EN_DASH, NO_BREAK_SPACE, is_p_value
from osteon.study import Cell, StudyResults

VERSUS = " vs "

STATISTICS: Mapping[str, str] = {
    "percent": "Percent",
    "median": "Median",
    "q1": "First quartile",
    "q3": "Third quartile",
    "min": "Minimum",
    "max": "Maximum",
    "mean": "Mean",
    "sd": "Standard deviation",
    "n_population": "in the population",
    "n_missing": "without usable follow-up or group",
    "n_incomplete": "without one of the covariates",
    "n_no_day": "without a day of follow-up",
    "n_without": "without a value",
    "n_truncated": "patients whose weight was cut",
    "n_before_origin": "followed only before time zero",
    "n_before_landmark": "with the event, or censored, before the landmark",
    "n_short": "followed for too short, without event",
    "n_without_time": "followed for no day",
    "n_contradicting": "whose last assessment without the event is not before the first with it",
    "n_prevalent": "with the event at or before time zero",
    "n_event": "Events",
    "n_lesion": "lesions",
    "course_time": "Time to the end",
    "mark_time": "Time to the mark",
    "person_years": "Person-years",
    "n_with_lesion": "with a lesion",
    "n_censored": "Censored",
    "n_terminal": "Ended by a competing event",
    "mean_events": "Events per patient",
    "rate": "Rate",
    "rate_mid_p": "Rate, mid-p",
    "median_time": "Median",
    "converted": "Converted",
    "n_at_risk": "At risk",
    "n_event_by": "Events before",
    "n_censored_by": "Censored before",
    "median_survival": "Median",
    "median_survival_spss": "Median, SPSS-compatible",
    "median_follow_up": "Median follow-up",
    "survival": "Survival",
    "restricted_mean": "Restricted mean",
    "restricted_mean_difference": "difference of restricted means",
    "restricted_mean_ratio": "ratio of restricted means",
    "p_value_restricted_mean_difference": "p",
    "p_value_restricted_mean_ratio": "p",
    "events_per_variable": "Events per variable",
    "concordance": "Harrell's C",
    "effective_size": "Effective sample size",
    "propensity_min": "least chance to be treated",
    "propensity_max": "greatest chance",
    "weight_min": "least weight",
    "weight_max": "greatest weight",
    "standardised_difference": "standardised difference",
    "standardised_difference_weighted": "standardised difference with weights",
    "cumulative_incidence": "Cumulative incidence",
    "chi_square": "\u03c7\u00b2",
    "test_statistic": "statistic",
    "df": "degrees of freedom",
    "min_expected": "least expected count",
    "p_value": "p",
    "p_value_exact": "p",
    "p_value_clustered": "p",
    "p_value_within_clustered": "p",
    "p_value_rank_clustered": "p",
    "p_value_time_dependent": "p",
    "p_value_mid_p": "p",
    "p_value_negative_binomial": "p",
    "rate_ratio": "rate ratio",
    "rate_ratio_mid_p": "rate ratio",
    "rate_ratio_negative_binomial": "rate ratio",
    "rate_ratio_time_dependent": "rate ratio",
    "percent_agreement": "Percent agreement",
    "kappa": "Kappa",
    "odds_ratio": "odds ratio",
    "odds_ratio_exact": "exact odds ratio",
    "odds_ratio_clustered": "odds ratio",
    "odds_ratio_within_clustered": "odds ratio",
    "p_value_interaction": "p",
    "p_value_weighted": "p",
    "hazard_ratio": "hazard ratio",
    "hazard_ratio_weighted": "hazard ratio",
    "subdistribution_hazard_ratio": "subdistribution hazard ratio",
    "hazard_ratio_time_dependent": "hazard ratio",
    "risk_difference": "risk difference",
    "mean_difference": "difference of means",
    "location_shift": "shift",
}


OF_MODELS = ("_univariable", "_likelihood_ratio", "_wald", "_proportional_hazards", "_linearity")
"""Ends of statistics that say of which model or test they are; tables say it elsewhere."""

UNITS: Mapping[str, str] = {
    "patient": "patients",
    "tumour": "tumours",
    "lesion": "lesions",
    "radiotherapy_target": "treated sites",
    "study": "imaging studies",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Printed words by id; an id without a word is printed as it is.

    Parameters
    ----------
    labels : mapping of mapping
        As in `StudyResults.labels`.
    time_unit : str
        Unit of the times of curves and survival cells.
    unit : str
        The unit of analysis: what is counted.
    """

    labels: Mapping[str, Mapping[str, str]]
    time_unit: str
    unit: str = "patient"

    @property
    def units(self) -> str:
        """Return the word for several units of analysis."""
        return UNITS.get(self.unit, f"{self.unit}s")

    def population(self, population: str) -> str:
        """Return the printed word for a population."""
        return self._look_up("population", population)

    def variable(self, variable: str) -> str:
        """Return the printed word for a variable."""
        return self._look_up("variable", variable)

    def level(self, variable: str, level: str) -> str:
        """Return the printed word for a level of a variable."""
        return self._look_up(f"level:{variable}", level)

    def levels(self, variable: str) -> tuple[str, ...]:
        """Return the levels of a variable that have a word, in the order to print."""
        return tuple(self.labels.get(f"level:{variable}", {}))

    def group(self, group: str, variable: str = "") -> str:
        """Return the printed word for a group, or for the sides of a comparison.

        Parameters
        ----------
        group : str
            A population, a level of `variable`, or several of them with ``vs`` between.
        variable : str
            What patients were grouped by.
        """
        kinds = ("group", f"level:{variable}", "population")
        return VERSUS.join(self._first_word(side, kinds) for side in group.split(VERSUS))

    def cause(self, cause: str) -> str:
        """Return the printed word for an event: of an endpoint, or of what competes with it."""
        return self._first_word(cause, ("cause", "endpoint", "date", "variable"))

    def statistic(self, statistic: str) -> str:
        """Return the printed word for a statistic."""
        if statistic == "n":
            return self.units.capitalize()
        if statistic in STATISTICS:
            return STATISTICS[statistic]
        of_model = next((end for end in OF_MODELS if statistic.endswith(end)), "")
        if of_model:
            return self.statistic(statistic.removesuffix(of_model))
        if is_p_value(statistic):
            return f"p ({statistic.removeprefix('p_value_').replace('_', ' ')})"
        return statistic.replace("_", " ")

    def time(self, level: str) -> str:
        """Return a time with its unit: ``60 months``."""
        unit = self.time_unit.removesuffix("s") if level == "1" else self.time_unit
        return f"{level}{NO_BREAK_SPACE}{unit}"

    def cell(self, cell: Cell, grouping: str = "") -> str:
        """Return a cell's place in words, for a reader who meets it outside its table."""
        places = (
            self.population(cell.population),
            self.group(cell.group, grouping),
            self.cause(cell.variable),
            self._cell_level(cell),
            self.statistic(cell.statistic),
        )
        return f" {EN_DASH} ".join(place for place in places if place)

    def _cell_level(self, cell: Cell) -> str:
        if not cell.level:
            return ""
        if cell.level in self.labels.get(f"level:{cell.variable}", {}):
            return self.level(cell.variable, cell.level)
        return self.time(cell.level) if is_time(cell.level) else cell.level

    def _first_word(self, word: str, kinds: tuple[str, ...]) -> str:
        words = (self.labels.get(kind, {}).get(word) for kind in kinds)
        return next((printed for printed in words if printed), word)

    def _look_up(self, kind: str, word: str) -> str:
        return self.labels.get(kind, {}).get(word, word)


def words_of(results: StudyResults) -> Words:
    """Return the words of a study."""
    unit = results.study.get("unit", "patient")
    return Words(results.labels, results.time_unit, unit)


def is_time(level: str) -> bool:
    """Return whether a level is a time written as a number."""
    return level.replace(".", "", 1).isdigit()
