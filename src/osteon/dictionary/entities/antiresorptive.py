"""Antiresorptive therapy: the decision, the course, each dose, and what has to be watched."""

from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import PatientRecord
from osteon.dictionary.partial_date import PartialDate


class AntiresorptiveDecision(PatientRecord):
    """A decision for or against antiresorptive therapy; it is no exposure."""

    table: ClassVar[str] = "antiresorptive_decision"
    title: ClassVar[str] = "Decision on antiresorptive therapy"

    date: Annotated[PartialDate | None, About("Day of the decision.", REQUIRED)] = None
    forum: Annotated[str | None, About("Where it was taken.", codes="decision_forum")] = None
    decision: Annotated[
        str | None, About("What was decided.", REQUIRED, codes="antiresorptive_decision")
    ] = None
    defer_until_date: Annotated[
        PartialDate | None,
        About("Until when, if deferred.", CONDITIONAL, due=When("decision", "defer")),
    ] = None
    contraindication: Annotated[
        str | None,
        About(
            "What stands against it, if contraindicated.",
            CONDITIONAL,
            codes="contraindication",
            due=When("decision", "contraindicated"),
        ),
    ] = None
    reason: Annotated[
        str | None,
        About("Why, if not indicated.", CONDITIONAL, due=When("decision", "not_indicated")),
    ] = None


class AntiresorptiveCourse(PatientRecord):
    """A course of one agent."""

    table: ClassVar[str] = "antiresorptive_course"
    title: ClassVar[str] = "Course of antiresorptive therapy"

    agent: Annotated[
        str | None,
        About(
            "Agent; the two denosumab products are told apart.",
            REQUIRED,
            codes="antiresorptive_agent",
        ),
    ] = None
    dose_mg: Annotated[
        float | None,
        About("Planned dose.", CONDITIONAL, Source.PUBLISHED, unit="mg", minimum=0.1, maximum=3200),
    ] = None
    route: Annotated[str | None, About("Route.", codes="antiresorptive_route")] = None
    interval_days: Annotated[
        int | None,
        About(
            "Planned interval between doses.",
            CONDITIONAL,
            Source.PUBLISHED,
            unit="d",
            minimum=1,
            maximum=400,
        ),
    ] = None
    start_date: Annotated[PartialDate | None, About("First dose.", REQUIRED)] = None
    stop_date: Annotated[
        PartialDate | None, About("Day of stopping; empty while it runs.", CONDITIONAL)
    ] = None
    stop_reason: Annotated[
        str | None,
        About(
            "Why it stopped.",
            CONDITIONAL,
            codes="antiresorptive_stop_reason",
            due=When("stop_date"),
        ),
    ] = None
    switch_to: Annotated[
        str | None,
        About(
            "The agent switched to.",
            CONDITIONAL,
            codes="antiresorptive_agent",
            due=When("stop_reason", "switch"),
        ),
    ] = None
    planned_interval_change: Annotated[
        bool | None, About("Whether the interval was changed on purpose.")
    ] = None
    calcium_vitamin_d: Annotated[
        str | None, About("Calcium and vitamin D given along.", codes="yes_no_ne")
    ] = None


class AntiresorptiveDose(PatientRecord):
    """One administration."""

    table: ClassVar[str] = "antiresorptive_dose"
    title: ClassVar[str] = "Dose of antiresorptive therapy"

    antiresorptive_course_id: Annotated[
        str | None, About("The course.", CONDITIONAL, references="antiresorptive_course")
    ] = None
    date: Annotated[PartialDate | None, About("Day of the dose.", REQUIRED)] = None
    agent: Annotated[str | None, About("Agent given.", REQUIRED, codes="antiresorptive_agent")] = (
        None
    )
    dose_mg: Annotated[
        float | None, About("Dose given.", REQUIRED, unit="mg", minimum=0.1, maximum=3200)
    ] = None
    creatinine_result_id: Annotated[
        str | None,
        About(
            "The creatinine before the dose; needed for zoledronic acid.",
            CONDITIONAL,
            references="lab_result",
            due=When("agent", "zoledronic_acid"),
        ),
    ] = None
    calcium_result_id: Annotated[
        str | None,
        About(
            "The calcium before the dose; needed for denosumab.",
            CONDITIONAL,
            references="lab_result",
            due=When("agent", "denosumab", "denosumab_60mg"),
        ),
    ] = None


class DentalCheck(PatientRecord):
    """A look at the teeth before or during antiresorptive therapy."""

    table: ClassVar[str] = "dental_check"
    title: ClassVar[str] = "Dental check"

    date: Annotated[PartialDate | None, About("Day of the check.", REQUIRED)] = None
    examiner: Annotated[str | None, About("Who did it.", codes="dental_examiner")] = None
    result: Annotated[str | None, About("Result.", REQUIRED, codes="dental_result")] = None
    extraction_within_12_months: Annotated[
        str | None, About("Extraction in the twelve months before.", codes="yes_no_ne")
    ] = None


class AntiresorptiveSafety(PatientRecord):
    """An adverse event of antiresorptive therapy."""

    table: ClassVar[str] = "antiresorptive_safety"
    title: ClassVar[str] = "Safety of antiresorptive therapy"

    date: Annotated[PartialDate | None, About("Day of onset.", REQUIRED)] = None
    type: Annotated[str | None, About("What happened.", REQUIRED, codes="safety_event_type")] = None
    certainty: Annotated[
        str | None, About("Suspected or confirmed.", CONDITIONAL, codes="safety_certainty")
    ] = None
    antiresorptive_course_id: Annotated[
        str | None, About("The course.", references="antiresorptive_course")
    ] = None
    onj_stage: Annotated[
        int | None,
        About(
            "Stage of osteonecrosis of the jaw.",
            CONDITIONAL,
            Source.PUBLISHED,
            minimum=0,
            maximum=3,
            due=When("type", "ONJ"),
        ),
    ] = None
    site: Annotated[
        str | None, About("Where.", CONDITIONAL, due=When("type", "ONJ", "AFF", "REBOUND_FRACTURE"))
    ] = None
    trigger: Annotated[str | None, About("What set it off.")] = None
    ctcae_grade: Annotated[int | None, About("CTCAE grade.", CONDITIONAL, minimum=1, maximum=5)] = (
        None
    )
    lowest_calcium_mmol_l: Annotated[
        float | None,
        About(
            "Lowest total calcium, if hypocalcaemia.",
            CONDITIONAL,
            substance="calcium",
            unit="mmol/L",
            minimum=0.5,
            maximum=5,
            due=When("type", "HYPOCALCAEMIA"),
        ),
    ] = None
    symptomatic: Annotated[str | None, About("Whether it caused symptoms.", codes="yes_no_ne")] = (
        None
    )
    outcome: Annotated[str | None, About("Outcome.", codes="safety_outcome")] = None
