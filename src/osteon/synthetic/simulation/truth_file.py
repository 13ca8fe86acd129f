"""The truth of a simulated registry as JSON text, and back."""

import json

from pydantic import TypeAdapter, ValidationError

from osteon.errors import Problem, ProtocolError
from osteon.synthetic.simulation.truth import SimulationTruth

_ADAPTER = TypeAdapter(SimulationTruth)


def dump_truth(truth: SimulationTruth) -> str:
    """Return a truth as JSON text, every parameter in it.

    Examples
    --------
    >>> parse_truth(dump_truth(SimulationTruth())) == SimulationTruth()
    True
    """
    return json.dumps(_ADAPTER.dump_python(truth, mode="json"), indent=2) + "\n"


def parse_truth(text: str, *, where: str = "truth") -> SimulationTruth:
    """Return the truth that a JSON text holds; what it leaves out has its default.

    Parameters
    ----------
    text : str
        As `dump_truth` writes it.
    where : str
        The name of the file, for the problems.

    Raises
    ------
    ProtocolError
        The text is not JSON, a key is unknown or a value not permitted; lists all that is wrong.

    Examples
    --------
    >>> parse_truth('{"events": {"rate_bone": 0.3}}').events.rate_bone
    0.3
    """
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as error:
        problems = [
            _problem(where, fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()
        ]
        raise ProtocolError(f"{where} does not describe a registry.", problems) from error


def _problem(where: str, place: tuple[int | str, ...], kind: str, message: str) -> Problem:
    if kind == "json_invalid":
        return Problem(where, "a text that is not JSON", "JSON as dump_truth writes it")
    path = ".".join([where, *map(str, place)])
    if kind == "unexpected_keyword_argument":
        return Problem(path, "a key that is not known", "the keys that dump_truth writes")
    return Problem(path, "a value that cannot stand there", message.removeprefix("Value error, "))
