"""The manual of mapping files: it names every key, and its example runs and gives what it says."""

import re
from pathlib import Path

import pytest

from osteon.exchange import import_table, load_mapping, packaged_mapping
from osteon.exchange.tabular import mapping as model

DOCS = Path(__file__).parents[3] / "docs"
PARTS = [
    part
    for part in vars(model).values()
    if isinstance(part, type) and issubclass(part, model.MappingPart)
]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_of_a_mapping_is_in_the_reference(part):
    page = (DOCS / "reference" / "mapping.md").read_text(encoding="utf-8")
    for name, info in part.model_fields.items():
        assert re.search(rf"`[^`]*\b{info.alias or name}\b[^`]*`", page), f"{name} is not explained"


def test_the_example_of_the_how_to_runs_as_written(tmp_path):
    page = (DOCS / "how-to" / "import_a_spreadsheet.md").read_text(encoding="utf-8")
    blocks = {
        kind: re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL) for kind in ("csv", "toml")
    }
    mapping, source = tmp_path / "mapping.toml", tmp_path / "patients.csv"
    mapping.write_text("".join(blocks["toml"]), encoding="utf-8")
    source.write_text("".join(blocks["csv"]), encoding="latin-1")
    result = import_table(load_mapping(mapping), source)
    assert [row.row_number for row in result.rejected] == [5]
    found = {problem.found for problem in result.rejected[0].problems}
    assert found == {
        "a day that is not in the calendar",
        "a word that the value map does not hold",
    }
    heights = [record.get("height_cm") for record in result.records["patient_observation"]]
    assert heights == [178.0, 165.0, None]
    assert len(result.records["skeletal_event"]) == 3
    (dead, *alive) = result.records["follow_up"]
    assert (dead["death_date"], dead["last_alive_date_estimated"]) == ("2017-03-02", False)
    assert {record["last_alive_date_estimated"] for record in alive} == {True}


def test_what_the_page_on_centres_shows_stands_in_their_mappings():
    page = (DOCS / "how-to" / "import_what_a_centre_has.md").read_text(encoding="utf-8")
    mappings = "\n".join(
        packaged_mapping(name).read_text(encoding="utf-8")
        for name in ("centre_spss", "centre_excel")
    )
    shown = [
        line
        for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
        for line in block.split("\n")
    ]
    assert len(shown) > 15
    for line in shown:
        assert f"\n{line}\n" in mappings, line


@pytest.mark.parametrize("name", ["byar_greene", "centre_excel", "centre_spss"])
def test_every_packaged_mapping_fits_the_dictionary(name):
    assert load_mapping(packaged_mapping(name)).record
