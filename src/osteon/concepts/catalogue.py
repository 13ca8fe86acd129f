"""All concepts by name."""

from collections.abc import Mapping
from types import MappingProxyType

from osteon.concepts.catalogue_bone import BONE_CONCEPTS
from osteon.concepts.catalogue_course import COURSE_CONCEPTS
from osteon.concepts.catalogue_function import FUNCTION_CONCEPTS
from osteon.concepts.catalogue_radiotherapy import RADIOTHERAPY_CONCEPTS
from osteon.concepts.catalogue_receptor import RECEPTOR_CONCEPTS
from osteon.concepts.catalogue_stability import STABILITY_CONCEPTS
from osteon.concepts.catalogue_treatment import TREATMENT_CONCEPTS
from osteon.concepts.catalogue_tumour import TUMOUR_CONCEPTS
from osteon.concepts.concept import Concept
from osteon.errors import Problem, ProtocolError, suggest

CONCEPTS: Mapping[str, Concept] = MappingProxyType(
    {
        item.name: item
        for item in (
            *TUMOUR_CONCEPTS,
            *BONE_CONCEPTS,
            *STABILITY_CONCEPTS,
            *RECEPTOR_CONCEPTS,
            *COURSE_CONCEPTS,
            *TREATMENT_CONCEPTS,
            *FUNCTION_CONCEPTS,
            *RADIOTHERAPY_CONCEPTS,
        )
    }
)


def concept(name: str) -> Concept:
    """Return the concept of a name.

    Raises
    ------
    ProtocolError
        There is none; the nearest names are suggested.
    """
    if name in CONCEPTS:
        return CONCEPTS[name]
    hint = suggest(name, list(CONCEPTS)) or "The manual lists all concepts."
    problem = Problem("concept", f"'{name}'", ", ".join(CONCEPTS), hint)
    raise ProtocolError("A concept is not known.", [problem])
