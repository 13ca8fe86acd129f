"""The guards: their stable codes, and what each guards against."""

from collections.abc import Mapping

GUARD_TITLES: Mapping[str, str] = {
    "TIME-01": "a group that became known after time zero",
    "TIME-02": "a population selected by the future",
    "TIME-03": "observation that begins after time zero",
    "TIME-04": "a value taken after the event it should predict",
    "OVERLAP-01": "groups that share patients",
    "COMPETE-01": "1 - Kaplan-Meier where something competes",
    "CLUSTER-01": "units of one patient taken as independent",
    "PREVALENT-01": "events at or before time zero",
    "MEDIAN-01": "a median among those with the event only",
    "SEEN-01": "what assessments find, taken as if it came on the day it was found",
    "SPARSE-01": "small expected counts, few events or an empty cell",
    "PH-01": "hazards that are not proportional",
    "POSITIVITY-01": "patients who had no choice of treatment",
    "BALANCE-01": "groups that still differ after weighting",
    "EQUIV-01": "no significant difference, and no interval to say how large it may be",
    "MISSING-01": "patients lost for want of a value",
    "MULTI-01": "many tests, no primary analysis",
    "DATE-01": "dates known to the month or the year, or estimated",
    "STALE-01": "a reason given for a guard that does not fire",
}
"""Headings of the manual's pages on guards, one page a code."""
