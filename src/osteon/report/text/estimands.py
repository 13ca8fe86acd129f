"""What is estimated: of which endpoint or outcome, in which measure, in whom, by which groups."""

from collections.abc import Iterator, Mapping

from osteon.report.text.lists import within_sentence
from osteon.report.words import Words
from osteon.study import AnalysisResult, StudyResults

MEASURES: Mapping[str, str] = {
    "survival": "the probability of being free of it over time, and its median",
    "cumulative_incidence": "the probability of it over time where others compete with it",
    "recurrent": "the mean number of them per patient over time",
    "rates": "how often it comes per 100 person-years",
    "conversion": "the time until it is there, between two assessments",
    "association": "how often it is found",
    "regression": "its ratio by covariates",
    "subgroups": "its ratio between two groups, in all and within subgroups",
    "weighting": "survival and hazard ratio of groups made alike by weights",
    "dose_response": "how often it is found, by dose",
}
GROUPINGS: Mapping[str, str] = {
    "baseline": "by {group} as known at time zero",
    "ever": "by {group} as known at any time (the naive reading, biased: TIME-01)",
    "time_dependent": "by {group} as it was at each time",
    "landmark": "by {group} as known at {landmark}, among those still at risk then",
}


def describe_estimands(results: StudyResults, words: Words) -> Iterator[str]:
    """Yield one sentence for each endpoint or outcome and measure, with its populations."""
    wheres: dict[tuple[str, str], dict[str, None]] = {}
    for analysis in results.analyses:
        subject = _subject(analysis, words)
        if subject:
            measure = MEASURES.get(analysis.kind, analysis.kind.replace("_", " "))
            wheres.setdefault((subject, measure), {})[_where(analysis, words)] = None
    for (subject, measure), places in wheres.items():
        yield f"{subject}, {measure}: {'; '.join(filter(None, places))}".removesuffix(": ")


def _subject(analysis: AnalysisResult, words: Words) -> str:
    endpoint, outcome = (str(analysis.settings.get(k, "")) for k in ("endpoint", "outcome"))
    return words.cause(endpoint) if endpoint else words.variable(outcome)


def _where(analysis: AnalysisResult, words: Words) -> str:
    settings = {name: str(value) for name, value in analysis.settings.items()}
    population = words.population(settings.get("population", ""))
    whom = f"in '{population}'" if population else ""
    if not settings.get("group"):
        return whom
    form = GROUPINGS.get(settings.get("grouping", ""), "by {group}")
    landmark = settings.get("landmark", "")
    grouping = form.format(
        group=within_sentence(words.variable(settings["group"])),
        landmark=f"a landmark at {words.time(landmark)}" if landmark else "a landmark",
    )
    return f"{whom} {grouping}".strip()
