"""What holds for every source: no row is lost, no value is told, no notation changes a record."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.exchange import import_table, load_mapping

MAPPING = """
title = "Any source"
patient_id = "{patient}"
centre_id = "C"

[source]
missing = { "" = "UNK", "n.d." = "ND" }
decimal = DECIMAL
delimiter = DELIMITER
dates = FORMATS

[[record]]
entity = "patient"

[record.fields]
birth = { column = "birth" }
sex = { column = "sex", values = { m = "M", f = "F" } }

[[record]]
entity = "patient_observation"
id = "{patient}-1"

[record.fields]
date = { column = "day" }
weight_kg = { column = "weight" }
ecog = { column = "ecog" }

[[record]]
entity = "follow_up"
id = "{patient}-f"

[record.fields]
status = { column = "status" }
last_alive_date = { months_after = { column = "months", origin = "patient_observation.date" } }
"""
COLUMNS = ["patient", "birth", "sex", "day", "weight", "ecog", "status", "months"]
MARK = "Qz"  # stands in every value that must not be told

days = st.dates(date(1901, 1, 1), date(2060, 12, 31))
weights = st.decimals(2, 399, places=3, allow_nan=False)
months = st.integers(0, 400)


def write_mapping(folder: Path, *, decimal="'.'", delimiter="','", formats="['%Y-%m-%d']") -> Path:
    path = folder / "mapping.toml"
    text = MAPPING.replace("DECIMAL", decimal).replace("DELIMITER", delimiter)
    path.write_text(text.replace("FORMATS", formats), encoding="utf-8")
    return path


def write_csv(path: Path, rows, delimiter=",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([COLUMNS, *rows])
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("any_source")


words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12).map(lambda t: f"{MARK}{t}")
cells = st.one_of(
    words, st.sampled_from(["", "n.d.", "m", "1", "alive", "2020-01-01", "31.02.2020"])
)


@given(st.lists(st.lists(cells, min_size=6, max_size=9), max_size=6))
def test_no_row_is_lost_and_no_value_is_told(folder, rows):
    source = write_csv(folder / "any.csv", rows)
    result = import_table(load_mapping(write_mapping(folder)), source)
    n_rows = sum(any(cell.strip() for cell in row) for row in rows)
    counts = result.counts
    assert (counts.n_in, counts.n_accepted + counts.n_rejected) == (n_rows, n_rows)
    assert len(result.records.get("patient", [])) == counts.n_accepted
    assert MARK not in result.render_report(every_row=True)


@given(days, weights, months, st.integers(0, 5))
def test_the_notation_of_a_source_does_not_change_its_records(folder, day, weight, time, ecog):
    plain = ["7", "1950", "m", day.isoformat(), str(weight), str(ecog), "alive", str(time)]
    german = [*plain]
    german[3] = f"{day.day:02}.{day.month:02}.{day.year}"
    german[4] = str(weight).replace(".", ",")
    mapping = load_mapping(write_mapping(folder, formats="['%Y-%m-%d', '%Y']"))
    expected = import_table(mapping, write_csv(folder / "plain.csv", [plain])).records
    assert expected["patient_observation"][0]["weight_kg"] == float(weight)
    mapping = load_mapping(
        write_mapping(folder, decimal="','", delimiter="';'", formats="['%d.%m.%Y', '%Y']")
    )
    source = write_csv(folder / "german.csv", [german], delimiter=";")
    assert import_table(mapping, source).records == expected


@given(days, weights, months, st.integers(0, 5))
def test_the_format_of_a_file_does_not_change_its_records(folder, day, weight, time, ecog):
    mapping = load_mapping(write_mapping(folder, formats="['%Y-%m-%d', '%Y']"))
    typed = [7, 1950, "m", day, float(weight), ecog, "alive", time]
    frame = pd.DataFrame([typed], columns=COLUMNS).astype({"day": object})
    sources = [folder / f"source.{suffix}" for suffix in ("csv", "xlsx", "sav", "dta", "parquet")]
    write_csv(sources[0], [typed])
    workbook = openpyxl.Workbook()
    workbook.active.append(COLUMNS)
    workbook.active.append(typed)
    workbook.save(sources[1])
    pyreadstat.write_sav(frame, sources[2])
    pyreadstat.write_dta(frame, sources[3])
    frame.to_parquet(sources[4])
    first, *others = [import_table(mapping, source).records for source in sources]
    assert first["follow_up"][0]["status"] == "alive"
    for other in others:
        assert other == first


@given(days, st.decimals(-60, 600, places=2), st.decimals(28, 31, places=4))
def test_months_become_days_as_fractions_say(folder, day, time, length):
    mapping = MAPPING.replace("origin =", f"month_days = {length:f}, origin =")
    path = folder / "months.toml"
    mapping = mapping.replace("DECIMAL", "'.'").replace("DELIMITER", "','")
    path.write_text(mapping.replace("FORMATS", "['%Y-%m-%d', '%Y']"), encoding="utf-8")
    row = ["7", "1950", "m", day.isoformat(), "70", "0", "alive", f"{time:f}"]
    result = import_table(load_mapping(path), write_csv(folder / "months.csv", [row]))
    exact = Fraction(time) * Fraction(Decimal(f"{length:f}"))
    nearest = floor(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
    expected = day + timedelta(nearest)
    if 1900 < expected.year <= 2100:
        assert result.records["follow_up"][0]["last_alive_date"] == expected.isoformat()
    else:
        assert result.counts.n_rejected == 1


@given(days, st.sampled_from([("%d.%m.%Y", 10), ("%m/%Y", 7), ("%Y", 4), ("%Y%m%d", 10)]))
def test_a_date_is_as_precise_as_it_was_written(folder, day, precision):
    pattern, length = precision
    mapping = load_mapping(write_mapping(folder, formats=f"['{pattern}']"))
    text = (
        pattern.replace("%d", f"{day.day:02}")
        .replace("%m", f"{day.month:02}")
        .replace("%Y", f"{day.year:04}")
    )
    row = ["7", text, "m", text, "70", "0", "alive", ""]
    result = import_table(mapping, write_csv(folder / "precision.csv", [row]))
    assert result.records["patient"][0]["birth"] == day.isoformat()[:length]
