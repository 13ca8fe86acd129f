"""The page on protocols that hold shows one that does: it is whole, and finds what it expects."""

import re
from pathlib import Path

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol
from osteon.study import check_expectations

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "make_a_protocol_hold.md"


@pytest.fixture(scope="module")
def text():
    (found,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return found


def test_the_protocol_of_the_page_finds_what_it_expects(text):
    assert check_expectations(parse_protocol(text)) == 1


def test_it_would_notice_another_boundary(text):
    with pytest.raises(ProtocolError, match="'metachronous'; permitted: 'synchronous'"):
        check_expectations(parse_protocol(text.replace("2010-07-15", "2010-07-16")))
