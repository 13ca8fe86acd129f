"""What each study expects of its invented patients is what it finds in them."""

from pathlib import Path

import pytest

from osteon.protocol import load_protocol
from osteon.study import check_expectations

PROTOCOLS = sorted((Path(__file__).parents[2] / "protocols").glob("*.toml"))
NUMBERS = {"sinet_bone": 9, "bone_radiotherapy": 3}


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_invented_patients_come_out_as_expected(path):
    number = check_expectations(load_protocol(path), name=path.name)
    assert number >= NUMBERS.get(path.stem, 0)
