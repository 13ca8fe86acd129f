"""Load a mapping file, or say all that is wrong with it."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from osteon.errors import MappingError, Problem
from osteon.exchange.tabular.check_mapping import check_mapping
from osteon.exchange.tabular.explain_fault import explain_fault
from osteon.exchange.tabular.mapping import TableMapping
from osteon.exchange.tabular.word_lists import fill_in_words

_FOLDER = Path(__file__).parent.parent / "mappings"


def packaged_mapping(name: str) -> Path:
    """Return the path of a mapping file that comes with Osteon, such as ``byar_greene``."""
    return _FOLDER / f"{name}.toml"


def load_mapping(path: Path) -> TableMapping:
    """Return a mapping that fits the dictionary.

    Parameters
    ----------
    path : Path
        A TOML file; the reference on mapping files lists its keys.

    Raises
    ------
    MappingError
        The file is not there, is not TOML, or names what the dictionary does not have. Lists all
        problems, each with its key path.
    """
    written, problems = fill_in_words(_read_toml(path))
    try:
        mapping = TableMapping.model_validate(written)
    except ValidationError as error:
        problems += list(dict.fromkeys(explain_fault(fault) for fault in error.errors()))
    else:
        problems += check_mapping(mapping)
        if not problems:
            return mapping
    placed = [replace(problem, where=f"{path.name}: {problem.where}") for problem in problems]
    raise MappingError(f"{path.name} is not a mapping that can be used.", placed)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError:
        found, permitted = "no file that can be read", "a mapping file"
    except UnicodeDecodeError:
        found, permitted = "a byte that is not UTF-8", "TOML, which is text in UTF-8"
    except tomllib.TOMLDecodeError as error:
        found, permitted = f"what TOML does not permit ({error})", "a TOML file"
    raise MappingError("The mapping cannot be read.", [Problem(str(path), found, permitted)])
