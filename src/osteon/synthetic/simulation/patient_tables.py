"""Tables about the person: patient, consent, performance status, last contact."""

import numpy as np
import pyarrow as pa

from osteon.synthetic.simulation.arrays import DAYS_PER_YEAR
from osteon.synthetic.simulation.columns import YEAR, build_table, code_column, date_columns
from osteon.synthetic.simulation.draft import SEEN_HERE, Draft

Tables = dict[str, pa.Table]


def build_patient_tables(draft: Draft) -> Tables:
    """Return the tables that have one row a patient and are about the person."""
    return {
        "patient": _build_patient(draft),
        "consent": _build_consent(draft),
        "patient_observation": _build_observation(draft),
        "follow_up": _build_follow_up(draft),
    }


def _build_patient(draft: Draft) -> pa.Table:
    """Birth is a year, as a snapshot for research carries it."""
    traits, watch = draft.histories.traits, draft.histories.watch
    n = draft.histories.n_patients
    years = traits.age_years + draft.rng.random(n)
    birth = watch.diagnosis - np.ceil(years * DAYS_PER_YEAR)
    columns = {
        **draft.owner(draft.everyone),
        "source": SEEN_HERE,
        **date_columns("birth", birth, precision=np.full(n, YEAR)),
        "sex": code_column(["F", "M"], traits.is_male),
        **draft.dates("first_referral_date", draft.everyone, watch.entry),
    }
    return build_table("patient", n, columns)


def _build_consent(draft: Draft) -> pa.Table:
    """Consent is a waiver, as nobody is concerned."""
    columns = {
        **draft.head(
            draft.everyone, draft.histories.watch.entry, draft.ids(draft.everyone, "consent")
        ),
        "consent_type": "registry",
        "basis": "waiver",
        "ethics_reference": "simulated records, none needed",
        "status": "active",
    }
    return build_table("consent", draft.histories.n_patients, columns)


def _build_observation(draft: Draft) -> pa.Table:
    """Severity, recorded as ECOG performance status at the first visit."""
    entry = draft.histories.watch.entry
    ecog = pa.array(draft.histories.traits.severity)
    columns = {
        **draft.head(draft.everyone, entry, draft.ids(draft.everyone, "observation")),
        **draft.dates("date", draft.everyone, entry),
        **draft.with_gaps("ecog", ecog, draft.truth.recording.ecog_missing),
    }
    return build_table("patient_observation", draft.histories.n_patients, columns)


def _build_follow_up(draft: Draft) -> pa.Table:
    """Follow-up ends with death, with the last visit of the lost, or at the cut-off."""
    watch, course, n = draft.histories.watch, draft.histories.course, draft.histories.n_patients
    level, is_estimated = draft.draw_precision(draft.truth.recording.death, n)
    precision = np.where(watch.is_dead, level, 0), is_estimated & watch.is_dead
    has_metastasis = course.stage_iv <= watch.end
    columns = {
        **draft.head(draft.everyone, watch.end, draft.ids(draft.everyone, "follow-up")),
        **draft.dates("last_alive_date", draft.everyone, watch.end, precision),
        "contact_source": code_column(["registry_linkage", "visit"], watch.is_lost),
        "status": code_column(["alive", "dead", "lost"], watch.is_dead + 2 * watch.is_lost),
        **draft.dates("death_date", draft.everyone, watch.end, precision, absent=~watch.is_dead),
        "cause": code_column(["other", "NET"], has_metastasis, absent=~watch.is_dead),
    }
    return build_table("follow_up", n, columns)
