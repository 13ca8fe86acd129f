"""The page of the manual that lists all tables and fields."""

from pathlib import Path

from osteon.dictionary import ENTITIES, render_manual

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "dictionary.md"


def test_the_page_in_the_manual_is_the_one_that_follows_from_the_dictionary():
    assert PAGE.read_text(encoding="utf-8") == render_manual(), "Run `make docs`."


def test_every_table_and_field_is_in_it():
    page = render_manual()
    for name, table in ENTITIES.items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        common = page.split("\n## In every table\n")[1].split("\n## ")[0]
        for field in table.fields:
            assert f"| `{field.name}` |" in section + common


def test_a_row_says_type_need_unit_codes_source_and_meaning():
    assert (
        "| `ki67_percent` | decimal | conditional | `%` | a number from 0 to 100 % | LOINC | "
        "Share of tumour cells that stain for Ki-67; needed for a gastroenteropancreatic tumour. "
        "(LOINC 29593-1) |"
    ) in render_manual()


def test_short_lists_are_written_out_and_long_ones_linked():
    page = render_manual()
    assert "[sex](code_lists.md#sex): `M`, `F`, `D`, `X`" in page
    assert "[bone_region](code_lists.md#bone_region), 71 codes" in page
