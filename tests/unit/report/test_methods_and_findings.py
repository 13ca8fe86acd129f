"""Sentences of a manuscript: methods that follow from the protocol, findings that are cells."""

import dataclasses
from pathlib import Path

import pytest

from osteon.protocol import load_protocol
from osteon.report.document import build_document, render_document
from osteon.report.documents import tell
from osteon.report.documents.blocks import Paragraph, Reference
from osteon.report.sections import Numbering, build_sections
from osteon.report.tables import Number, plain_text
from osteon.report.text import write_methods
from osteon.report.words import words_of
from osteon.study import GuardFinding

PROTOCOLS = Path(__file__).parents[3] / "protocols"


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(PROTOCOLS / "byar_greene.toml")


@pytest.fixture(scope="module")
def methods(protocol, results):
    imputed = GuardFinding("DATE-01", "", "Dates known only to their month: tumour.dx_date 3")
    imputed_too = dataclasses.replace(results, warnings=(*results.warnings, imputed))
    passages = write_methods(protocol, imputed_too, words_of(results))
    return {passage.title: passage.text for passage in passages}


@pytest.fixture(scope="module")
def findings(results):
    sections = build_sections(results, words_of(results), Numbering())
    return {s.material.analysis.id: [plain_text(f) for f in s.findings] for s in sections}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("Populations", "'No bone metastasis': patients of 'All men randomised' who are not in"),
        ("Populations", "left out, in this order: no bone metastasis at entry."),
        ("Endpoints", "Overall survival from randomisation: time from"),
        ("Variables", "`bone_metastasis`"),
        ("Estimands", "by bone_metastasis as known at any time (the naive reading, biased: TIME-"),
        ("Statistical analysis", "Intervals hold 95%; those of survival are of type log-log."),
        ("Partial dates", "stands for the day in the middle of what was possible."),
        ("Partial dates", "Dates known only to their month: tumour.dx_date 3."),
        ("Multiplicity", "No analysis was declared primary; p-values are not adjusted"),
        ("Software", "Osteon 0.1.0, with numpy 2.4.0"),
    ],
)
def test_methods_follow_from_the_protocol(methods, part, said):
    words = methods[part] if part != "Estimands" else methods[part].replace(
        "bone metastasis at entry", "bone_metastasis")  # fmt: skip
    assert said in words


def test_a_protocol_with_other_settings_has_other_methods(protocol, results):
    settings = protocol.settings.model_copy(update={"partial_dates": "latest", "conf_level": 0.9})
    other = protocol.model_copy(update={"settings": settings, "primary": "os_by_bone"})
    passages = write_methods(other, results, words_of(results))
    text = " ".join(passage.text for passage in passages)
    assert "stands for the last day that was possible" in text
    assert "Intervals hold 90%" in text
    assert "The primary analysis is 'Overall survival by bone metastasis'" in text


@pytest.mark.parametrize(
    ("analysis", "sentence"),
    [
        ("table_1", ("Patients: 458 in 'Small intestinal NET', 305 in 'Stage IV', 105 in 'Bone "
                    "metastases'.")),
        ("table_1", ("Bone metastases vs Stage IV without bone metastases: Sex p = 0.186, Primary "
                    "site p = 0.402, Hormone syndrome p < 0.001, Grade p = 0.027.")),
        ("figure_2a", ("Evidence at first PET/CT, Bone metastases: Tracer uptake and morphology 54 "
                      "of 105 (51.4%; 95% CI 42.0\u201360.8); Tracer uptake only 51 of 105 (48.6%; "
                      "95% CI 39.2\u201358.0).")),
        ("sre_by_antiresorptive", ("Skeletal-related event, Treated: 0 of 29 (0.0%; 95% CI "
                                  "0.0\u201311.7).")),
        ("os_by_bone", "Log-rank test: p = 0.023 (naive, biased: TIME-01)."),
        ("first_sre", ("Stage IV: cumulative incidence of Skeletal-related event at 60 months "
                      "12.4% (95% CI 7.4\u201318.4); cumulative incidence of death at 60 months "
                      "31.9% (95% CI 26.9\u201337.9).")),
        ("survival_rates", ("Small intestinal NET: median not reached (95% CI 213.4\u2013not "
                           "reached); survival at 60 months 88.8% (95% CI 84.8\u201391.8), "
                           "at 120 months 72.6% (95% CI 68.6\u201375.6).")),
    ],
)  # fmt: skip
def test_findings_are_sentences_of_cells(findings, analysis, sentence):
    assert sentence in findings[analysis]


def test_an_analysis_of_an_unknown_kind_has_no_sentences(findings):
    assert findings["unheard_of"] == []


def test_every_number_of_a_finding_is_a_cell_of_its_analysis(results):
    for section in build_sections(results, words_of(results), Numbering()):
        for finding in section.findings:
            numbers = [fragment for fragment in finding if isinstance(fragment, Number)]
            assert numbers
            words = "".join(fragment for fragment in finding if isinstance(fragment, str))
            assert {n.cell.analysis for n in numbers} == {section.material.analysis.id}
            assert not any(word.rstrip(".,;").isdigit() for word in words.split()
                           if word not in {"60", "120"})  # fmt: skip


def test_findings_lead_to_their_tables_and_figures(results, protocol):
    document = build_document(results, protocol)
    prose = [block.content for block in tell(document) if isinstance(block, Paragraph)]
    references = {f.target for content in prose for f in content if isinstance(f, Reference)}
    assert {"table-table_1", "figure-os_by_bone", "table-os_by_bone"} <= references
    page = render_document(document)
    assert '(<a href="#table-os_by_bone">Table' in page
    assert '<h2 id="methods-title">Methods</h2>' in page
