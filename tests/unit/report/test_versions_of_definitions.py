"""The methods name the definitions of a study with their versions, and not among the software."""

from dataclasses import replace
from pathlib import Path

from osteon.protocol import load_protocol
from osteon.report.text.methods import write_methods
from osteon.report.words import words_of

BYAR = Path(__file__).parents[3] / "protocols" / "byar_greene.toml"


def test_definitions_are_named_with_their_versions(results):
    versions = {**results.versions, "concepts": "bone_metastasis@1, death@1"}
    named = replace(results, versions=versions)
    passages = write_methods(load_protocol(BYAR), named, words_of(named))
    software = next(passage.text for passage in passages if passage.title == "Software")
    assert "Definitions with their versions: bone_metastasis@1, death@1." in software
    assert "concepts" not in software
