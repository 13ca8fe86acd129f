"""Every kind of analysis that a protocol may ask for is answered."""

from typing import get_args

from osteon.protocol import Analysis
from osteon.study.kinds import KINDS


def test_every_kind_of_the_language_has_its_answer():
    classes = get_args(get_args(Analysis)[0])
    kinds = {get_args(one.model_fields["kind"].annotation)[0] for one in classes}
    assert kinds == {*KINDS, "sensitivity"}
