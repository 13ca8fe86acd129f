"""Conversion, recurrent events and rates from records equal what R makes of the cohort's file."""

import csv
from pathlib import Path

import pytest
from numpy.testing import assert_allclose

RTOL = 1e-8  # self-consistent and fitted numbers under tight convergence; closed forms far closer
DAYS = 30.4375
EXPECTED = Path(__file__).parents[2] / "oracle" / "expected" / "golden_events.csv"
TIMES = (12, 24, 60)
WAYS = {
    "turnbull_least": "between_assessments/{}/converted_from",
    "turnbull_most": "between_assessments/{}/converted_to",
    "midpoint": "midpoint/{}/converted",
    "detection": "detection/{}/converted",
    "competing": "death_competing/{}/converted",
}


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    with EXPECTED.open(encoding="utf-8") as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("way", WAYS)
def test_conversion_by_each_way(sinet, r, way, time):
    cell = sinet[f"conversion/tracer_only/{WAYS[way].format(time)}"]
    assert_allclose(cell.value, r[f"{way}_{time}"], rtol=RTOL)


@pytest.mark.parametrize("time", TIMES)
def test_intervals_of_conversion(sinet, r, time):
    midpoint = sinet[f"conversion/tracer_only/midpoint/{time}/converted"]
    detection = sinet[f"conversion/tracer_only/detection/{time}/converted"]
    assert_allclose(midpoint.conf_low, r[f"midpoint_low_{time}"], rtol=RTOL)
    assert_allclose(detection.conf_high, r[f"detection_high_{time}"], rtol=RTOL)


def test_medians_of_conversion(sinet, r):
    found = {end: sinet[f"conversion/tracer_only/{end}"].value * DAYS for end in (
        "converters/median",
        "between_assessments/median_time_from",
        "between_assessments/median_time_to",
    )}  # fmt: skip
    expected = (r["converters_median"], r["turnbull_median_from"], r["turnbull_median_to"])
    assert_allclose(list(found.values()), expected, rtol=RTOL)


def test_the_ways_disagree_and_the_source_took_yet_another(sinet):
    """What is assumed of the time between assessments moves the median by years."""
    median = "conversion/tracer_only/{}/median_time".format
    latest = sinet["conversion/tracer_only/between_assessments/median_time_to"].value
    assert latest < sinet[median("midpoint")].value < sinet[median("detection")].value
    assert round(sinet["conversion/tracer_only/converters/median"].value) == 16


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize(("group", "name"), [("synchronous", "sync"), ("metachronous", "meta")])
def test_the_mean_number_of_skeletal_events(sinet, r, group, name, time):
    cell = sinet[f"sre_recurrent/bone/{group}/{time}/mean_events"]
    assert_allclose(cell.value, r[f"mean_{name}_{time}"], rtol=RTOL)


def test_ratios_of_rates_of_skeletal_events(sinet, r):
    pair = "sre_recurrent/bone/metachronous vs synchronous"
    robust = sinet[f"{pair}/rate_ratio"]
    expected = [r["rate_ratio"], r["rate_ratio_low"], r["rate_ratio_high"]]
    assert_allclose([robust.value, robust.conf_low, robust.conf_high], expected, rtol=RTOL)
    binomial = sinet[f"{pair}/rate_ratio_negative_binomial"]
    assert_allclose(binomial.value, r["poisson_ratio"], rtol=1e-6)  # dispersion 0: Poisson's


def test_rates_by_antiresorptive_therapy_as_it_comes(sinet, r):
    treated, untreated = (f"sre_rates/bone/{group}" for group in ("true", "false"))
    names = {
        "years_treated": sinet[f"{treated}/person_years"].value,
        "years_untreated": sinet[f"{untreated}/person_years"].value,
        "events_treated": sinet[f"{treated}/n_event"].value,
        "events_untreated": sinet[f"{untreated}/n_event"].value,
        "rate_untreated": sinet[f"{untreated}/rate"].value,
        "rate_untreated_low": sinet[f"{untreated}/rate"].conf_low,
        "rate_treated_high": sinet[f"{treated}/rate"].conf_high,
        "ratio_high": sinet["sre_rates/bone/true vs false/rate_ratio"].conf_high,
        "ratio_p": sinet["sre_rates/bone/true vs false/p_value"].value,
    }
    assert_allclose(list(names.values()), [r[name] for name in names], rtol=RTOL)


def test_person_time_of_ever_treated_does_not_agree(sinet, r):
    """The likely mistake: all person-time of those who were treated at some time."""
    found = sinet["sre_rates/bone/true/person_years"].value
    assert r["naive_years_treated"] > found + 3
